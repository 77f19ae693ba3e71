using ContentHub.Api;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Licences;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Syndication.Partners;

/// <summary>A partner as administrators, and itself, see it.</summary>
/// <param name="Licence">The last one that was given, also when it has ended.</param>
[ItemName("Partner")]
public sealed record PartnerOfAdmin(Partner Row, Licence Licence, IReadOnlyList<PartnerKey> Keys, long UsedToday)
{
    /// <summary>Retractions that it has not acknowledged, oldest first.</summary>
    public IReadOnlyList<PublicChange> OpenRetractions { get; init; } = [];

    /// <summary>From where its program last went on with the change feed; null when it never did, in this log.</summary>
    public string? LastCursor { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Webhook> Webhooks { get; init; } = [];
}

/// <summary>Reads partners from the database, a fixed number of statements however many.</summary>
internal sealed class Partners(IDbContextFactory<ContentHubDb> databases, Retractions.Retractions retractions, TimeProvider time)
{
    public async Task<PartnerOfAdmin?> FindAsync(Guid id, CancellationToken cancellation) => (await ReadAsync(p => p.Id == id, cancellation)).SingleOrDefault();

    /// <summary>All of them, by name.</summary>
    public Task<IReadOnlyList<PartnerOfAdmin>> AllAsync(CancellationToken cancellation) => ReadAsync(_ => true, cancellation);

    private async Task<IReadOnlyList<PartnerOfAdmin>> ReadAsync(System.Linq.Expressions.Expression<Func<Partner, bool>> which, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var rows = await (
            from partner in db.Partners.AsNoTracking().Where(which)
            join variant in db.Variants on partner.VariantId equals variant.Id
            join revision in db.Revisions on new { VariantId = variant.Id, Version = variant.HeadVersion } equals new { revision.VariantId, revision.Version }
            select new { Partner = partner, revision.Document }).ToListAsync(cancellation);
        var ids = rows.Select(r => r.Partner.Id).ToList();
        var keys = (await db.PartnerKeys.AsNoTracking().Where(k => ids.Contains(k.PartnerId) && k.RevokedAt == null).OrderBy(k => k.CreatedAt).ThenBy(k => k.Id).ToListAsync(cancellation)).ToLookup(k => k.PartnerId);
        var uses = await db.PartnerUses.AsNoTracking().Where(u => ids.Contains(u.PartnerId) && u.Day == today).ToDictionaryAsync(u => u.PartnerId, u => u.Requests, cancellation);
        var settled = (await db.RetractionAcknowledgements.AsNoTracking().Where(a => ids.Contains(a.PartnerId)).ToListAsync(cancellation)).ToLookup(a => a.PartnerId, a => a.Sequence);
        var places = await db.FeedPlaces.AsNoTracking().Where(p => ids.Contains(p.PartnerId)).ToDictionaryAsync(p => p.PartnerId, p => p.Cursor, cancellation);
        var known = await retractions.KnownAsync(cancellation);
        var webhooks = (await db.Webhooks.AsNoTracking().Where(w => ids.Contains(w.PartnerId) && w.DeletedAt == null).OrderBy(w => w.CreatedAt).ThenBy(w => w.Id).ToListAsync(cancellation)).ToLookup(w => w.PartnerId);
        return [.. rows
            .Select(r => new PartnerOfAdmin(r.Partner, Licence.Read(r.Document), [.. keys[r.Partner.Id].Where(k => !(k.ExpiresAt <= time.GetUtcNow()))], uses.GetValueOrDefault(r.Partner.Id))
            {
                OpenRetractions = [.. known.Of(r.Partner.Id).ExceptBy(settled[r.Partner.Id], c => c.Cursor.Sequence)],
                Webhooks = [.. webhooks[r.Partner.Id]],
                LastCursor = places.TryGetValue(r.Partner.Id, out var place) && ChangeCursor.TryParse(place, out var cursor) && cursor.LogId == known.LogId ? place : null,
            })
            .OrderBy(p => p.Row.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Row.Id)];
    }
}
