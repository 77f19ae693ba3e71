using GraphQLParser.AST;

namespace ContentHub.Api.Limits;

/// <summary>A field of an operation, ready to be counted.</summary>
/// <param name="Key">Its alias or name.</param>
/// <param name="Weight">What it costs by itself.</param>
/// <param name="Values">What is added for values in its arguments.</param>
/// <param name="Items">How often its selection counts.</param>
/// <param name="Conditions">Of <c>@include</c> and <c>@skip</c> on it and on the fragments around it: all must hold for it to count.</param>
internal sealed record CostNode(string Key, long Weight, ValuesOf Values, IAmount Items, IReadOnlyList<CostCondition> Conditions, CostSelection Selection)
{
    /// <summary>Beyond any limit; sums stop here.</summary>
    public const long Most = 1_000_000_000_000;

    readonly long? _fixed = Values.IsFixed && Items.IsFixed && Conditions.Count == 0 && Selection.IsFixed
        ? Count(Weight, Values, Items, Selection, default)
        : null;

    /// <summary>Whether it costs the same whatever the variables are.</summary>
    public bool IsFixed => _fixed is not null;

    public long Of(GivenVariables variables) =>
        _fixed ?? (Conditions.All(condition => condition.Holds(variables)) ? Count(Weight, Values, Items, Selection, variables) : 0);

    static long Count(long weight, ValuesOf values, IAmount items, CostSelection selection, GivenVariables variables) =>
        Math.Min(Most, weight + values.Of(variables) + (items.Of(variables) * selection.Of(variables)));
}

/// <summary>
/// What is selected of one value: fields that count for any, and fields for values of one type; of those the dearest type
/// counts, since a value has one.
/// </summary>
internal sealed class CostSelection
{
    public static readonly CostSelection Empty = new([], new Dictionary<string, List<CostNode>>());

    readonly IReadOnlyList<CostNode> _always;
    readonly IReadOnlyCollection<List<CostNode>> _byType;
    readonly long? _fixed;

    public CostSelection(IReadOnlyList<CostNode> always, IReadOnlyDictionary<string, List<CostNode>> byType)
    {
        (_always, _byType) = (always, [.. byType.Values]);
        IsFixed = always.All(node => node.IsFixed) && _byType.All(nodes => nodes.TrueForAll(node => node.IsFixed));
        _fixed = IsFixed ? Count(default) : null;
    }

    public bool IsFixed { get; }

    public bool IsEmpty => _always.Count == 0 && _byType.Count == 0;

    public long Of(GivenVariables variables) => _fixed ?? Count(variables);

    /// <summary>The field that costs most; null where there is none.</summary>
    public CostNode? Heaviest(GivenVariables variables)
    {
        var dearest = _byType.MaxBy(nodes => Sum(nodes, variables)) ?? [];
        return _always.Concat(dearest).MaxBy(node => node.Of(variables));
    }

    long Count(GivenVariables variables) =>
        Math.Min(CostNode.Most, Sum(_always, variables) + _byType.Select(nodes => Sum(nodes, variables)).DefaultIfEmpty().Max());

    static long Sum(IReadOnlyList<CostNode> nodes, GivenVariables variables)
    {
        var sum = 0L;
        foreach (var node in nodes)
        {
            sum = Math.Min(CostNode.Most, sum + node.Of(variables));
        }

        return sum;
    }
}

/// <summary>Values in arguments that make a field look at more, e.g. those of a filter.</summary>
internal sealed record ValuesOf(IReadOnlyList<(GraphQLValue Value, int Each)> Arguments)
{
    public static readonly ValuesOf None = new([]);

    public bool IsFixed => Arguments.All(argument => GivenVariables.IsFixed(argument.Value));

    public long Of(GivenVariables variables)
    {
        var sum = 0L;
        foreach (var (value, each) in Arguments)
        {
            sum += variables.ValuesIn(value) * each;
        }

        return sum;
    }
}

/// <summary>One <c>@include</c> (or <c>@skip</c>) whose condition is a variable's.</summary>
internal sealed record CostCondition(GraphQLValue? If, bool Includes)
{
    public bool Holds(GivenVariables variables) => variables.IsTrue(If, otherwise: Includes) == Includes;
}
