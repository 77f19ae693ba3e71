using ContentHub.Delivery.Fields;

namespace ContentHub.Delivery.Plans;

/// <summary>
/// A part of an answer as it was written for one entry, kept with it and gone with it. It follows from the entry, which never changes: nothing ever has to be
/// taken back because somebody published something.
/// </summary>
/// <param name="Of">Which part of which plan.</param>
/// <param name="Origin">The very one by which addresses in it begin; null where none is in it.</param>
/// <param name="Bytes">What every request gets that sees all of <paramref name="RestsOn"/>.</param>
/// <param name="RestsOn">Entries that the part links to.</param>
internal readonly record struct KeptPart(object Of, Uri? Origin, byte[] Bytes, Guid[] RestsOn)
{
    /// <summary>Beside its bytes: the objects around them.</summary>
    private const int BytesBeside = 120;

    /// <summary>As many plans as ask for one entry at the same time; then the oldest makes room.</summary>
    private const int PartsMax = 8;

    public int Size => Bytes.Length + (RestsOn.Length * 16) + BytesBeside;

    public bool Is(object of, Uri? origin) => Of == of && (Origin is null || ReferenceEquals(Origin, origin));

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
            if (part.Is(this, run.Request.Origin) && run.Sees(entry, part.RestsOn))
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
            store.Keep(entry, this, isOfOrigin ? run.Request.Origin : null, answer.Written.Span[start..], restsOn);
        }
    }
}
