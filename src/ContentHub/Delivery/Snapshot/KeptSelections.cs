using ContentHub.Api;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Of which list, and by which filter, in <see cref="Filters.FilterWords"/>.</summary>
internal readonly record struct SelectionKey(int Locale, bool IsChain, string? Type, KeptOrder Order, string Words);

/// <summary>What filters let through of one view, which never changes: gone with the view.</summary>
/// <param name="entries">Of the view.</param>
internal sealed class KeptSelections(int entries)
{
    /// <summary>Of all selections together; 16 bytes each. A view with more entries keeps more, or its usual filters would push one another out.</summary>
    private const int LinesMax = 50_000;

    private const int LinesPerEntry = 4;

    /// <summary>What a selection weighs beside its lines.</summary>
    private const int LinesOfOne = 10;

    private readonly WeighedCache<SelectionKey, IReadOnlyList<SortedPages>> _kept = new(Math.Max(LinesMax, (long)entries * LinesPerEntry));

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
