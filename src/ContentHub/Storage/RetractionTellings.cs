using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>Notes what partners were told of retractions, and how far their programs are. To hear is no act, so it stands in no log; to acknowledge is one.</summary>
public sealed class RetractionTellings(IDbContextFactory<ContentHubDb> factory)
{
    /// <summary>Notes that retractions are about to be sent; the first time counts.</summary>
    public async Task SendingAsync(Guid partnerId, IReadOnlyCollection<long> sequences, TellingWay way, DateTimeOffset at, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        var (by, moment) = (way.ToString(), db.Stored(at));
        foreach (var sequence in sequences)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into "RetractionTellings" ("PartnerId", "Sequence", "Way", "SentAt") values ({partnerId}, {sequence}, {by}, {moment})
                on conflict ("PartnerId", "Sequence", "Way") do nothing
                """,
                cancellation);
        }
    }

    /// <summary>Notes that a retraction was sent and that the same exchange showed that it had arrived; the first time counts.</summary>
    public async Task TookAsync(Guid partnerId, long sequence, TellingWay way, DateTimeOffset at, CancellationToken cancellation = default)
    {
        await SendingAsync(partnerId, [sequence], way, at, cancellation);
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await db.RetractionTellings.Where(t => t.PartnerId == partnerId && t.Sequence == sequence && t.Way == way && t.ToldAt == null).ExecuteUpdateAsync(t => t.SetProperty(p => p.ToldAt, at), cancellation);
    }

    /// <summary>Notes that a program went on behind a place: what it had been sent before up to there, it has got.</summary>
    public async Task ToldAsync(Guid partnerId, long through, DateTimeOffset at, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await db.RetractionTellings.Where(t => t.PartnerId == partnerId && t.Sequence <= through && t.ToldAt == null && t.SentAt <= at)
            .ExecuteUpdateAsync(t => t.SetProperty(p => p.ToldAt, at), cancellation);
    }

    /// <summary>Notes from where a program went on last.</summary>
    public async Task CameBackAsync(Guid partnerId, string cursor, DateTimeOffset at, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        var moment = db.Stored(at);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into "FeedPlaces" ("PartnerId", "Cursor", "At") values ({partnerId}, {cursor}, {moment})
            on conflict ("PartnerId") do update set "Cursor" = excluded."Cursor", "At" = excluded."At" where excluded."At" >= "FeedPlaces"."At"
            """,
            cancellation);
    }
}
