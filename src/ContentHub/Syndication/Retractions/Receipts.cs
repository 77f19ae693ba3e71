using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContentHub.Syndication.Retractions;

/// <summary>How one partner stands to one retraction.</summary>
/// <param name="SentAt">When it was first put into an answer to the partner's program; null: never.</param>
/// <param name="ToldAt">When the partner first showed that it had got it; null: not yet.</param>
/// <param name="AcknowledgedAt">When it said that its copies are gone or marked; null: not yet.</param>
internal sealed record Receipt(Guid PartnerId, long Sequence, DateTimeOffset? SentAt, DateTimeOffset? ToldAt, DateTimeOffset? AcknowledgedAt, string? Note);

/// <summary>Who has heard of which retraction, and who has acknowledged it: read from the database, so that every node says the same at once.</summary>
internal sealed class Receipts(IDbContextFactory<ContentHubDb> databases, Retractions retractions, IOptions<RetractionOptions> options, TimeProvider time)
{
    /// <summary>What a partner has not acknowledged, oldest first.</summary>
    public async Task<IReadOnlyList<PublicChange>> OpenAsync(Guid partnerId, CancellationToken cancellation)
    {
        var concerning = (await retractions.KnownAsync(cancellation)).Of(partnerId);
        if (concerning.Count == 0)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(cancellation);
        var settled = (await db.RetractionAcknowledgements.Where(a => a.PartnerId == partnerId).Select(a => a.Sequence).ToListAsync(cancellation)).ToHashSet();
        return [.. concerning.Where(c => !settled.Contains(c.Cursor.Sequence))];
    }

    /// <summary>Of all partners that a retraction concerns.</summary>
    public async Task<IReadOnlyList<Receipt>> OfAsync(Retraction retraction, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var tellings = (await db.RetractionTellings.AsNoTracking().Where(t => t.Sequence == retraction.Sequence).ToListAsync(cancellation)).ToLookup(t => t.PartnerId);
        var settled = await db.RetractionAcknowledgements.AsNoTracking().Where(a => a.Sequence == retraction.Sequence).ToDictionaryAsync(a => a.PartnerId, cancellation);
        return [.. retraction.ByPartner.Keys.Select(id => Of(id, retraction.Sequence, [.. tellings[id]], settled.GetValueOrDefault(id)))];
    }

    /// <summary>Whoever acknowledges has heard, whichever way that was.</summary>
    private static Receipt Of(Guid partnerId, long sequence, IReadOnlyList<RetractionTelling> tellings, RetractionAcknowledgement? settled) => new(
        partnerId, sequence, tellings.Min(t => (DateTimeOffset?)t.SentAt), new[] { tellings.Min(t => t.ToldAt), settled?.At }.Min(), settled?.At, settled?.Note);

    public bool IsOverdue(PublicChange retraction, DateTimeOffset? acknowledgedAt) => acknowledgedAt is null && DueAt(retraction) < time.GetUtcNow();

    public DateTimeOffset DueAt(PublicChange retraction) => retraction.At + options.Value.AcknowledgeWithin;

    /// <summary>Retractions whose time has passed, with the partners that have not acknowledged them.</summary>
    public async Task<IReadOnlyList<(Retraction Retraction, IReadOnlyList<Partner> Partners)>> OverdueAsync(CancellationToken cancellation)
    {
        var due = (await retractions.KnownAsync(cancellation)).All.Where(r => r.ByPartner.Count > 0 && IsOverdue(r.Change, null)).ToList();
        if (due.Count == 0)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var settled = (await db.RetractionAcknowledgements.Select(a => new { a.PartnerId, a.Sequence }).ToListAsync(cancellation)).Select(a => (a.PartnerId, a.Sequence)).ToHashSet();
        var partners = await db.Partners.AsNoTracking().ToDictionaryAsync(p => p.Id, cancellation);
        return [.. due
            .Select(r => (r, (IReadOnlyList<Partner>)[.. r.ByPartner.Keys.Where(id => !settled.Contains((id, r.Sequence))).Select(id => partners[id]).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)]))
            .Where(r => r.Item2.Count > 0)];
    }
}
