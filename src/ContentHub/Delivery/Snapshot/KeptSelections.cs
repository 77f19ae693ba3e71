using ContentHub.Api;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Of which list, and by which filter, in <see cref="Filters.FilterWords"/>.</summary>
internal readonly record struct SelectionKey(int Locale, bool IsChain, string? Type, KeptOrder Order, string Words);

/// <summary>What filters let through of one view, which never changes: gone with the view.</summary>
internal sealed class KeptSelections
{
    /// <summary>Some 64 bytes each.</summary>
    private const int LinesMax = 50_000;

    /// <summary>What a selection weighs beside its lines.</summary>
    private const int LinesOfOne = 10;

    private readonly WeighedCache<SelectionKey, IReadOnlyList<SortedPages>> _kept = new(LinesMax);

    public IReadOnlyList<SortedPages> Of(in SelectionKey key, Func<IReadOnlyList<SortedPages>> find)
    {
        if (!_kept.TryFind(key, out var found))
        {
            found = find();
            _kept.Keep(key, found, found.Sum(list => (long)list.Count) + LinesOfOne);
        }

        return found;
    }
}
