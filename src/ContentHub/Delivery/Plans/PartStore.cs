namespace ContentHub.Delivery.Plans;

/// <summary>Bounds what all entries and all plans keep of answers together.</summary>
internal sealed class PartStore(long bytesMax = PartStore.BytesMaxOtherwise)
{
    /// <summary>Some six thousand whole articles.</summary>
    public const long BytesMaxOtherwise = 64 * 1024 * 1024;

    /// <summary>Once it is full, so many times what it holds is made in vain before all of it makes room: whoever reads everything does not push out what others read.</summary>
    private const int RefusedPerKept = 8;

    /// <summary>Origins for which one place of a plan keeps something; then the oldest makes room.</summary>
    private const int OriginsMax = 4;

    private readonly Lock _keeping = new();
    private readonly List<PublishedEntry> _holders = [];
    private readonly HashSet<ViewParts> _views = [];
    private long _bytes;
    private long _kept;
    private long _refused;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>With the entry, as long as it is.</summary>
    /// <param name="bytes">Copied only where they are kept.</param>
    public void Keep(PublishedEntry entry, object of, Uri? origin, ReadOnlySpan<byte> bytes, Guid[] restsOn)
    {
        lock (_keeping)
        {
            var replaced = 0;
            foreach (var kept in entry.Parts)
            {
                // Somebody else was faster.
                if (kept.Is(of, origin))
                {
                    return;
                }

                replaced += kept.Of == of ? kept.Size : 0;
            }

            if (!HasRoom(bytes.Length - replaced))
            {
                return;
            }

            var before = entry.Parts.Length;
            if (before == 0)
            {
                _holders.Add(entry);
            }

            entry.Parts = KeptPart.Add(entry.Parts, new(of, origin, bytes.ToArray(), restsOn), out var grown);
            _bytes += grown;
            _kept += entry.Parts.Length - before;
        }
    }

    /// <summary>With a place of a plan, until another view is read there.</summary>
    /// <param name="all">What the place keeps.</param>
    /// <param name="view">Its mark.</param>
    /// <param name="ordinal">Of the entry.</param>
    /// <param name="bytes">Copied only where they are kept.</param>
    public void Keep(ref ViewParts[] all, object view, Uri origin, int ordinal, ReadOnlySpan<byte> bytes)
    {
        lock (_keeping)
        {
            var parts = Array.Find(all, known => known.IsOf(view, origin));
            if (parts is null)
            {
                parts = new(view, origin);
                ViewParts[] others = [.. all.Where(other => other.IsOf(view)).TakeLast(OriginsMax - 1)];
                foreach (var old in all.Except(others))
                {
                    Forget(old);
                }

                all = [.. others, parts];
            }

            if (parts[ordinal] is not null || !HasRoom(bytes.Length))
            {
                return;
            }

            _views.Add(parts);
            var before = parts.Bytes;
            parts.Keep(ordinal, bytes);
            _bytes += parts.Bytes - before;
            _kept++;
        }
    }

    private bool HasRoom(int bytes)
    {
        if (_bytes + bytes <= bytesMax)
        {
            return true;
        }

        if (++_refused <= RefusedPerKept * _kept)
        {
            return false;
        }

        Clear();
        return true;
    }

    private void Forget(ViewParts parts)
    {
        if (_views.Remove(parts))
        {
            _bytes -= parts.Bytes;
            _kept -= parts.Count;
        }
    }

    private void Clear()
    {
        _holders.ForEach(holder => holder.Parts = []);
        _holders.Clear();
        foreach (var parts in _views)
        {
            parts.Clear();
        }

        _views.Clear();
        (_bytes, _kept, _refused) = (0, 0, 0);
    }
}
