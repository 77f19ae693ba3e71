using GraphQL.Validation;
using GraphQLParser.AST;

namespace ContentHub.Api.Execution;

/// <summary>
/// Refuses documents that grow without bound when their fragments are put in place. GraphQL.NET walks a fragment once for
/// every spread, so sixty fragments of two spreads each would keep it busy for ever; and compares fields of one
/// selection pair by pair.
/// </summary>
/// <remarks>Looks before any other rule. What an operation costs to execute is for others to limit.</remarks>
internal sealed class ExpansionLimit : ValidationRuleBase
{
    /// <summary>Fragment definitions in one document; they are followed by recursion.</summary>
    public const int FragmentsMax = 500;

    /// <summary>
    /// Fields, spreads, arguments, directives and variables of a document, those of a fragment counted again wherever it is
    /// spread.
    /// </summary>
    public const int SelectionsMax = 5_000;

    /// <summary>Fields of a document with one name (or alias); each is compared to each.</summary>
    public const int NamesakesMax = 500;

    public static readonly ExpansionLimit Instance = new();

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var fragments = context.Document.Definitions.OfType<GraphQLFragmentDefinition>().ToList();
        if (fragments.Count > FragmentsMax)
        {
            throw TooLarge($"A document has at most {FragmentsMax} fragments.");
        }

        var byName = fragments.ToLookup(fragment => fragment.FragmentName.Name.StringValue);
        var sizes = new Dictionary<string, long>();
        var namesakes = new Dictionary<string, int>();
        var operations = context.Document.Definitions.OfType<GraphQLOperationDefinition>();
        if (operations.Sum(operation => Own(operation) + Size(operation.SelectionSet)) > SelectionsMax
            || fragments.Any(fragment => SizeOf(fragment.FragmentName.Name.StringValue) > SelectionsMax))
        {
            throw TooLarge($"A document has at most {SelectionsMax} fields, arguments and directives, those of fragments counted wherever they are spread.");
        }

        if (namesakes.Values.Any(count => count > NamesakesMax))
        {
            throw TooLarge($"A document has at most {NamesakesMax} fields of one name.");
        }

        return default;

        // Visits each selection once: fragments go through SizeOf, which remembers.
        long Size(GraphQLSelectionSet selections)
        {
            var size = 0L;
            foreach (var selection in selections.Selections)
            {
                if (selection is GraphQLField { Name: var name, Alias: var alias })
                {
                    var key = (alias?.Name ?? name).StringValue;
                    namesakes[key] = namesakes.GetValueOrDefault(key) + 1;
                }

                size += 1 + Own(selection) + selection switch
                {
                    GraphQLField { SelectionSet: { } inner } => Size(inner),
                    GraphQLInlineFragment fragment => Size(fragment.SelectionSet),
                    GraphQLFragmentSpread spread => SizeOf(spread.FragmentName.Name.StringValue),
                    _ => 0,
                };
                if (size > SelectionsMax)
                {
                    return SelectionsMax + 1;
                }
            }

            return size;
        }

        long SizeOf(string name)
        {
            if (sizes.TryGetValue(name, out var known))
            {
                return known;
            }

            // A fragment that is missing or spreads itself is for other rules to report; here it must only end.
            sizes[name] = 0;
            return sizes[name] = byName[name].Sum(fragment => Size(fragment.SelectionSet));
        }
    }

    /// <summary>Arguments, directives and variables of one node: GraphQL.NET looks for each among all others.</summary>
    static int Own(ASTNode node) =>
        ((node as GraphQLField)?.Arguments?.Count ?? 0)
        + ((node as GraphQLOperationDefinition)?.Variables?.Count ?? 0)
        + ((node as IHasDirectivesNode)?.Directives?.Items.Sum(directive => 1 + (directive.Arguments?.Count ?? 0)) ?? 0);

    static RequestRefusedException TooLarge(string message) =>
        new(StatusCodes.Status400BadRequest, "DOCUMENT_TOO_LARGE", message);
}
