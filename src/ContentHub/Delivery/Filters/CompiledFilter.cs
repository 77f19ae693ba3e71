namespace ContentHub.Delivery.Filters;

/// <summary>A filter ready to be asked, for the view, locale and day that it was compiled for.</summary>
public sealed class CompiledFilter
{
    /// <summary>No condition.</summary>
    public static readonly CompiledFilter Everything = new(static _ => true, [], isExact: true);

    public static readonly CompiledFilter Nothing = new(static _ => false, [], isExact: true);

    private CompiledFilter(Func<PublishedEntry, bool> matches, IReadOnlyList<Candidates> candidates, bool isExact)
    {
        Matches = matches;
        Candidates = candidates;
        IsExact = isExact;
    }

    public Func<PublishedEntry, bool> Matches { get; }

    /// <summary>Each holds everything that matches; the smallest is looked at. Empty: look at all.</summary>
    internal IReadOnlyList<Candidates> Candidates { get; }

    /// <summary>The first of the candidates are all that match and nothing else.</summary>
    internal bool IsExact { get; }

    /// <summary>Looks at every entry of the list.</summary>
    public static CompiledFilter Where(Func<PublishedEntry, bool> matches) => new(matches, [], isExact: false);

    /// <summary>Answered by an index of the types' own, see <see cref="PublishedEntry.IndexKeys"/>: costs what the page costs.</summary>
    /// <param name="isSingle">An entry has one value at most.</param>
    public static CompiledFilter Indexed(string index, IReadOnlyCollection<string> values, bool isSingle)
    {
        if (values.Count == 0)
        {
            return Nothing;
        }

        IndexKey[] keys = [.. values.Distinct().Select(v => new IndexKey(index, v))];
        return new(e => Stands(e, keys), [new IndexCandidates(keys, isSingle || keys.Length == 1)], isExact: true);
    }

    /// <summary>Of these types, by name; none: nothing.</summary>
    public static CompiledFilter OfTypes(IReadOnlyCollection<string> types) => types.Count == 0
        ? Nothing
        : new(e => types.Contains(e.Type.Name), [new TypeCandidates([.. types.Distinct()])], isExact: true);

    public static CompiledFilter And(IEnumerable<CompiledFilter> filters)
    {
        var conditions = filters.Where(f => f != Everything).ToArray();
        return conditions switch
        {
            [] => Everything,
            [var only] => only,
            _ when conditions.Contains(Nothing) => Nothing,
            _ => new(e => Array.TrueForAll(conditions, c => c.Matches(e)), [.. conditions.SelectMany(c => c.Candidates)], isExact: false),
        };
    }

    /// <summary>Of none: nothing. (An empty <c>or</c> of a request is no condition; that is for whoever reads the request.)</summary>
    public static CompiledFilter Or(IEnumerable<CompiledFilter> filters)
    {
        var alternatives = filters.Where(f => f != Nothing).ToArray();
        return alternatives switch
        {
            [] => Nothing,
            [var only] => only,
            _ when alternatives.Contains(Everything) => Everything,
            _ => new(e => Array.Exists(alternatives, a => a.Matches(e)), Union(alternatives), isExact: false),
        };
    }

    public static CompiledFilter Not(CompiledFilter filter) =>
        filter == Everything ? Nothing
        : filter == Nothing ? Everything
        : Where(e => !filter.Matches(e));

    /// <summary>With a condition that the index answers in full.</summary>
    internal static CompiledFilter Exact(Func<PublishedEntry, bool> matches, Candidates candidates) => new(matches, [candidates], isExact: true);

    /// <summary>With candidates that still have to be asked.</summary>
    internal static CompiledFilter Narrowed(Func<PublishedEntry, bool> matches, Candidates candidates) => new(matches, [candidates], isExact: false);

    private static Candidates[] Union(CompiledFilter[] alternatives)
    {
        var indexed = alternatives.Select(a => a.Candidates.OfType<IndexCandidates>().FirstOrDefault()).ToArray();
        return Array.TrueForAll(indexed, i => i is not null)
            ? [new IndexCandidates([.. indexed.OfType<IndexCandidates>().SelectMany(i => i.Keys).Distinct()], AreDisjoint: false)]
            : [];
    }

    private static bool Stands(PublishedEntry entry, IndexKey[] keys) =>
        entry.IndexKeys.Concat(entry.Topics.Select(t => new IndexKey(IndexKey.Topic, IndexKey.ValueOf(t)))).Any(k => keys.Contains(k));
}
