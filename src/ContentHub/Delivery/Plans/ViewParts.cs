namespace ContentHub.Delivery.Plans;

/// <summary>
/// What one place of a plan says of the entries of one view, by their numbers. A view never changes, so nothing has to be taken back: the next one begins with nothing.
/// </summary>
/// <param name="view">The mark of the view.</param>
/// <param name="origin">The very one by which addresses in it begin.</param>
internal sealed class ViewParts(object view, Uri origin)
{
    // Of 64 places: made next to the first part that stands in it, so that what few read of many entries lies together.
    private const int Bits = 6;
    private const int Mask = (1 << Bits) - 1;

    /// <summary>Beside a part's bytes.</summary>
    private const int BytesBeside = 24;

    private byte[]?[]?[] _pages = [];

    /// <summary>What it holds, and how many parts.</summary>
    public long Bytes { get; private set; }

    public int Count { get; private set; }

    public bool IsOf(object ofView, Uri ofOrigin) => IsOf(ofView) && ReferenceEquals(origin, ofOrigin);

    public bool IsOf(object ofView) => view == ofView;

    /// <summary>Null where nothing is kept.</summary>
    public byte[]? this[int ordinal]
    {
        get
        {
            var (pages, page) = (_pages, ordinal >> Bits);
            return page < pages.Length ? pages[page]?[ordinal & Mask] : null;
        }
    }

    /// <summary>For one thread at a time; a place where nothing is kept.</summary>
    public void Keep(int ordinal, ReadOnlySpan<byte> bytes)
    {
        var page = ordinal >> Bits;
        if (page >= _pages.Length)
        {
            _pages = [.. _pages, .. new byte[]?[]?[page + 1 - _pages.Length]];
        }

        if (_pages[page] is null)
        {
            _pages[page] = new byte[]?[1 << Bits];
            Bytes += 8 << Bits;
        }

        _pages[page]![ordinal & Mask] = bytes.ToArray();
        Bytes += bytes.Length + BytesBeside;
        Count++;
    }

    public void Clear() => (_pages, Bytes, Count) = ([], 0, 0);
}

/// <summary>
/// Fields of an entry, next to one another in an answer, whose values follow from the entry and the view: written once and copied until something that readers see
/// has changed.
/// </summary>
internal sealed class ViewFields<T>(PlannedField<T>[] fields, PartStore store)
{
    // One for each origin that readers ask for.
    private ViewParts[] _parts = [];

    /// <summary>All of them as one.</summary>
    public static PlannedField<T> Of(PlannedField<T>[] fields, PartStore store)
    {
        var kept = new ViewFields<T>(fields, store);
        return new([], kept.Write, kept);
    }

    public void Write(T value, PlanRun run)
    {
        var view = run.Request.View;
        if (!run.Keeps(view) || view.OrdinalOf((PublishedEntry)(object)value!) is not (>= 0 and var ordinal))
        {
            fields.Write(value, run);
            return;
        }

        if (TryWrite(ordinal, run))
        {
            return;
        }

        var (answer, start) = (run.Answer, run.Answer.Written.Length);
        run.BeginViewPart();
        fields.Write(value, run);
        if (run.EndViewPart())
        {
            store.Keep(ref _parts, view.Mark!, run.Request.Origin, ordinal, answer.Written.Span[start..]);
        }
    }

    /// <param name="ordinal">Of an entry of the request's view.</param>
    /// <returns>False where it is not kept: nothing is written then.</returns>
    public bool TryWrite(int ordinal, PlanRun run)
    {
        var (mark, origin) = (run.Request.View.Mark!, run.Request.Origin);
        foreach (var parts in _parts)
        {
            if (parts.IsOf(mark, origin) && parts[ordinal] is { } kept)
            {
                run.Answer.Raw(kept);
                return true;
            }
        }

        return false;
    }
}
