using ContentHub.Api.Paging;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Cuts a page out of lists that share no line, as if they were one.</summary>
internal sealed class PageReader(IReadOnlyList<SortedPages> lists, bool isReversed)
{
    private readonly int _total = lists.Sum(l => l.Count);

    /// <param name="entryOf">The entry that has an ordinal.</param>
    public Connection<T> Read<T>(PageArguments page, ListCursors cursors, Func<int, T> entryOf)
    {
        var after = cursors.Read(page.After, "after");
        var before = cursors.Read(page.Before, "before");
        var (lowKey, highKey) = isReversed ? (before, after) : (after, before);
        var low = lists.Select(l => lowKey is null ? 0 : l.CountUpTo(lowKey)).ToArray();
        var high = lists.Select((l, i) => highKey is null ? l.Count : Math.Max(low[i], l.CountBefore(highKey))).ToArray();

        var lines = page.IsBackward == isReversed ? TakeFirst(page.Size, low, high) : TakeLast(page.Size, low, high);
        var hasLower = low.Sum() > 0;
        var hasHigher = high.Sum() < _total;
        if (isReversed)
        {
            lines.Reverse();
            (hasLower, hasHigher) = (hasHigher, hasLower);
        }

        var (start, end) = lines is [var first, ..] ? (cursors.Of(first.Key), cursors.Of(lines[^1].Key)) : (page.Before ?? page.After, page.After ?? page.Before);
        return new(lines.ConvertAll(l => entryOf(l.Ordinal)), at => cursors.Of(lines[at].Key), new(hasHigher, hasLower, start, end), _total);
    }

    // Leaves `high` where the page ends.
    private List<Line> TakeFirst(int count, int[] low, int[] high)
    {
        var lines = new List<Line>();
        int[] next = [.. low];
        while (lines.Count < count && Lowest(next, high) is >= 0 and var list)
        {
            lines.Add(lists[list][next[list]++]);
        }

        next.CopyTo(high, 0);
        return lines;
    }

    // Leaves `low` where the page starts.
    private List<Line> TakeLast(int count, int[] low, int[] high)
    {
        var lines = new List<Line>();
        int[] next = [.. high];
        while (lines.Count < count && Highest(next, low) is >= 0 and var list)
        {
            lines.Add(lists[list][--next[list]]);
        }

        next.CopyTo(low, 0);
        lines.Reverse();
        return lines;
    }

    private int Lowest(int[] next, int[] end)
    {
        var lowest = -1;
        for (var list = 0; list < next.Length; list++)
        {
            if (next[list] < end[list] && (lowest < 0 || Line.ByKey(lists[list][next[list]], lists[lowest][next[lowest]]) < 0))
            {
                lowest = list;
            }
        }

        return lowest;
    }

    private int Highest(int[] next, int[] start)
    {
        var highest = -1;
        for (var list = 0; list < next.Length; list++)
        {
            if (next[list] > start[list] && (highest < 0 || Line.ByKey(lists[list][next[list] - 1], lists[highest][next[highest] - 1]) > 0))
            {
                highest = list;
            }
        }

        return highest;
    }
}
