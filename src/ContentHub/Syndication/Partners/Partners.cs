using ContentHub.Api;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Licences;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Syndication.Partners;

/// <summary>A partner as administrators, and itself, see it.</summary>
/// <param name="Licence">The last one that was given, also when it has ended.</param>
[ItemName("Partner")]
public sealed record PartnerOfAdmin(Partner Row, Licence Licence, IReadOnlyList<PartnerKey> Keys, long UsedToday)
{
    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Webhook> Webhooks { get; init; } = [];
}

/// <summary>Reads partners from the database, a fixed number of statements however many.</summary>
internal sealed class Partners(IDbContextFactory<ContentHubDb> databases, TimeProvider time)
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
        var webhooks = (await db.Webhooks.AsNoTracking().Where(w => ids.Contains(w.PartnerId) && w.DeletedAt == null).OrderBy(w => w.CreatedAt).ThenBy(w => w.Id).ToListAsync(cancellation)).ToLookup(w => w.PartnerId);
        return [.. rows
            .Select(r => new PartnerOfAdmin(r.Partner, Licence.Read(r.Document), [.. keys[r.Partner.Id].Where(k => !(k.ExpiresAt <= time.GetUtcNow()))], uses.GetValueOrDefault(r.Partner.Id)) { Webhooks = [.. webhooks[r.Partner.Id]] })
            .OrderBy(p => p.Row.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Row.Id)];
    }
}
