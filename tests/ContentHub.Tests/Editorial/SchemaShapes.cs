using System.Text.Json.Nodes;

namespace ContentHub.Tests.Editorial;

/// <summary>The schema as introspection tells it, to make selections that hold every field there is.</summary>
public sealed class SchemaShapes
{
    private const string Type = "type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } }";

    private readonly Dictionary<string, JsonNode> _types;

    private SchemaShapes(JsonNode schema) => _types = schema["types"]!.AsArray().ToDictionary(t => (string)t!["name"]!, t => t!);

    public static async Task<SchemaShapes> ReadAsync(ContentHubApp app) => new((await app.QueryAsync($$"""
        { __schema { types {
            kind name interfaces { name } possibleTypes { name }
            fields(includeDeprecated: true) { name args { name defaultValue type { kind } } {{Type}} }
            inputFields { name {{Type}} }
        } } }
        """))["__schema"]!);

    /// <summary>Every field below an object type, all the way down. Entries are shown by their ids alone; a type within itself by its leaves.</summary>
    public string Everything(string type) => Everything(type, []);

    /// <summary>Paths of all fields of an input type that a value leaves out.</summary>
    public IEnumerable<string> LeftOut(string inputType, JsonNode value) => LeftOut(inputType, [value], inputType);

    private string Everything(string type, HashSet<string> within)
    {
        var definition = _types[type];
        within = [.. within, type];
        var fields = definition["fields"]!.AsArray().Where(f => f!["args"]!.AsArray().All(a => (string?)a!["type"]!["kind"] != "NON_NULL" || a["defaultValue"] is not null)).Select(f => Field(f!, within));
        var kinds = (string?)definition["kind"] == "INTERFACE" ? definition["possibleTypes"]!.AsArray().Select(p => OfKind((string)p!["name"]!, within)) : [];
        return string.Join(' ', ["__typename", .. fields.Where(f => f is not null), .. kinds]);
    }

    /// <summary>Named apart, since two kinds may have fields of one name and different types.</summary>
    private string OfKind(string kind, HashSet<string> within) => $"... on {kind} {{ {string.Join(' ', _types[kind]["fields"]!.AsArray().Select(f => Field(f!, within, $"{kind}_{f!["name"]}: ")))} }}";

    private string? Field(JsonNode field, HashSet<string> within, string alias = "")
    {
        var (name, type) = (alias + (string)field["name"]!, NamedOf(field["type"]!));
        return (string?)_types[type]["kind"] switch
        {
            "SCALAR" or "ENUM" => name,
            _ when type == "Entry" || _types[type]["interfaces"] is JsonArray interfaces && interfaces.Any(i => (string?)i!["name"] == "Entry") => $"{name} {{ id entryId }}",
            _ when within.Contains(type) => $"{name} {{ {string.Join(' ', LeavesOf(type))} }}",
            _ => $"{name} {{ {Everything(type, within)} }}",
        };
    }

    private IEnumerable<string> LeavesOf(string type) =>
        _types[type]["fields"]!.AsArray().Where(f => (string?)_types[NamedOf(f!["type"]!)]["kind"] is "SCALAR" or "ENUM").Select(f => (string)f!["name"]!);

    private IEnumerable<string> LeftOut(string type, IReadOnlyList<JsonNode> values, string path)
    {
        foreach (var field in _types[type]["inputFields"]!.AsArray())
        {
            var name = (string)field!["name"]!;
            var below = values.Select(v => v[name]).OfType<JsonNode>().SelectMany(Items).ToList();
            if (below.Count == 0)
            {
                yield return $"{path}.{name}";
            }
            else if (NamedOf(field["type"]!) is var inner && (string?)_types[inner]["kind"] == "INPUT_OBJECT")
            {
                foreach (var missing in LeftOut(inner, below, $"{path}.{name}"))
                {
                    yield return missing;
                }
            }
        }
    }

    private static IEnumerable<JsonNode> Items(JsonNode node) => node is JsonArray items ? items.OfType<JsonNode>() : [node];

    private static string NamedOf(JsonNode type) => type["ofType"] is { } inner ? NamedOf(inner) : (string)type["name"]!;
}
