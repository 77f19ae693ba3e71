using System.Collections.Concurrent;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Of which list, and by which filter, in <see cref="Filters.FilterWords"/>.</summary>
internal readonly record struct SelectionKey(int Locale, bool IsChain, string? Type, KeptOrder Order, string Words);

/// <summary>What filters let through of one view, which never changes: gone with the view.</summary>
internal sealed class KeptSelections
{
    /// <summary>Of all that is kept, some 64 bytes each; then it is forgotten and found again.</summary>
    private const int LinesMax = 50_000;

    /// <summary>Beside its lines.</summary>
    private const int LinesOfOne = 10;

    private readonly ConcurrentDictionary<SelectionKey, IReadOnlyList<SortedPages>> _kept = new();
    private int _lines;

    public IReadOnlyList<SortedPages> Of(in SelectionKey key, Func<IReadOnlyList<SortedPages>> find)
    {
        if (_kept.TryGetValue(key, out var known))
        {
            return known;
        }

        var found = find();
        var lines = found.Sum(list => (long)list.Count) + LinesOfOne;
        if (lines <= LinesMax)
        {
            if (Interlocked.Add(ref _lines, (int)lines) > LinesMax)
            {
                _kept.Clear();
                Interlocked.Exchange(ref _lines, (int)lines);
            }

            _kept[key] = found;
        }

        return found;
    }
}
