using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContentHub.Tests.Api.Attacks.Fuzzing;

/// <summary>Values for arguments and variables: mostly of the right type, some at the edge of it, a few of another.</summary>
/// <param name="known">Slugs, ids and cursors that mean something to this server.</param>
internal sealed class ValueGenerator(SchemaModel schema, IReadOnlyList<string> known, Dice dice)
{
    private static readonly string[] Strange =
    [
        "", " ", "a", "\0", "\n", "\"", "\\", "'", "`", "%", "%00", "%ff", "{}", "[]", "null", "true", "-1", "0", "1e400", "NaN", "../../etc/passwd", "<script>alert(1)</script>",
        "'; drop table changes; --", "\" or 1=1 --", "${jndi:ldap://127.0.0.1/}", "{{7*7}}", "é", "e\u0301", "\u202Eevil", "\uFEFF", "\u200B", "İ", "ß", "ﬀ", "👩‍👩‍👧‍👦", "𝔘𝔫𝔦", "\uD83D\uDE00",
        "😀😀😀😀😀😀😀😀", "en", "en-US", "xx-XX", "es-us", "de-DE-1996", "root", "admin", "a/b", "a?b=c#d", "https://www.example.org/", "http://localhost/", "javascript:alert(1)", "file:///", "mailto:a@b.c", "//x", "https://",
        "2026-01-01", "2026-02-30", "9999-12-31", "0000-00-00", "-0001-01-01", "2026-01-01T00:00:00Z", "2026-01-01T24:00:00Z", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "2026-01-01T00:00:00", "US", "ZZ", "us",
        "**bold** [a](https://www.example.org) `c`", "[x](entry:topics/anxiety)", "![](x)", "<b>", "* * *", "[[[[[[", "****************", "_a_b_c_",
    ];

    private static readonly double[] Numbers = [0, 1, 2, 5, -1, 20, 100, 101, 1000, int.MaxValue, int.MinValue, 2147483648d, 9007199254740993d, 1e19, 1e300, -0.0, 0.5, 89.999, 90, 180, -180.0001, 1e-300];

    /// <returns>Null for the value null.</returns>
    public JsonNode? Value(TypeUse type, int depth)
    {
        if (dice.Percent(2))
        {
            return Anything(2);
        }

        if (!type.IsRequired && dice.Percent(8))
        {
            return null;
        }

        if (type.Item is { } item)
        {
            return new JsonArray([.. Enumerable.Range(0, dice.Weighted((10, 0), (60, 1), (20, 2), (9, 3), (1, 60))).Select(_ => Value(item, depth - 1))]);
        }

        return schema.MembersOf(type.Name) is { } members ? Object(members, depth)
            : schema.ValuesOf(type.Name) is { } values ? dice.Pick(values)
            : Scalar(type.Name);
    }

    /// <summary>A value of no particular type.</summary>
    public JsonNode? Anything(int depth) => dice.Roll(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => dice.Percent(50),
        2 => Number(),
        3 or 4 => Text(),
        5 => new JsonArray([.. Enumerable.Range(0, dice.Roll(4)).Select(_ => Anything(depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, dice.Roll(4)).Select(n => KeyValuePair.Create($"{dice.Pick(schema.Words)}{n}", Anything(depth - 1)))),
    };

    public string Text() => dice.Roll(10) switch
    {
        < 5 => dice.Pick(known),
        < 8 => dice.Pick(Strange),
        8 => dice.Pick(schema.Words),
        _ => string.Concat(Enumerable.Range(0, dice.Roll(40)).Select(_ => Letter())),
    };

    /// <summary>As a GraphQL literal; enum values stand without quotes.</summary>
    public string Literal(JsonNode? value, TypeUse type) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(item => Literal(item, type.Item ?? type)))}]",
        JsonObject members => $"{{{string.Join(", ", members.Select(m => $"{m.Key}: {Literal(m.Value, schema.MembersOf(type.Name)?.FirstOrDefault(i => i.Name == m.Key)?.Type ?? new("", false, null))}"))}}}",
        _ when value.GetValueKind() == JsonValueKind.String && schema.ValuesOf(type.Name)?.Contains((string)value!) == true => (string)value!,
        _ => value.ToJsonString(),
    };

    private JsonObject Object(IReadOnlyList<SchemaInput> members, int depth)
    {
        var isOneOf = members.Count > 0 && members.All(member => !member.Type.IsRequired) && dice.Percent(50);
        var given = isOneOf ? [dice.Pick(members)] : members.Where(member => member.MustBeGiven || (depth > 0 && dice.Roll(members.Count) < 2));
        return new JsonObject(given.Select(member => KeyValuePair.Create(member.Name, Value(member.Type, depth - 1))));
    }

    private JsonNode? Scalar(string type) => type switch
    {
        "Int" => dice.Percent(70) ? dice.Roll(6) : Number(),
        "Float" => Number(),
        "Boolean" => dice.Percent(50),
        _ => Text(),
    };

    private JsonValue Number() => dice.Pick(Numbers) is var number && number == Math.Floor(number) && Math.Abs(number) < 1e15 ? JsonValue.Create((long)number) : JsonValue.Create(number);

    private string Letter() => dice.Roll(12) switch
    {
        0 => char.ConvertFromUtf32(0x1F300 + dice.Roll(300)),
        1 => ((char)(0x20 + dice.Roll(0x2000))).ToString(),
        2 => ((char)dice.Roll(0x20)).ToString(),
        _ => ((char)('a' + dice.Roll(26))).ToString(),
    };
}
