using ContentHub.Delivery.Filters;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Finds the lists that hold what a filter lets through, and no line twice.</summary>
internal sealed class Selection(View view, State state, string? type, KeptOrder order)
{
    public IReadOnlyList<SortedPages> Of(CompiledFilter filter)
    {
        if (filter == CompiledFilter.Nothing)
        {
            return [];
        }

        var all = view.List(ListName.OfType(type))[order];
        if (filter == CompiledFilter.Everything)
        {
            return [all];
        }

        if (filter is { IsExact: true, Candidates: [var exact] })
        {
            var (found, areDisjoint) = ListsOf(exact);
            return areDisjoint ? found : [SortedPages.Of(Merged(found))];
        }

        IReadOnlyList<SortedPages>[] choices = [[all], .. filter.Candidates.Select(c => ListsOf(c).Lists)];
        var lists = choices.MinBy(c => c.Sum(l => (long)l.Count)) ?? [];
        var lines = lists is [var only] ? only.All() : Merged(lists);
        return [SortedPages.Of([.. lines.Where(l => state.Variants[l.Ordinal] is { } placed && IsOfType(placed) && filter.Matches(placed.Entry))])];
    }

    /// <summary>All lines in order, each once.</summary>
    public static List<Line> Merged(IReadOnlyList<SortedPages> lists)
    {
        var seen = new HashSet<int>();
        List<Line> lines = [.. lists.SelectMany(l => l.All()).Where(l => seen.Add(l.Ordinal))];
        lines.Sort(Line.ByKey);
        return lines;
    }

    private (IReadOnlyList<SortedPages> Lists, bool AreDisjoint) ListsOf(Candidates candidates) => candidates switch
    {
        IndexCandidates index => ([.. Types.SelectMany(t => index.Keys.Select(k => view.List(new(t, k.Index, k.Value))[order]))], index.AreDisjoint),
        TypeCandidates types => ([.. Types.Intersect(types.Types).Select(t => view.List(ListName.OfType(t))[order])], true),
        EntryCandidates entries => ([Sorted(entries.EntryIds.Select(state.EntryOrdinals.Find))], true),
        SlugCandidates slugs => ([Sorted(EntriesWith(slugs.Slugs))], true),
        _ => throw new ArgumentOutOfRangeException(nameof(candidates), candidates, "Candidates of an unknown kind."),
    };

    private IEnumerable<string> Types => type is null ? view.Types : [type];

    private bool IsOfType(Placed placed) => type is null || placed.Entry.Type.Name == type;

    private SortedPages Sorted(IEnumerable<int> entryOrdinals)
    {
        List<Line> lines = [.. entryOrdinals.Distinct()
            .Select(e => view.Listed(state.Families[e]))
            .OfType<Placed>()
            .Where(IsOfType)
            .Select(p => p.Line(order, view.Locale))];
        lines.Sort(Line.ByKey);
        return SortedPages.Of(lines);
    }

    private IEnumerable<int> EntriesWith(IReadOnlyCollection<string> slugs)
    {
        int[] locales = view.IsChain ? [.. state.Locales.ChainOf(view.Locale)] : [view.Locale];
        return from slug in slugs
               from name in Types
               from locale in locales
               from holder in state.Addresses.Holders(name, locale, slug)
               select holder.EntryOrdinal;
    }
}
