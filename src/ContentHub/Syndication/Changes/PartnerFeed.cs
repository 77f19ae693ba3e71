using System.Collections.Concurrent;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Delivery.Licences;
using ContentHub.Storage;

namespace ContentHub.Syndication.Changes;

/// <summary>
/// The change log as one partner may know it. Where its licence changes, every text that enters or leaves it is a change of its own; they share the
/// act's sequence, and the cursor says how many of them are done.
/// </summary>
public sealed class PartnerFeed(ChangeFeed feed, PublicChangeReader reader)
{
    private const int KeptMax = 8;

    // What an act on a licence meant never changes, and a partner that fills its copy asks for it page after page.
    private readonly ConcurrentDictionary<(Guid Variant, long Sequence), Task<IReadOnlyList<PublicChange>>> _kept = new();

    /// <summary>The next stretch behind a place; its last change's cursor, or the sequence where there is none, is where to go on.</summary>
    /// <param name="through">Inclusive.</param>
    /// <param name="isCompact">Only the newest change of each text, as far as no licence is concerned.</param>
    public async Task<(IReadOnlyList<PublicChange> Changes, ChangeCursor End)> ReadAsync(LicensedPartner partner, ChangeCursor after, long through, bool isCompact, CancellationToken cancellation)
    {
        if (after.Position > 0)
        {
            var rest = (await OfTermAsync(partner, after.LogId, after.Sequence, cancellation)).Skip(after.Position).ToList();
            return (rest, after with { Position = 0 });
        }

        var next = partner.Terms.Select(t => t.Since).FirstOrDefault(since => since > after.Sequence);

        // Before its first licence nothing was a partner's.
        var from = partner.At(after.Sequence) is null && next > 0 && partner.Terms[0].Since == next ? next - 1 : after.Sequence;
        var limit = next > 0 ? Math.Min(through, next - 1) : through;
        if (from < limit)
        {
            var batch = await feed.ReadAsync(after.LogId, from, limit, isCompact, cancellation);
            return ([.. batch.Changes.Select(c => LicensedChange.Of(c, partner)).OfType<PublicChange>()], new(after.LogId, batch.Through));
        }

        return next > 0 && next <= through
            ? (await OfTermAsync(partner, after.LogId, next, cancellation), new(after.LogId, next))
            : ([], new(after.LogId, Math.Max(after.Sequence, limit)));
    }

    /// <summary>What a change of the licence meant: the last of it has the act's own cursor.</summary>
    private Task<IReadOnlyList<PublicChange>> OfTermAsync(LicensedPartner partner, Guid logId, long sequence, CancellationToken cancellation)
    {
        if (_kept.Count >= KeptMax)
        {
            _kept.Clear();
        }

        var reading = _kept.GetOrAdd((partner.VariantId, sequence), _ => ReadTermAsync(partner, logId, sequence));
        if (reading.IsFaulted)
        {
            _kept.TryRemove((partner.VariantId, sequence), out _);
        }

        return reading.WaitAsync(cancellation);
    }

    private async Task<IReadOnlyList<PublicChange>> ReadTermAsync(LicensedPartner partner, Guid logId, long sequence)
    {
        var (before, after) = (partner.At(sequence - 1), partner.At(sequence));
        var changes = (await reader.PublicAtAsync(logId, sequence, CancellationToken.None)).Select(c => LicensedChange.Of(c, before, after)).OfType<PublicChange>().ToList();
        return [.. changes.Select((c, at) => c with { Cursor = c.Cursor with { Position = at == changes.Count - 1 ? 0 : at + 1 } })];
    }
}
