using ContentHub.Delivery.Fields;

namespace ContentHub.Delivery.Plans;

/// <summary>A part of an answer as it was written for one entry.</summary>
/// <param name="Of">Which part of which plan.</param>
/// <param name="Bytes">What every request gets that sees all of <paramref name="RestsOn"/>.</param>
/// <param name="RestsOn">Entries that the part links to.</param>
internal sealed record KeptPart(object Of, byte[] Bytes, Guid[] RestsOn)
{
    /// <summary>Beside its bytes: the objects around them.</summary>
    private const int BytesBeside = 120;

    public int Size => Bytes.Length + (RestsOn.Length * 16) + BytesBeside;
}

/// <summary>
/// The parts that one entry keeps. They follow from the entry alone, which never changes, and are gone with it: nothing ever has to be taken
/// back because somebody published something.
/// </summary>
internal sealed class KeptParts
{
    /// <summary>As many plans as ask for one entry at the same time; then the oldest makes room.</summary>
    private const int PartsMax = 8;

    private volatile KeptPart[] _parts = [];

    public bool IsEmpty => _parts.Length == 0;

    public KeptPart? Find(object of)
    {
        foreach (var part in _parts)
        {
            if (part.Of == of)
            {
                return part;
            }
        }

        return null;
    }

    /// <returns>By how much it has grown.</returns>
    public int Add(KeptPart part)
    {
        var gone = _parts.Length == PartsMax ? _parts[0] : null;
        _parts = [.. gone is null ? _parts : _parts[1..], part];
        return part.Size - (gone?.Size ?? 0);
    }

    public void Clear() => _parts = [];
}

/// <summary>Bounds what all entries keep together.</summary>
internal sealed class PartStore(long bytesMax = PartStore.BytesMaxOtherwise)
{
    /// <summary>Some six thousand whole articles.</summary>
    public const long BytesMaxOtherwise = 64 * 1024 * 1024;

    /// <summary>Once it is full, so many times what it holds is made in vain before all of it makes room: whoever reads everything does not push out what others read.</summary>
    private const int RefusedPerKept = 8;

    private readonly Lock _keeping = new();
    private readonly List<KeptParts> _holders = [];
    private long _bytes;
    private long _kept;
    private long _refused;

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Keep(PublishedEntry entry, object of, ReadOnlySpan<byte> bytes, Guid[] restsOn)
    {
        lock (_keeping)
        {
            if (_bytes + bytes.Length > bytesMax)
            {
                if (++_refused <= RefusedPerKept * _kept)
                {
                    return;
                }

                Clear();
            }

            var holder = entry.Parts ??= new();
            if (holder.Find(of) is not null)
            {
                return;
            }

            if (holder.IsEmpty)
            {
                _holders.Add(holder);
            }

            _bytes += holder.Add(new(of, bytes.ToArray(), restsOn));
            _kept++;
        }
    }

    private void Clear()
    {
        _holders.ForEach(holder => holder.Clear());
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
            WriteAll(value, run);
            return;
        }

        if (entry.Parts?.Find(this) is { } part && run.Sees(entry, part.RestsOn))
        {
            run.Answer.Raw(part.Bytes);
            return;
        }

        var (answer, start) = (run.Answer, run.Answer.Written.Length);
        run.BeginPart();
        WriteAll(value, run);
        if (run.EndPart() is { } restsOn && run.Sees(entry, restsOn))
        {
            store.Keep(entry, this, answer.Written.Span[start..], restsOn);
        }
    }

    private void WriteAll(T value, PlanRun run)
    {
        foreach (var field in fields)
        {
            run.Answer.Raw(field.Before);
            field.Write(value, run);
        }
    }
}

/// <param name="Before">What stands in front of its value.</param>
internal readonly record struct PlannedField<T>(byte[] Before, Write<T> Write);
