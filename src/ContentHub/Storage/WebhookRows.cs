using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>What came of one turn at an endpoint, to be written at once.</summary>
public sealed record WebhookProgress(Guid WebhookId, Guid Node)
{
    /// <summary>The stretch that is sent again; null: the endpoint's own place.</summary>
    public Guid? ReplayId { get; init; }
    /// <summary>Delivered or given up as far as here; null: no further than before.</summary>
    public LogPlace? Place { get; init; }
    /// <summary>Nothing is left of what is sent again.</summary>
    public bool IsReplayDone { get; init; }
    public IReadOnlyList<WebhookDelivery> Delivered { get; init; } = [];
    /// <summary>The event that was not taken; null when all were.</summary>
    public WebhookDelivery? Failed { get; init; }
    /// <summary>Null: as it was.</summary>
    public WebhookState? State { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }
    public string? Fault { get; init; }
    public bool? HasGivenUp { get; init; }
    /// <summary>Null: let go of it.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }
}

/// <summary>
/// How far endpoints have come, and which node is at which: to send is no act. A lease keeps the order (two nodes never send to one endpoint); who
/// has lost it writes down what was delivered, and no place.
/// </summary>
public sealed class WebhookRows(IDbContextFactory<ContentHubDb> factory, ChangeLog log)
{
    private const int RowsMax = 200;

    /// <summary>Endpoints that may be sent to now and that no other node is at.</summary>
    public async Task<IReadOnlyList<Webhook>> ReadyAsync(Guid node, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        return await db.Webhooks.AsNoTracking()
            .Where(w => w.DeletedAt == null && (w.State == WebhookState.Active || w.State == WebhookState.Failing)
                && (w.NextAttemptAt == null || w.NextAttemptAt <= now) && (w.LeaseUntil == null || w.LeaseUntil <= now || w.LeaseBy == node))
            .OrderBy(w => w.Id).ToListAsync(cancellation);
    }

