using ContentHub.Api.Execution;
using GraphQL;
using GraphQLParser.AST;

namespace ContentHub.Api.Http;

/// <summary>Which answers a shared cache must never keep.</summary>
internal static class Privacy
{
    /// <summary>Lays a draft over what is public.</summary>
    public const string PreviewHeader = "ContentHub-Preview";

    /// <summary>Root fields whose answer depends on who asks.</summary>
    static readonly HashSet<string> PrivateFields = ["viewer", "editorial", "partner"];

    /// <summary>The value of <c>Cache-Control</c>; null when the answer is the same for everyone and without errors.</summary>
    public static string? CacheControl(IDictionary<string, object?> userContext, ExecutionResult result)
    {
        if (CallerContext.Of(userContext).IsKnown || (result.Operation is { } operation && IsPrivate(operation, result.Document)))
        {
            return "private, no-store";
        }

        return result.Errors is { Count: > 0 } ? "no-store" : null;
    }

    /// <summary>The same for an answer of a plan, which never holds private fields or errors.</summary>
    public static string? CacheControl(IDictionary<string, object?> userContext) => CallerContext.Of(userContext).IsKnown ? "private, no-store" : null;

    static bool IsPrivate(GraphQLOperationDefinition operation, GraphQLDocument? document) =>
        operation.Operation != OperationType.Query || NamesPrivateField(operation.SelectionSet, document, []);

    static bool NamesPrivateField(GraphQLSelectionSet selections, GraphQLDocument? document, HashSet<string> seen) =>
        selections.Selections.Any(selection => selection switch
        {
            GraphQLField field => PrivateFields.Contains(field.Name.StringValue),
            GraphQLInlineFragment fragment => NamesPrivateField(fragment.SelectionSet, document, seen),
            // Each fragment is looked at once: fragments that spread others twice would double the work at every step.
            GraphQLFragmentSpread spread when seen.Add(spread.FragmentName.Name.StringValue) =>
                Fragment(document, spread) is { } fragment && NamesPrivateField(fragment.SelectionSet, document, seen),
            _ => false,
        });

    static GraphQLFragmentDefinition? Fragment(GraphQLDocument? document, GraphQLFragmentSpread spread) => document?.Definitions
        .OfType<GraphQLFragmentDefinition>()
        .FirstOrDefault(fragment => fragment.FragmentName.Name == spread.FragmentName.Name);
}
