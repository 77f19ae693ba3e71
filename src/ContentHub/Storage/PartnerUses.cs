using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>Counts what partners ask, all nodes together. To ask is no act, so it stands in no log.</summary>
public sealed class PartnerUses(IDbContextFactory<ContentHubDb> factory)
{
    /// <summary>Adds to a day's count.</summary>
    /// <returns>The day's count of all nodes.</returns>
    public async Task<long> AddAsync(Guid partnerId, DateOnly day, long requests, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into "PartnerUses" ("PartnerId", "Day", "Requests") values ({partnerId}, {day}, {requests})
            on conflict ("PartnerId", "Day") do update set "Requests" = "PartnerUses"."Requests" + excluded."Requests"
            """,
            cancellation);
        return await db.PartnerUses.Where(u => u.PartnerId == partnerId && u.Day == day).Select(u => u.Requests).SingleAsync(cancellation);
    }

    /// <summary>Writes down when a key was last used.</summary>
    public async Task UsedAsync(Guid keyId, DateTimeOffset at, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await db.PartnerKeys.Where(k => k.Id == keyId && (k.LastUsedAt == null || k.LastUsedAt < at)).ExecuteUpdateAsync(k => k.SetProperty(p => p.LastUsedAt, at), cancellation);
    }
}
