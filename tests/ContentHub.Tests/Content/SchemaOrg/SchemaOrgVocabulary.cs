using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContentHub.Tests.Content.SchemaOrg;

/// <summary>What schema.org 30.0 has of the types that we use, and what a document of ours says against it.</summary>
internal sealed class SchemaOrgVocabulary
{
    private static readonly HashSet<string> Keywords = ["@context", "@id", "@type", "@reverse"];

    private readonly Dictionary<string, HashSet<string>> _properties;
    private readonly HashSet<string> _values;

    private SchemaOrgVocabulary(JsonNode file)
    {
        _properties = file["types"]!.AsObject().ToDictionary(t => t.Key, t => t.Value!.Deserialize<HashSet<string>>()!);
        _values = [.. file["values"]!.AsArray().Select(v => $"https://schema.org/{v}")];
    }

    public static SchemaOrgVocabulary Read([CallerFilePath] string here = "") =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "schema-org-30.0.json")))!);

    /// <summary>Every type, property and enumeration value that the vocabulary lacks, with the path to it.</summary>
    public IEnumerable<string> Unknown(JsonNode document) => Things(document).SelectMany(thing => Unknown(thing.Path, thing.Node));

    /// <summary>Every value that says nothing, with the path to it.</summary>
    public static IEnumerable<string> Empty(JsonNode? node, string path = "$") => node switch
    {
        null => [path],
        JsonObject o when !o.Any(p => p.Key != "@type") => [path],
        JsonArray { Count: 0 } => [path],
        JsonValue v when v.GetValueKind() == JsonValueKind.Null || (v.TryGetValue<string>(out var text) && string.IsNullOrWhiteSpace(text)) => [path],
        JsonObject o => o.SelectMany(p => Empty(p.Value, $"{path}.{p.Key}")),
        JsonArray a => a.SelectMany((item, i) => Empty(item, $"{path}[{i}]")),
        _ => [],
    };

    /// <summary>The document and all things in it.</summary>
    public static IEnumerable<(string Path, JsonObject Node)> Things(JsonNode? node, string path = "$") => node switch
    {
        JsonObject o => o.Where(p => p.Key != "@reverse").SelectMany(p => Things(p.Value, $"{path}.{p.Key}"))
            .Concat(o["@reverse"] is JsonObject reverse ? reverse.SelectMany(p => Things(p.Value, $"{path}.@reverse.{p.Key}")) : [])
            .Prepend((path, o)),
        JsonArray a => a.SelectMany((item, i) => Things(item, $"{path}[{i}]")),
        _ => [],
    };

    private IEnumerable<string> Unknown(string path, JsonObject thing)
    {
        if (thing["@type"]?.GetValue<string>() is not { } type || !_properties.TryGetValue(type, out var properties))
        {
            return [$"{path} has the type {thing["@type"]}"];
        }

        var unknownProperties = thing.Select(p => p.Key).Where(k => !Keywords.Contains(k) && !properties.Contains(k)).Select(k => $"{path}.{k} on {type}");
        var unknownValues = thing.Where(p => p.Key != "@context" && p.Value is JsonValue v && v.TryGetValue<string>(out var text) && text.StartsWith("https://schema.org/", StringComparison.Ordinal) && !_values.Contains(text))
            .Select(p => $"{path}.{p.Key} is {p.Value}");
        // A property written from its other end belongs to the things that stand there.
        var unknownReverse = (thing["@reverse"] as JsonObject ?? []).SelectMany(p => Things(p.Value).Where(t => t.Path.Count(c => c is '.' or '[') == 1)
            .Where(t => !_properties.TryGetValue($"{t.Node["@type"]}", out var of) || !of.Contains(p.Key))
            .Select(t => $"{path}.@reverse.{p.Key} on {t.Node["@type"]}"));
        return unknownProperties.Concat(unknownValues).Concat(unknownReverse);
    }
}
