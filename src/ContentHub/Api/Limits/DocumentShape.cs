using System.Runtime.CompilerServices;
using GraphQLParser.AST;

namespace ContentHub.Api.Limits;

/// <summary>How large a part of a document is once its fragments stand in place. Sums stop at <see cref="Most"/>.</summary>
/// <param name="Depth">Fields within fields.</param>
/// <param name="Arguments">Arguments and variables.</param>
/// <param name="Spreads">Of fragments by name: those may spread many others and hold no field at all.</param>
internal readonly record struct DocumentShape(int Depth, int Fields, int Aliases, int Arguments, int Directives, int Spreads = 0)
{
    /// <summary>More than any limit.</summary>
    public const int Most = 1_000_000;

    public static DocumentShape operator +(DocumentShape a, DocumentShape b) => new(
        Math.Max(a.Depth, b.Depth), Sum(a.Fields, b.Fields), Sum(a.Aliases, b.Aliases), Sum(a.Arguments, b.Arguments), Sum(a.Directives, b.Directives), Sum(a.Spreads, b.Spreads));

    /// <summary>The same, within a field.</summary>
    public DocumentShape Within() => this with { Depth = Sum(Depth, 1) };

    static int Sum(int a, int b) => Math.Min(a + b, Most);
}

/// <summary>
/// Measures a document in time that grows with its text alone: each fragment is looked at once and remembered, so
/// that fragments that double at every step cost no more than others.
/// </summary>
internal sealed class DocumentMeasure
{
    readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = [];
    /// <summary>Null while it is being looked at.</summary>
    readonly Dictionary<string, DocumentShape?> _known = [];
    readonly Dictionary<string, int> _namesakes = [];

    public DocumentMeasure(GraphQLDocument document)
    {
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            Fragments++;
            _fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
        }

        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            Operations++;
            Whole += Own(operation) + Of(operation.SelectionSet);
        }

        foreach (var name in _fragments.Keys)
        {
            LargestFragment = new[] { LargestFragment, Of(name) }.MaxBy(shape => Math.Max(shape.Fields, shape.Spreads));
        }
    }

    public int Fragments { get; }

    public int Operations { get; }

    /// <summary>All operations together, whichever is asked for: all are checked.</summary>
    public DocumentShape Whole { get; }

    /// <summary>The one with the most fields or spreads; it may be spread nowhere, and is checked all the same.</summary>
    public DocumentShape LargestFragment { get; }

    /// <summary>A fragment that spreads itself, directly or through others; null when there is none.</summary>
    public string? Circular { get; private set; }

    /// <summary>How many fields, as they stand in the text, share the most frequent name or alias.</summary>
    public int Namesakes => _namesakes.Values.DefaultIfEmpty().Max();

    DocumentShape Of(GraphQLSelectionSet selections)
    {
        // Fragments may lead to one another through all that the parser lets nest.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return new(DocumentShape.Most, 0, 0, 0, 0);
        }

        var shape = default(DocumentShape);
        foreach (var selection in selections.Selections)
        {
            shape += Own(selection) + selection switch
            {
                GraphQLField field => Of(field),
                GraphQLInlineFragment fragment => Of(fragment.SelectionSet),
                GraphQLFragmentSpread spread => Of(spread.FragmentName.Name.StringValue) + new DocumentShape(0, 0, 0, 0, 0, 1),
                _ => default,
            };
        }

        return shape;
    }

    DocumentShape Of(GraphQLField field)
    {
        var key = (field.Alias?.Name ?? field.Name).StringValue;
        _namesakes[key] = _namesakes.GetValueOrDefault(key) + 1;
        var inner = field.SelectionSet is { } selections ? Of(selections) : default;
        return inner.Within() + new DocumentShape(0, 1, field.Alias is null ? 0 : 1, 0, 0);
    }

    DocumentShape Of(string fragment)
    {
        if (_known.TryGetValue(fragment, out var known))
        {
            Circular ??= known is null ? fragment : null;
            return known ?? default;
        }

        // A fragment that is missing is for other rules to report.
        _known[fragment] = null;
        var shape = _fragments.TryGetValue(fragment, out var definition) ? Own(definition) + Of(definition.SelectionSet) : default;
        _known[fragment] = shape;
        return shape;
    }

    static DocumentShape Own(ASTNode node)
    {
        var directives = (node as IHasDirectivesNode)?.Directives?.Items ?? [];
        var variables = (node as GraphQLOperationDefinition)?.Variables?.Items ?? [];
        var arguments = ((node as GraphQLField)?.Arguments?.Count ?? 0) + variables.Count + directives.Sum(directive => directive.Arguments?.Count ?? 0);
        return variables.Aggregate(new DocumentShape(0, 0, 0, arguments, directives.Count), (sum, variable) => sum + Own(variable));
    }
}
