using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContentHub.Editorial.Entries;

/// <summary>
/// The keys of a document's parts: unique in the document, kept through edits and moves, chosen by the client or given here.
/// A part is an item of <c>sections</c>, <c>blocks</c>, <c>answer</c>, <c>groups</c> or <c>symptoms</c>.
/// </summary>
public static partial class PartKeys
{
    /// <summary>Numbers beyond this are a client's own and not counted on from.</summary>
    private const int NumberMax = 1_000_000_000;

    public static bool IsKey(string text) => Key().IsMatch(text);

    /// <summary>Gives each part without a key the next one of its kind: <c>s1</c>, <c>b1</c>, <c>g1</c>, <c>y1</c>.</summary>
    /// <param name="before">
    /// The version that was edited: the numbers of parts that it had and that are gone are not given again,
    /// so that a remark on the old part does not land on a new one.
    /// </param>
    /// <returns>
    /// Duplicate and malformed keys, whose parts keep them. A path names such a part by its index, because its key cannot,
    /// and what it stands in by a good key.
    /// </returns>
    public static IReadOnlyList<PartFault> Fill(JsonObject document, JsonObject? before = null)
    {
        var faults = new List<PartFault>();
        var parts = Parts(document).ToList();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in parts.Where(part => part.Content is not null && !IsWithoutKey(part.Content)))
        {
            if (FaultOf(part, used) is { } fault)
            {
                faults.Add(fault);
            }
        }

        faults.AddRange(parts.Where(part => part.Content is null).Select(part => new PartFault(PartFaultCode.Invalid, "A block has exactly one field, named after its kind, with its content.", part.Path)));
        var taken = used.Concat(before is null ? [] : KeysOf(before)).ToHashSet(StringComparer.Ordinal);
        var last = taken.Select(NumberOf).Where(n => n is not null).GroupBy(n => n!.Value.Prefix, n => n!.Value.Number).ToDictionary(g => g.Key, g => g.Max());
        foreach (var (content, prefix, _, _) in parts.Where(part => part.Content is not null && IsWithoutKey(part.Content)))
        {
            // In front, where people look for it.
            last[prefix] = last.GetValueOrDefault(prefix) + 1;
            content!.Remove("key");
            content.Insert(0, "key", string.Create(CultureInfo.InvariantCulture, $"{prefix}{last[prefix]}"));
        }

        return faults;
    }

    /// <summary>All well-formed keys in use, in document order.</summary>
    internal static IEnumerable<string> KeysOf(JsonObject document) =>
        Parts(document).Select(part => TextOf(part.Content?["key"])).OfType<string>().Where(IsKey);

    /// <summary>The parts that have no key yet, each with its index in its list.</summary>
    internal static IReadOnlyList<(JsonObject Content, string Index)> WithoutKey(JsonObject document) =>
        [.. Parts(document).Where(part => part.Content is not null && IsWithoutKey(part.Content)).Select(part => (part.Content!, part.Index))];

    /// <summary>The content of a block and the name of its kind; null when it is not one field with an object.</summary>
    internal static (string Kind, JsonObject Content)? BlockOf(JsonNode? block) =>
        block is JsonObject { Count: 1 } wrapper && wrapper.First() is { Value: JsonObject content } field ? (field.Key, content) : null;

    internal static string? TextOf(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool IsWithoutKey(JsonObject content) => content["key"] is null;

    private static PartFault? FaultOf(Part part, HashSet<string> used)
    {
        var key = TextOf(part.Content!["key"]);
        if (key is null || !IsKey(key))
        {
            return new(PartFaultCode.Invalid, $"The key {part.Content["key"]!.ToJsonString()} is not one: a small letter, then up to 31 small letters and digits. Leave it out to get one.", [.. part.Path, "key"]);
        }

        return used.Add(key) ? null : new(PartFaultCode.DuplicateKey, $"The key “{key}” is used twice in this document. Leave it out to get a new one.", [.. part.Path, "key"]);
    }

    private static IEnumerable<Part> Parts(JsonObject document) =>
        Objects(document, "sections", "s", []).SelectMany(section => Blocks(section.Content!, "blocks", PathInto(section)).Prepend(section))
            .Concat(Blocks(document, "answer", []))
            .Concat(Objects(document, "groups", "g", []).SelectMany(group => Objects(group.Content!, "symptoms", "y", PathInto(group)).Prepend(group)));

    private static IReadOnlyList<string> PathInto(Part part) =>
        TextOf(part.Content!["key"]) is { } key && IsKey(key) ? [.. part.Path.SkipLast(1), key] : part.Path;

    // Items that are no objects are the business of whoever reads the document as its record.
    private static IEnumerable<Part> Objects(JsonObject parent, string list, string prefix, IReadOnlyList<string> path) =>
        Items(parent, list, path).Where(item => item.Node is JsonObject).Select(item => new Part((JsonObject)item.Node!, prefix, item.Path, item.Path[^1]));

    private static IEnumerable<Part> Blocks(JsonObject parent, string list, IReadOnlyList<string> path) =>
        Items(parent, list, path).Select(item => new Part(BlockOf(item.Node)?.Content, "b", item.Path, item.Path[^1]));

    private static IEnumerable<(JsonNode? Node, IReadOnlyList<string> Path)> Items(JsonObject parent, string list, IReadOnlyList<string> path) =>
        (parent[list] as JsonArray ?? []).Select((node, i) => (node, (IReadOnlyList<string>)[.. path, list, i.ToString(CultureInfo.InvariantCulture)]));

    private static (string Prefix, int Number)? NumberOf(string key) =>
        Numbered().Match(key) is { Success: true } match && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= NumberMax
            ? (match.Groups[1].Value, number)
            : null;

    [GeneratedRegex(@"\A[a-z][a-z0-9]{0,31}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Key();

    [GeneratedRegex(@"\A([sbgy])([0-9]+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();

    /// <param name="Content">What holds the key; null for a block that is not one.</param>
    private sealed record Part(JsonObject? Content, string Prefix, IReadOnlyList<string> Path, string Index);
}
