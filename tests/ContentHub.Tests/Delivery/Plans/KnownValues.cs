using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Delivery;
using ContentHub.Tests.Api.Attacks.Fuzzing;

namespace ContentHub.Tests.Delivery.Plans;

/// <summary>Values for arguments: mostly such as mean something to this server, some that nobody has, a few of the wrong kind.</summary>
internal sealed class KnownValues(SchemaModel schema, Dice dice, IReadOnlyList<PublishedEntry> entries, IReadOnlyList<string> cursors)
{
    /// <summary>Of nothing.</summary>
    public const string NoSlug = "no-such-slug";

    private static readonly string[] Locales = ["en-US", "es-US", "es", "en", "es-MX", "fr-FR", "ES-us", "no such locale", ""];
    private static readonly string[] Words = ["a", "sign", "what", "Sample", "dependence", "", "ñ", "\"quoted\"", "<b>&amp;</b>", "\\", "😀"];
    private static readonly string[] Codes = ["F13.20", "F13", "2598", "F41.0", "F410", "nothing"];
    private static readonly string[] Templates = ["/{type}/{slug}#{anchor}", "https://www.example.org/{locale}/{id}", "javascript:alert(1)", "/a \"b\" <c>"];

    private readonly string[] _slugs = [.. entries.SelectMany(e => e.FormerSlugs.Append(e.Slug.ToString())).Distinct()];
    private readonly string[] _ids = [.. entries.Select(EntryIds.Of)];
    private readonly string[] _entryIds = [.. entries.Select(e => e.EntryId.ToString()).Distinct()];

    /// <param name="name">Of the argument or member.</param>
    /// <param name="slugsOf">Name of the content type whose slugs fit best; null: of all.</param>
    public JsonNode? For(string name, TypeUse type, string? slugsOf, int depth = 2)
    {
        if (!type.IsRequired && dice.Percent(8))
        {
            return null;
        }

        if (dice.Roll(150) == 0)
        {
            return Wrong();
        }

        if (type.Item is { } item)
        {
            return new JsonArray([.. Enumerable.Range(0, dice.Weighted((10, 0), (50, 1), (30, 2), (10, 4))).Select(_ => For(name, item, slugsOf, depth - 1))]);
        }

        return schema.MembersOf(type.Name) is { } members ? Object(members, slugsOf, depth)
            : schema.ValuesOf(type.Name) is { } values ? dice.Pick(values)
            : Scalar(name, type.Name, slugsOf);
    }

    /// <summary>Of no kind that the place asks for.</summary>
    public JsonNode? Wrong() => dice.Roll(6) switch
    {
        0 => null,
        1 => 1.5,
        2 => "no such thing",
        3 => new JsonArray(1, "x"),
        4 => new JsonObject { ["a"] = 1 },
        _ => true,
    };

    private JsonObject Object(IReadOnlyList<SchemaInput> members, string? slugsOf, int depth)
    {
        var picked = members.Where(m => m.MustBeGiven || (depth > 0 && dice.Roll(members.Count) < 2) || (depth <= 0 && m.Name is "eq" or "slug" && dice.Percent(60))).ToList();
        return new(picked.Select(m => KeyValuePair.Create(m.Name, For(m.Name, m.Type, slugsOf, depth - 1))));
    }

    private JsonNode? Scalar(string name, string type, string? slugsOf) => (name, type) switch
    {
        ("first" or "last" or "limit", _) => dice.Weighted((40, dice.Roll(4)), (40, 3 + dice.Roll(20)), (18, 100), (1, 101), (1, -1)),
        (_, "Int") => dice.Roll(30),
        (_, "Float") => dice.Roll(100) / 4.0,
        (_, "Boolean") => dice.Percent(50),
        (_, "DateTime") => dice.Pick(["2026-01-01T00:00:00Z", "2020-02-29T12:30:00.5+02:00", "2030-01-01T00:00:00Z"]),
        (_, "Date") => dice.Pick(["2026-01-01", "2020-02-29"]),
        (_, "CountryCode") => dice.Pick(["US", "MX", "GB"]),
        ("after" or "before", _) => dice.Percent(97) && cursors.Count > 0 ? dice.Pick(cursors) : "no cursor",
        ("locale", _) => dice.Weighted((50, "en-US"), (30, "es-US"), (20, dice.Pick(Locales))),
        ("linkTemplate", _) => dice.Weighted((9, dice.Pick(Templates[..2])), (1, dice.Pick(Templates))),
        ("code", _) => dice.Pick(Codes),
        ("id" or "ids", _) => dice.Percent(97) ? dice.Pick(_ids) : dice.Pick(["no id", NodeOf(Guid.NewGuid())]),
        (_, "ID") => dice.Percent(97) ? dice.Pick(_entryIds) : dice.Pick([Guid.NewGuid().ToString(), "no id"]),
        ("slug", _) => dice.Percent(95) ? Slug(slugsOf) : NoSlug,
        _ => dice.Percent(30) ? Slug(slugsOf) : dice.Pick(Words),
    };

    private string Slug(string? type) => entries.Where(e => e.Type.Name == type).Select(e => e.Slug.ToString()).ToList() is { Count: > 0 } ofType && dice.Percent(90) ? dice.Pick(ofType) : dice.Pick(_slugs);

    private static string NodeOf(Guid id) => new NodeId(NodeKind.Entry, id).ToString();
}
