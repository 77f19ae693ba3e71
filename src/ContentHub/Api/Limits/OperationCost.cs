using System.Runtime.CompilerServices;
using ContentHub.Api.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ContentHub.Api.Limits;

/// <summary>What is known of one operation before its variables are: made once and kept as long as the document is.</summary>
/// <param name="pages">Its fields that are asked for a number of items.</param>
/// <param name="asksForSchema">Whether it reads <c>__schema</c> or <c>__type</c>.</param>
internal sealed class OperationCost(
    CostSelection selection, IReadOnlyList<PageSizeOf> pages, IReadOnlyDictionary<string, GraphQLValue> defaults, bool asksForSchema)
{
    static readonly ConditionalWeakTable<GraphQLOperationDefinition, OperationCost> Known = [];

    public bool AsksForSchema => asksForSchema;

    /// <summary>Whether it costs and asks for the same whatever the variables are.</summary>
    public bool IsFixed { get; } = selection.IsFixed && pages.All(page => page.IsFixed);

    /// <param name="document">A valid one. One document is only ever asked of one schema.</param>
    public static OperationCost Of(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation) =>
        Known.GetValue(operation, o => new CostCompiler(schema, document).Compile(o));

    /// <param name="sent">The variables as they came with the request.</param>
    public CostReport Count(IReadOnlyDictionary<string, object?> sent)
    {
        var variables = new GivenVariables(sent, defaults);
        var (path, cost) = Heaviest(variables);
        return new(selection.Of(variables), path, cost);
    }

    /// <summary>Pages that are too large and the like.</summary>
    public IEnumerable<ValidationError> Faults(IReadOnlyDictionary<string, object?> sent, GraphQLDocument document)
    {
        var variables = new GivenVariables(sent, defaults);
        return pages.SelectMany(page => page.Faults(variables, document));
    }

    /// <summary>Goes from the root to the dearest field, and on into it as long as one field within it makes up half of it; never to a plain value, which is never what to leave out.</summary>
    (string? Path, long Cost) Heaviest(GivenVariables variables)
    {
        var path = new List<string>();
        var (cost, times) = (0L, 1L);
        for (var next = selection.Heaviest(variables); next is not null; next = next.Selection.Heaviest(variables))
        {
            var found = Math.Min(CostNode.Most, times * next.Of(variables));
            var isPlain = next.Selection.IsEmpty && next.Weight == 1;
            if (path.Count > 0 && (isPlain || found * 2 < cost))
            {
                break;
            }

            path.Add(next.Key);
            cost = found;
            times = Math.Min(CostNode.Most, times * next.Items.Of(variables));
            if (times > CostNode.Most / 1_000_000)
            {
                break;
            }
        }

        return (path.Count == 0 ? null : string.Join('.', path), cost);
    }
}

/// <summary>What an operation was found to cost.</summary>
/// <param name="Heaviest">Names of the fields from the root to the one that makes up most of it; null where nothing was counted.</param>
/// <param name="HeaviestCost">That field's part, with all that is selected in it.</param>
internal sealed record CostReport(long Used, string? Heaviest, long HeaviestCost)
{
    /// <summary>Key of the user context.</summary>
    public const string Key = "cost";

    const int PathMaxCharacters = 200;

    public static readonly CostReport Nothing = new(0, null, 0);

    /// <summary>As it stands in an answer's <c>extensions</c>.</summary>
    public Dictionary<string, object?> ToExtension(long limit) => new()
    {
        ["used"] = Used,
        ["limit"] = limit,
        ["heaviest"] = Heaviest is null ? null : new Dictionary<string, object?> { ["path"] = ShownPath, ["cost"] = HeaviestCost },
    };

    /// <summary>Writes the answer's <c>extensions</c> with it alone: the same as <see cref="ToExtension"/>.</summary>
    public void WriteTo(AnswerBuffer answer, long limit)
    {
        answer.Raw("{\"cost\":{\"used\":"u8);
        answer.Number(Used);
        answer.Raw(",\"limit\":"u8);
        answer.Number(limit);
        answer.Raw(",\"heaviest\":"u8);
        if (ShownPath is { } path)
        {
            answer.Raw("{\"path\":"u8);
            answer.Text(path);
            answer.Raw(",\"cost\":"u8);
            answer.Number(HeaviestCost);
            answer.Raw("}"u8);
        }
        else
        {
            answer.Null();
        }

        answer.Raw("}}"u8);
    }

    /// <summary>Aliases may be as long as a document.</summary>
    public string? ShownPath => Heaviest?.Length > PathMaxCharacters ? $"…{Heaviest[^PathMaxCharacters..]}" : Heaviest;
}
