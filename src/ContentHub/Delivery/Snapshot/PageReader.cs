using ContentHub.Api.Paging;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Cuts a page out of lists that share no line, as if they were one.</summary>
internal sealed class PageReader
{
    private readonly IReadOnlyList<SortedPages> _lists;
    private readonly bool _isReversed;
    private readonly int _total;
    // Of each list, what is before the page's cursors and what is behind them; then what the page holds.
    private readonly int[] _low;
    private readonly int[] _high;

    public PageReader(IReadOnlyList<SortedPages> lists, bool isReversed)
    {
        (_lists, _isReversed, _low, _high) = (lists, isReversed, new int[lists.Count], new int[lists.Count]);
        _total = lists.Sum(static list => list.Count);
    }

    /// <param name="entriesOf">The entries that stand at these places.</param>
    public Connection<T> Read<T>(PageArguments page, ListCursors cursors, Func<Line[], IReadOnlyList<T>> entriesOf)
    {
        var after = cursors.Read(page.After, "after");
        var before = cursors.Read(page.Before, "before");
        var (lowKey, highKey) = _isReversed ? (before, after) : (after, before);
        for (var list = 0; list < _low.Length; list++)
        {
            _low[list] = lowKey is null ? 0 : _lists[list].CountUpTo(lowKey);
            _high[list] = highKey is null ? _lists[list].Count : Math.Max(_low[list], _lists[list].CountBefore(highKey));
        }

        var lines = Take(page.Size, isFromStart: page.IsBackward == _isReversed);
        var hasLower = _low.Sum() > 0;
        var hasHigher = _high.Sum() < _total;
        if (_isReversed)
        {
            Array.Reverse(lines);
            (hasLower, hasHigher) = (hasHigher, hasLower);
        }

        var (start, end) = lines is [var first, ..] ? (cursors.Of(first.Key), cursors.Of(lines[^1].Key)) : (page.Before ?? page.After, page.After ?? page.Before);
        return new(entriesOf(lines), at => cursors.Of(lines[at].Key), new(hasHigher, hasLower, start, end), _total);
    }

    // Leaves `_low` where the page starts and `_high` where it ends.
    private Line[] Take(int size, bool isFromStart)
    {
        if (_lists is not [var only])
        {
            return isFromStart ? TakeFirst(size) : TakeLast(size);
        }

        var count = Math.Min(size, _high[0] - _low[0]);
        (_low[0], _high[0]) = isFromStart ? (_low[0], _low[0] + count) : (_high[0] - count, _high[0]);
        return only.Range(_low[0], count);
    }

    private Line[] TakeFirst(int size)
    {
        var lines = new List<Line>();
        int[] next = [.. _low];
        while (lines.Count < size && Lowest(next) is >= 0 and var list)
        {
            lines.Add(_lists[list][next[list]++]);
        }

        next.CopyTo(_high, 0);
        return [.. lines];
    }

    private Line[] TakeLast(int size)
    {
        var lines = new List<Line>();
        int[] next = [.. _high];
        while (lines.Count < size && Highest(next) is >= 0 and var list)
        {
            lines.Add(_lists[list][--next[list]]);
        }

        next.CopyTo(_low, 0);
        lines.Reverse();
        return [.. lines];
    }

    private int Lowest(int[] next)
    {
        var lowest = -1;
        for (var list = 0; list < next.Length; list++)
        {
            if (next[list] < _high[list] && (lowest < 0 || Line.ByKey(_lists[list][next[list]], _lists[lowest][next[lowest]]) < 0))
            {
                lowest = list;
            }
        }

        return lowest;
    }

    private int Highest(int[] next)
    {
        var highest = -1;
        for (var list = 0; list < next.Length; list++)
        {
            if (next[list] > _low[list] && (highest < 0 || Line.ByKey(_lists[list][next[list] - 1], _lists[highest][next[highest] - 1]) > 0))
            {
                highest = list;
            }
        }

        return highest;
    }
}