    /// <summary>What is to be sent again, the longest waiting first.</summary>
    public async Task<IReadOnlyList<WebhookReplay>> ReplaysAsync(CancellationToken cancellation)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        return await db.WebhookReplays.AsNoTracking().OrderBy(r => r.Round).ThenBy(r => r.Id).ToListAsync(cancellation);
    }

    /// <returns>The endpoint as it is now; null when another node has it, or it is not to be sent to.</returns>
    public Task<Webhook?> TakeAsync(Guid id, Guid node, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellation) => log.BesideAsync(
        async db =>
        {
            var until = now + leaseFor;
            var taken = await db.Webhooks
                .Where(w => w.Id == id && w.DeletedAt == null && (w.State == WebhookState.Active || w.State == WebhookState.Failing)
                    && (w.NextAttemptAt == null || w.NextAttemptAt <= now) && (w.LeaseUntil == null || w.LeaseUntil <= now || w.LeaseBy == node))
                .ExecuteUpdateAsync(s => s.SetProperty(w => w.LeaseBy, node).SetProperty(w => w.LeaseUntil, until), cancellation);
            return taken == 1 ? await db.Webhooks.AsNoTracking().SingleAsync(w => w.Id == id, cancellation) : null;
        },
        cancellation);

    /// <summary>The row of an event that was tried before.</summary>
    public async Task<WebhookDelivery?> FindAsync(Guid webhookId, long sequence, int position, int round, CancellationToken cancellation)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        return await db.WebhookDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.WebhookId == webhookId && d.Sequence == sequence && d.Position == position && d.Round == round, cancellation);
    }

    /// <returns>False: the endpoint is another node's by now, or gone; what was delivered is written all the same.</returns>
    public Task<bool> SaveAsync(WebhookProgress progress, CancellationToken cancellation) => log.BesideAsync(
        async db =>
        {
            foreach (var rows in progress.Delivered.Chunk(RowsMax))
            {
                await WriteDeliveredAsync(db, rows, cancellation);
            }

            if (!await MoveAsync(db, progress, cancellation))
            {
                return false;
            }

            if (progress.Failed is { } failed)
            {
                await db.WebhookDeliveries.Where(d => d.WebhookId == failed.WebhookId && d.Sequence == failed.Sequence && d.Position == failed.Position && d.Round == failed.Round).ExecuteDeleteAsync(cancellation);
                db.WebhookDeliveries.Add(failed);
                await db.SaveChangesAsync(cancellation);
            }

            if (progress.ReplayId is { } replayId)
            {
                await MoveReplayAsync(db, replayId, progress, cancellation);
            }

            return true;
        },
        cancellation);

    /// <summary>Turns an endpoint on that answered, whatever it was before: what waits is sent at once.</summary>
    public Task<bool> TurnOnAsync(Guid id, DateTimeOffset now, CancellationToken cancellation) => log.BesideAsync(
        async db => await db.Webhooks.Where(w => w.Id == id && w.DeletedAt == null).ExecuteUpdateAsync(
            s => s.SetProperty(w => w.State, WebhookState.Active).SetProperty(w => w.NextAttemptAt, (DateTimeOffset?)null).SetProperty(w => w.Fault, (string?)null)
                .SetProperty(w => w.HasGivenUp, false).SetProperty(w => w.LastSuccessAt, now),
            cancellation) == 1,
        cancellation);

    /// <summary>Puts a stretch in line to be sent again.</summary>
    /// <returns>False when the endpoint is gone, or so many wait already.</returns>
    public Task<bool> ReplayAsync(Guid id, LogPlace after, LogPlace until, int waitingMax, DateTimeOffset now, CancellationToken cancellation) => log.BesideAsync(
        async db => await db.WebhookReplays.CountAsync(r => r.WebhookId == id, cancellation) < waitingMax && await AddReplayAsync(db, id, after, until, now, cancellation),
        cancellation);

    /// <summary>Puts one event in line to be sent again, unless it was tried since or waits already: any number of nodes may ask.</summary>
    /// <param name="before">Tried since then, it is not sent again yet.</param>
    public Task RemindAsync(Guid id, long sequence, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellation) => log.BesideAsync(
        async db =>
        {
            var attempts = db.WebhookDeliveries.Where(d => d.WebhookId == id && d.Sequence == sequence && d.Position == 0);
            return await attempts.AnyAsync(d => d.DeliveredAt != null, cancellation)
                && !await attempts.AnyAsync(d => d.LastAttemptAt > before, cancellation)
                && !await db.WebhookReplays.AnyAsync(r => r.WebhookId == id && r.Sequence < sequence && r.UntilSequence >= sequence, cancellation)
                && await AddReplayAsync(db, id, new(sequence - 1, 0), new(sequence, 0), now, cancellation);
        },
        cancellation);

    /// <summary>What a partner is called.</summary>
    public async Task<string> NameOfPartnerAsync(Guid partnerId, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        return await db.Partners.Where(p => p.Id == partnerId).Select(p => p.Name).SingleAsync(cancellation);
    }

    /// <summary>Throws old deliveries away, some at a time. What was not delivered stays, and so does the proof that a kind of event was.</summary>
    /// <param name="keptKind">Of which every delivery stays.</param>
    /// <returns>How many; fewer than <paramref name="most"/> when none are left.</returns>
    public Task<int> ForgetAsync(DateTimeOffset before, string keptKind, int most, CancellationToken cancellation) => log.BesideAsync(
        db => db.WebhookDeliveries
            .Where(d => d.LastAttemptAt < before && d.DeliveredAt != null && d.Kind != keptKind)
            .OrderBy(d => d.LastAttemptAt).Take(most).ExecuteDeleteAsync(cancellation),
        cancellation);

    /// <returns>False when the endpoint is gone.</returns>
    private static async Task<bool> AddReplayAsync(ContentHubDb db, Guid id, LogPlace after, LogPlace until, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await db.Webhooks.Where(w => w.Id == id && w.DeletedAt == null).ExecuteUpdateAsync(s => s.SetProperty(w => w.Rounds, w => w.Rounds + 1), cancellation) != 1)
        {
            return false;
        }

        db.WebhookReplays.Add(new()
        {
            Id = Guid.CreateVersion7(now), WebhookId = id, Round = await db.Webhooks.Where(w => w.Id == id).Select(w => w.Rounds).SingleAsync(cancellation),
            Sequence = after.Sequence, Position = after.Position, UntilSequence = until.Sequence, UntilPosition = until.Position, CreatedAt = now,
        });
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    private static async Task<bool> MoveAsync(ContentHubDb db, WebhookProgress progress, CancellationToken cancellation)
    {
        var last = progress.Delivered.Count > 0 ? progress.Delivered[^1].DeliveredAt : null;
        return await db.Webhooks.Where(w => w.Id == progress.WebhookId && w.LeaseBy == progress.Node && w.DeletedAt == null).ExecuteUpdateAsync(
            s =>
            {
                s.SetProperty(w => w.LeaseUntil, progress.LeaseUntil).SetProperty(w => w.NextAttemptAt, progress.NextAttemptAt).SetProperty(w => w.Fault, progress.Fault);
                if (progress.LeaseUntil is null)
                {
                    s.SetProperty(w => w.LeaseBy, (Guid?)null);
                }

                if (progress is { Place: { } place, ReplayId: null })
                {
                    s.SetProperty(w => w.Sequence, place.Sequence).SetProperty(w => w.Position, place.Position);
                }

                if (progress.State is { } state)
                {
                    s.SetProperty(w => w.State, state);
                }

                if (progress.HasGivenUp is { } hasGivenUp)
                {
                    s.SetProperty(w => w.HasGivenUp, hasGivenUp);
                }

                if (last is not null)
                {
                    s.SetProperty(w => w.LastSuccessAt, last);
                }
            },
            cancellation) == 1;
    }

    private static async Task MoveReplayAsync(ContentHubDb db, Guid id, WebhookProgress progress, CancellationToken cancellation)
    {
        var replay = db.WebhookReplays.Where(r => r.Id == id);
        if (progress.IsReplayDone)
        {
            await replay.ExecuteDeleteAsync(cancellation);
        }
        else if (progress.Place is { } place)
        {
            await replay.ExecuteUpdateAsync(s => s.SetProperty(r => r.Sequence, place.Sequence).SetProperty(r => r.Position, place.Position), cancellation);
        }
    }

    /// <summary>As one statement: there may be hundreds of thousands of rows on a busy day, and EF Core would send each by itself.</summary>
    private static async Task WriteDeliveredAsync(ContentHubDb db, IReadOnlyList<WebhookDelivery> rows, CancellationToken cancellation)
    {
        const int Columns = 9;
        var text = new StringBuilder("""
            insert into "WebhookDeliveries" ("WebhookId", "Sequence", "Position", "Round", "Kind", "FirstAttemptAt", "LastAttemptAt", "Attempts", "Status", "DeliveredAt") values 
            """);
        var values = new object[rows.Count * Columns];
        for (var row = 0; row < rows.Count; row++)
        {
            var (delivery, at) = (rows[row], row * Columns);
            var deliveredAt = db.Stored(delivery.DeliveredAt ?? throw new ArgumentException("It was not delivered.", nameof(rows)));
            text.Append(row == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"({{{at}}}, {{{at + 1}}}, {{{at + 2}}}, {{{at + 3}}}, {{{at + 4}}}, {{{at + 5}}}, {{{at + 6}}}, {{{at + 7}}}, {{{at + 8}}}, {{{at + 6}}})");
            (values[at], values[at + 1], values[at + 2], values[at + 3], values[at + 4]) = (delivery.WebhookId, delivery.Sequence, delivery.Position, delivery.Round, delivery.Kind);
            (values[at + 5], values[at + 6], values[at + 7], values[at + 8]) = (db.Stored(delivery.FirstAttemptAt), deliveredAt, delivery.Attempts, delivery.Status ?? 0);
        }

        text.Append("""
             on conflict ("WebhookId", "Sequence", "Position", "Round") do update set "LastAttemptAt" = excluded."LastAttemptAt", "Attempts" = excluded."Attempts",
            "Status" = excluded."Status", "DeliveredAt" = coalesce("WebhookDeliveries"."DeliveredAt", excluded."DeliveredAt"), "Error" = null, "NextAttemptAt" = null, "FailedAt" = null
            """);
        await db.Database.ExecuteSqlRawAsync(text.ToString(), values, cancellation);
    }
}
