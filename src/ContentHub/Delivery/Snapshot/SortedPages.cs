namespace ContentHub.Delivery.Snapshot;

/// <summary>One place of a sorted list: the bytes that sort it, which end in the variant's id, and the variant.</summary>
internal readonly record struct Line(byte[] Key, int Ordinal)
{
    public static readonly Comparison<Line> ByKey = static (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key);
}

/// <summary>An immutable sorted list whose changed copy shares the pages that were not touched. Keys are unique.</summary>
internal sealed class SortedPages
{
    private const int PageMax = 256;

    public static readonly SortedPages Empty = new([]);

    private readonly Line[][] _pages;
    private readonly int[] _starts;

    private SortedPages(Line[][] pages)
    {
        _pages = pages;
        _starts = new int[pages.Length];
        for (var page = 0; page < pages.Length; page++)
        {
            _starts[page] = Count;
            Count += pages[page].Length;
        }
    }

    public int Count { get; }

    public Line this[int position]
    {
        get
        {
            var page = PageAt(position);
            return _pages[page][position - _starts[page]];
        }
    }

    /// <summary>So many lines from a position on.</summary>
    public Line[] Range(int position, int count)
    {
        var lines = new Line[count];
        for (int taken = 0, page = count > 0 ? PageAt(position) : 0; taken < count; page++)
        {
            var there = _pages[page].AsSpan(position + taken - _starts[page]);
            there = there[..Math.Min(there.Length, count - taken)];
            there.CopyTo(lines.AsSpan(taken));
            taken += there.Length;
        }

        return lines;
    }

    /// <param name="lines">In order, each once.</param>
    public static SortedPages Of(IReadOnlyCollection<Line> lines) =>
        // Half full, so that the next additions split nothing.
        lines.Count == 0 ? Empty : new([.. lines.Chunk(PageMax / 2)]);

    public IEnumerable<Line> All() => _pages.SelectMany(page => page);

    /// <summary>How many sort before this key.</summary>
    public int CountBefore(ReadOnlySpan<byte> key) => Count == 0 ? 0 : PlaceOf(key, out _);

    /// <summary>How many sort before this key or have it.</summary>
    public int CountUpTo(ReadOnlySpan<byte> key)
    {
        if (Count == 0)
        {
            return 0;
        }

        var place = PlaceOf(key, out var isThere);
        return isThere ? place + 1 : place;
    }

    /// <param name="removed">In order; keys that are there.</param>
    /// <param name="added">In order; keys that are not there once the others are removed.</param>
    public SortedPages With(IReadOnlyList<Line> removed, IReadOnlyList<Line> added)
    {
        // Past this, copying a page for each line costs more than writing the list anew.
        if ((removed.Count + added.Count) * PageMax > Count)
        {
            return Of(Merged(removed, added));
        }

        var pages = new List<Line[]>(_pages);
        foreach (var line in removed)
        {
            Remove(pages, line);
        }

        foreach (var line in added)
        {
            Add(pages, line);
        }

        return new([.. pages]);
    }

    private List<Line> Merged(IReadOnlyList<Line> removed, IReadOnlyList<Line> added)
    {
        var merged = new List<Line>(Math.Max(0, Count - removed.Count) + added.Count);
        var nextRemoved = 0;
        var nextAdded = 0;
        foreach (var line in All())
        {
            while (nextRemoved < removed.Count && Line.ByKey(removed[nextRemoved], line) < 0)
            {
                nextRemoved++;
            }

            if (nextRemoved < removed.Count && Line.ByKey(removed[nextRemoved], line) == 0)
            {
                nextRemoved++;
                continue;
            }

            while (nextAdded < added.Count && Line.ByKey(added[nextAdded], line) < 0)
            {
                merged.Add(added[nextAdded++]);
            }

            merged.Add(line);
        }

        while (nextAdded < added.Count)
        {
            merged.Add(added[nextAdded++]);
        }

        return merged;
    }

    private static void Remove(List<Line[]> pages, Line line)
    {
        if (pages.Count == 0)
        {
            return;
        }

        var at = PageOf(pages, line.Key);
        var page = pages[at];
        var place = Search(page, line.Key);
        if (place < 0)
        {
            return;
        }

        if (page.Length == 1)
        {
            pages.RemoveAt(at);
            return;
        }

        pages[at] = [.. page.AsSpan(0, place), .. page.AsSpan(place + 1)];
    }

    private static void Add(List<Line[]> pages, Line line)
    {
        if (pages.Count == 0)
        {
            pages.Add([line]);
            return;
        }

        var at = PageOf(pages, line.Key);
        var page = pages[at];
        var found = Search(page, line.Key);
        var place = found < 0 ? ~found : found;
        Line[] grown = [.. page.AsSpan(0, place), line, .. page.AsSpan(place)];
        pages[at] = grown;
        if (grown.Length > PageMax)
        {
            pages[at] = grown[..(PageMax / 2)];
            pages.Insert(at + 1, grown[(PageMax / 2)..]);
        }
    }

    private int PageAt(int position)
    {
        var found = Array.BinarySearch(_starts, position);
        return found < 0 ? ~found - 1 : found;
    }

    private int PlaceOf(ReadOnlySpan<byte> key, out bool isThere)
    {
        var page = PageOf(_pages, key);
        var found = Search(_pages[page], key);
        isThere = found >= 0;
        return _starts[page] + (isThere ? found : ~found);
    }

    // The last page that starts at or before the key, or the first.
    private static int PageOf(IReadOnlyList<Line[]> pages, ReadOnlySpan<byte> key)
    {
        var low = 0;
        var high = pages.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pages[middle][0].Key.AsSpan().SequenceCompareTo(key) <= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    // As Array.BinarySearch answers.
    private static int Search(Line[] page, ReadOnlySpan<byte> key)
    {
        var low = 0;
        var high = page.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = page[middle].Key.AsSpan().SequenceCompareTo(key);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
