using System.Collections.Immutable;

namespace ContentHub.Syndication.Changes;

/// <summary>The end of the log, kept in memory for all who follow it. Immutable.</summary>
/// <param name="After">Nothing that readers noticed is missing behind this sequence.</param>
/// <param name="Through">The last sequence that has been looked at.</param>
internal sealed record RecentChanges(Guid LogId, long After, long Through, ImmutableArray<PublicChange> Changes)
{
    public const int ChangesMax = 1_000;

    public RecentChanges With(ChangeBatch batch)
    {
        // An older change must not tell a name that a newer one has taken from readers.
        var newest = new Dictionary<Guid, PublicChange>();
        foreach (var change in batch.Changes)
        {
            newest[change.VariantId] = change;
        }

        var changes = Changes.Select(c => newest.TryGetValue(c.VariantId, out var later) ? c with { Last = later.Last, History = later.History } : c).Concat(batch.Changes).ToImmutableArray();
        var surplus = Math.Max(0, changes.Length - ChangesMax);
        return this with
        {
            After = surplus > 0 ? changes[surplus - 1].Cursor.Sequence : After,
            Through = batch.Through,
            Changes = changes[surplus..],
        };
    }

    /// <summary>What is behind <paramref name="sequence"/>, which is not before <see cref="After"/>.</summary>
    public ChangeBatch Behind(long sequence)
    {
        var (from, to) = (0, Changes.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = Changes[middle].Cursor.Sequence <= sequence ? (middle + 1, to) : (from, middle);
        }

        return new(Changes[from..], Math.Max(sequence, Through));
    }
}
