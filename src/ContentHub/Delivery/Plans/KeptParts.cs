using ContentHub.Delivery.Fields;

namespace ContentHub.Delivery.Plans;

/// <summary>
/// A part of an answer as it was written for one entry, kept with it and gone with it. It follows from the entry, which never changes, or from the entry and
/// one view, which does not either: nothing ever has to be taken back because somebody published something.
/// </summary>
/// <param name="Of">Which part of which plan.</param>
/// <param name="Origin">The very one by which addresses in it begin; null where none is in it.</param>
/// <param name="View">The mark of the view that it follows from; null where it follows from the entry alone.</param>
/// <param name="Bytes">What every request gets that sees all of <paramref name="RestsOn"/>.</param>
/// <param name="RestsOn">Entries that the part links to.</param>
internal readonly record struct KeptPart(object Of, Uri? Origin, object? View, byte[] Bytes, Guid[] RestsOn)
{
    /// <summary>Beside its bytes: the objects around them.</summary>
    private const int BytesBeside = 120;

    /// <summary>As many plans as ask for one entry at the same time; then the oldest makes room.</summary>
    private const int PartsMax = 8;

    public int Size => Bytes.Length + (RestsOn.Length * 16) + BytesBeside;

    public bool Is(object of, Uri? origin, object? view) => Of == of && View == view && (Origin is null || ReferenceEquals(Origin, origin));

    /// <param name="grown">By how many bytes.</param>
    /// <returns>What an entry keeps from now on.</returns>
    public static KeptPart[] Add(KeptPart[] parts, KeptPart part, out int grown)
    {
        var place = Array.FindIndex(parts, other => other.Of == part.Of);
        place = place < 0 && parts.Length == PartsMax ? 0 : place;
        grown = part.Size - (place < 0 ? 0 : parts[place].Size);
        return place < 0 ? [.. parts, part] : [.. parts[..place], .. parts[(place + 1)..], part];
    }
}

/// <summary>Bounds what all entries keep together.</summary>
internal sealed class PartStore(long bytesMax = PartStore.BytesMaxOtherwise)
{
    /// <summary>Some six thousand whole articles.</summary>
    public const long BytesMaxOtherwise = 64 * 1024 * 1024;

    /// <summary>Once it is full, so many times what it holds is made in vain before all of it makes room: whoever reads everything does not push out what others read.</summary>
    private const int RefusedPerKept = 8;

    private readonly Lock _keeping = new();
    private readonly List<PublishedEntry> _holders = [];
    private long _bytes;
    private long _kept;
    private long _refused;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <param name="bytes">Copied only where they are kept.</param>
    public void Keep(PublishedEntry entry, object of, Uri? origin, object? view, ReadOnlySpan<byte> bytes, Guid[] restsOn)
    {
        lock (_keeping)
        {
            var replaced = 0;
            foreach (var kept in entry.Parts)
            {
                // Somebody else was faster.
                if (kept.Is(of, origin, view))
                {
                    return;
                }

                replaced += kept.Of == of ? kept.Size : 0;
            }

            if (_bytes - replaced + bytes.Length > bytesMax)
            {
                if (++_refused <= RefusedPerKept * _kept)
                {
                    return;
                }

                Clear();
            }

            var before = entry.Parts.Length;
            if (before == 0)
            {
                _holders.Add(entry);
            }

            entry.Parts = KeptPart.Add(entry.Parts, new(of, origin, view, bytes.ToArray(), restsOn), out var grown);
            _bytes += grown;
            _kept += entry.Parts.Length - before;
        }
    }

    private void Clear()
    {
        _holders.ForEach(holder => holder.Parts = []);
        _holders.Clear();
        (_bytes, _kept, _refused) = (0, 0, 0);
    }
}

/// <summary>Fields of an entry, next to one another in an answer, whose values follow from the entry: written once and copied from then on.</summary>
internal sealed class FixedFields<T>(PlannedField<T>[] fields, PartStore store)
{
    public void Write(T value, PlanRun run)
    {
        var entry = (PublishedEntry)(object)value!;
        if (run.IsInPart)
        {
            fields.Write(value, run);
            return;
        }

        foreach (ref readonly var part in entry.Parts.AsSpan())
        {
            if (part.Is(this, run.Request.Origin, view: null) && run.Sees(entry, part.RestsOn))
            {
                run.Answer.Raw(part.Bytes);
                return;
            }
        }

        var (answer, start) = (run.Answer, run.Answer.Written.Length);
        run.BeginPart();
        fields.Write(value, run);
        if (run.EndPart() is var (restsOn, isOfOrigin) && run.Sees(entry, restsOn))
        {
            store.Keep(entry, this, isOfOrigin ? run.Request.Origin : null, view: null, answer.Written.Span[start..], restsOn);
        }
    }
}

/// <summary>
/// Fields of an entry, next to one another in an answer, whose values follow from the entry and the view: written once and copied until something that readers see
/// has changed.
/// </summary>
internal sealed class ViewFields<T>(PlannedField<T>[] fields, PartStore store)
{
    public void Write(T value, PlanRun run)
    {
        var entry = (PublishedEntry)(object)value!;
        if (run.IsInViewPart || run.Request.View.Mark is not { } view || entry.Past is not null)
        {
            fields.Write(value, run);
            return;
        }

        var origin = run.Request.Origin;
        foreach (ref readonly var part in entry.Parts.AsSpan())
        {
            if (part.Is(this, origin, view))
            {
                run.Answer.Raw(part.Bytes);
                return;
            }
        }

        var (answer, start) = (run.Answer, run.Answer.Written.Length);
        run.BeginViewPart();
        fields.Write(value, run);
        if (run.EndViewPart())
        {
            store.Keep(entry, this, origin, view, answer.Written.Span[start..], []);
        }
    }
}

/// <param name="Before">What stands in front of its value.</param>
internal readonly record struct PlannedField<T>(byte[] Before, Write<T> Write);

internal static class PlannedFields
{
    public static void Write<T>(this PlannedField<T>[] fields, T value, PlanRun run)
    {
        foreach (var field in fields)
        {
            run.Answer.Raw(field.Before);
            field.Write(value, run);
        }
    }
}
