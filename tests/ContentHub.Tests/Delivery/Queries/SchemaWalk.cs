using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ContentHub.Tests.Delivery.Queries;

/// <summary>
/// Writes selections of everything that readers can ask of a type, from what the server says of itself. Of an entry inside
/// an entry: its own texts. Every answer has a name of its own, so that no two fields collide.
/// </summary>
internal sealed class SchemaWalk
{
    private const string Introspection = """
        { __schema { types {
            name kind possibleTypes { name }
            fields(includeDeprecated: true) { name args { name } type { ...Named } }
        } } }
        fragment Named on __Type { name kind ofType { name kind ofType { name kind ofType { name kind } } } }
        """;

    /// <summary>Settings of a server that is asked for everything at once.</summary>
    public static readonly IReadOnlyDictionary<string, string?> Limits = new Dictionary<string, string?>
    {
        ["ContentHub:Limits:AliasesMax"] = "5000",
        ["ContentHub:Limits:FieldsMax"] = "5000",
        ["ContentHub:Limits:DocumentMaxCharacters"] = "262144",
        ["ContentHub:Limits:CostMax"] = "10000000",
    };

    /// <summary>Fields of Query that are not for readers.</summary>
    private static readonly string[] ForEditors = ["editorial", "viewer", "partner"];

    private readonly Dictionary<string, JsonNode> _types;
    private readonly HashSet<string> _seen = [];
    private int _names;

    private SchemaWalk(JsonNode schema) => _types = schema["types"]!.AsArray().ToDictionary(t => (string)t!["name"]!, t => t!);

    /// <summary>Fields that some selection has asked for, as Type.field.</summary>
    public IReadOnlySet<string> Seen => _seen;

    public IReadOnlyList<string> Entries => PossibleTypes("Entry");

    public static async Task<SchemaWalk> OfAsync(ContentHubApp app) => new((await app.QueryAsync(Introspection))["__schema"]!);

    /// <summary>Every field of every object that a reader can come to, as Type.field.</summary>
    public IReadOnlySet<string> Reachable()
    {
        var found = new HashSet<string>();
        var next = new Queue<string>(["Query"]);
        var known = new HashSet<string>(next);
        while (next.TryDequeue(out var type))
        {
            foreach (var field in Fields(type).Where(f => type != "Query" || !ForEditors.Contains(Name(f))))
            {
                if (type != "Query" && (string?)_types[type]["kind"] == "OBJECT")
                {
                    found.Add($"{type}.{Name(field)}");
                }

                foreach (var target in PossibleTypes(Target(field)).Append(Target(field)).Where(known.Add))
                {
                    next.Enqueue(target);
                }
            }
        }

        return found;
    }

    /// <summary>The selection, with braces.</summary>
    public string Select(string type) => Select(type, [], isWithinEntry: false);

    private string Select(string type, string[] path, bool isWithinEntry)
    {
        if (path.Contains(type) || path.Length > 9)
        {
            return "{ __typename }";
        }

        var text = new StringBuilder("{ __typename");
        var below = (string[])[.. path, type];
        if (isWithinEntry && IsEntry(type))
        {
            foreach (var field in Fields(type).Where(f => IsLeaf(Target(f)) || Target(f) == "RichText"))
            {
                Add(text, type, field, Target(field) == "RichText" ? "{ markdown html plain }" : "");
            }

            return text.Append(" }").ToString();
        }

        if ((string?)_types[type]["kind"] == "INTERFACE")
        {
            foreach (var possible in PossibleTypes(type))
            {
                text.Append(CultureInfo.InvariantCulture, $" ... on {possible} {Select(possible, below, isWithinEntry)}");
            }
        }
        else
        {
            foreach (var field in Fields(type))
            {
                var target = Target(field);
                Add(text, type, field, IsLeaf(target) ? "" : Select(target, below, isWithinEntry || IsEntry(type) || type == "Change"));
            }
        }

        return text.Append(" }").ToString();
    }

    private void Add(StringBuilder text, string type, JsonNode field, string selection)
    {
        _seen.Add($"{type}.{Name(field)}");
        text.Append(CultureInfo.InvariantCulture, $" {Name(field)}_{_names++}: {Name(field)} {selection}");
    }

    private bool IsEntry(string type) => type == "Entry" || Entries.Contains(type);

    private bool IsLeaf(string type) => (string?)_types[type]["kind"] is "SCALAR" or "ENUM";

    private IReadOnlyList<string> PossibleTypes(string type) => _types[type]["possibleTypes"] is JsonArray types ? [.. types.Select(Name)] : [];

    private IEnumerable<JsonNode> Fields(string type) => _types[type]["fields"] is JsonArray fields ? fields.Select(f => f!) : [];

    private static string Name(JsonNode? named) => (string)named!["name"]!;

    private static string Target(JsonNode field)
    {
        var type = field["type"]!;
        while (type["ofType"] is { } inner)
        {
            type = inner;
        }

        return (string)type["name"]!;
    }
}
