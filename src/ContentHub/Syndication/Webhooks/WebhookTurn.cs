using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using Microsoft.Extensions.Options;
using ChangeKind = ContentHub.Syndication.Changes.ChangeKind;

namespace ContentHub.Syndication.Webhooks;

/// <summary>
/// One node's turn at one endpoint: sends what waits, in order and one after the other, until nothing does or something is not taken. What was
/// delivered is written down every second at the latest, with the place; a node that is killed in between sends that second again.
/// </summary>
internal sealed partial class WebhookTurn(WebhookRows rows, WebhookFeed feed, WebhookClient client, WebhookMetrics metrics, RetractionsByWebhook retractions, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookTurn> logger)
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(1);

    /// <summary>Others may be waiting.</summary>
    private static readonly TimeSpan LastsMost = TimeSpan.FromSeconds(20);

    /// <summary>Acts that were no event for an endpoint: only then is it worth writing that they were looked at.</summary>
    private const long UnwrittenMax = 1_000;

    /// <param name="seen">As it was when the node looked; it may be another node's by now.</param>
    /// <param name="replay">What is to be sent again, once nothing new waits; null: nothing.</param>
    /// <param name="looked">How far an earlier look found nothing; null: none.</param>
    /// <returns>How far there is nothing now; null where something may be.</returns>
    public async Task<LogPlace?> RunAsync(Webhook seen, WebhookReplay? replay, LogPlace? looked, Guid node, CancellationToken cancellation)
    {
        var first = await feed.NextAsync(seen, looked > seen.Place ? looked.Value : seen.Place, null, cancellation);
        if (first.Changes.Count == 0 && replay is null && first.End.Sequence - seen.Sequence < UnwrittenMax && seen.State is WebhookState.Active)
        {
            return first.End;
        }

        if (await rows.TakeAsync(seen.Id, node, time.GetUtcNow(), options.Value.LeaseFor, cancellation) is not { } webhook)
        {
            return null;
        }

        using var signer = WebhookSecrets.SignerOf(webhook, time.GetUtcNow());
        var line = new Line(webhook, node, signer, time.GetTimestamp());
        return await ServeAsync(line, webhook.Place == seen.Place ? first : null, replay, cancellation);
    }

    private async Task<LogPlace?> ServeAsync(Line line, WebhookStretch? next, WebhookReplay? replay, CancellationToken cancellation)
    {
        var place = line.Webhook.Place;
        while (true)
        {
            // What is new comes first: a retraction does not wait for what was asked for again.
            next ??= await feed.NextAsync(line.Webhook, place, null, cancellation);
            if (next.Changes.Count == 0)
            {
                return replay is not null && next.End.Sequence - place.Sequence < UnwrittenMax
                    ? await ServeAgainAsync(line, replay, cancellation)
                    : await LetGoAsync(line, next.End, cancellation);
            }

            if (await SendAsync(line, next, null, cancellation) is not { } reached)
            {
                return null;
            }

            (place, next) = (reached, null);
        }
    }

    private async Task<LogPlace?> ServeAgainAsync(Line line, WebhookReplay replay, CancellationToken cancellation)
    {
        var stretch = await feed.NextAsync(line.Webhook, replay.Place, replay.Until, cancellation);
        if (stretch.Changes.Count > 0)
        {
            await SendAsync(line with { IsLast = true }, stretch, replay, cancellation);
        }
        else
        {
            await rows.SaveAsync(new(line.Webhook.Id, line.Node) { ReplayId = replay.Id, IsReplayDone = true, State = WebhookState.Active }, CancellationToken.None);
        }

        return null;
    }

    private async Task<LogPlace?> LetGoAsync(Line line, LogPlace end, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await rows.SaveAsync(new(line.Webhook.Id, line.Node) { Place = end, State = WebhookState.Active }, CancellationToken.None) ? end : null;
    }

    /// <returns>How far it came; null: the turn is over.</returns>
    private async Task<LogPlace?> SendAsync(Line line, WebhookStretch stretch, WebhookReplay? replay, CancellationToken cancellation)
    {
        var delivered = new List<WebhookDelivery>();
        var written = time.GetTimestamp();
        var place = replay?.Place ?? line.Webhook.Place;
        foreach (var change in stretch.Changes)
        {
            if (delivered.Count > 0 && time.GetElapsedTime(written) > WriteEvery)
            {
                return await WriteAsync(line, replay, delivered, place, isAll: false, cancellation);
            }

            var tried = await TriedAsync(line, change, replay, isFirst: delivered.Count == 0, cancellation);
            var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
            WebhookMessage message;
            WebhookExchange exchange;
            try
            {
                message = WebhookMessages.OfChange(change, stretch.Licensed);
                exchange = await client.SendAsync(line.Webhook.Url, message, line.Signer, cancellation);
            }
            catch (OperationCanceledException)
            {
                // Whoever goes on goes on behind what was delivered.
                await WriteAsync(line with { IsLast = true }, replay, delivered, delivered.Count > 0 ? place : null, isAll: false, CancellationToken.None);
                throw;
            }

            var attempt = Attempt(line, change, replay, tried, at, exchange);
            if (!exchange.IsTaken)
            {
                await FailAsync(line, replay, delivered, place, change, attempt, exchange, time.GetElapsedTime(started));
                return null;
            }

            metrics.Attempted(line.Webhook.Id, null, time.GetElapsedTime(started), change.At);
            if (change.Kind is ChangeKind.Retracted)
            {
                await retractions.TakenAsync(line.Webhook, change, message, exchange, line.Signer);
            }

            attempt.DeliveredAt = attempt.LastAttemptAt;
            delivered.Add(attempt);
            place = LogPlace.Of(change.Cursor);
        }

        return await WriteAsync(line, replay, delivered, stretch.End, isAll: true, cancellation);
    }

    /// <summary>The row of the event in front, when it was tried before; of those behind it there is none.</summary>
    private async Task<WebhookDelivery?> TriedAsync(Line line, PublicChange change, WebhookReplay? replay, bool isFirst, CancellationToken cancellation) =>
        isFirst && line.Webhook.State is WebhookState.Failing ? await rows.FindAsync(line.Webhook.Id, change.Cursor.Sequence, change.Cursor.Position, replay?.Round ?? 0, cancellation) : null;

    private WebhookDelivery Attempt(Line line, PublicChange change, WebhookReplay? replay, WebhookDelivery? tried, DateTimeOffset at, WebhookExchange exchange) => new()
    {
        WebhookId = line.Webhook.Id, Sequence = change.Cursor.Sequence, Position = change.Cursor.Position, Round = replay?.Round ?? 0, Kind = change.Kind.ToString(),
        FirstAttemptAt = tried?.FirstAttemptAt ?? at, LastAttemptAt = time.GetUtcNow(), Attempts = (tried?.Attempts ?? 0) + 1, Status = exchange.Status, Error = exchange.Fault,
    };

    /// <returns>Null where the turn ends with it.</returns>
    private async Task<LogPlace?> WriteAsync(Line line, WebhookReplay? replay, List<WebhookDelivery> delivered, LogPlace? place, bool isAll, CancellationToken cancellation)
    {
        var isLast = line.IsLast || time.GetElapsedTime(line.Since) > LastsMost;
        var progress = new WebhookProgress(line.Webhook.Id, line.Node)
        {
            ReplayId = replay?.Id, Place = place, IsReplayDone = isAll && place >= replay?.Until, Delivered = delivered, LeaseUntil = isLast ? null : time.GetUtcNow() + options.Value.LeaseFor,
            State = delivered.Count > 0 ? WebhookState.Active : null, HasGivenUp = delivered.Count > 0 ? false : null,
        };
        var isMine = await rows.SaveAsync(progress, CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        (line.Webhook.State, line.Webhook.HasGivenUp) = (WebhookState.Active, false);
        return isMine && !isLast ? place : null;
    }

    private async Task FailAsync(Line line, WebhookReplay? replay, List<WebhookDelivery> delivered, LogPlace place, PublicChange change, WebhookDelivery attempt, WebhookExchange exchange, TimeSpan duration)
    {
        var now = attempt.LastAttemptAt;
        var failed = new FailedAttempt(exchange.Status, attempt.Attempts, attempt.FirstAttemptAt, exchange.RetryAfter, line.Webhook.HasGivenUp && delivered.Count == 0);
        var (verdict, next) = RetryRules.After(failed, now, options.Value.GiveUpAfter, Random.Shared.NextDouble());
        metrics.Attempted(line.Webhook.Id, verdict, duration, change.At);
        (attempt.NextAttemptAt, attempt.FailedAt) = (next, verdict is RetryVerdict.GiveUp ? now : null);
        var isMine = await rows.SaveAsync(
            new(line.Webhook.Id, line.Node)
            {
                ReplayId = replay?.Id, Place = verdict is RetryVerdict.GiveUp ? LogPlace.Of(change.Cursor) : delivered.Count > 0 ? place : null, Delivered = delivered, Failed = attempt,
                State = verdict is RetryVerdict.Disable ? WebhookState.Disabled : WebhookState.Failing, NextAttemptAt = next, Fault = exchange.Fault,
                HasGivenUp = verdict is RetryVerdict.GiveUp ? true : delivered.Count > 0 ? false : null,
            },
            CancellationToken.None);
        if (isMine && verdict is not RetryVerdict.Retry)
        {
            LogMissed(line.Webhook.Id, line.Webhook.PartnerId, verdict is RetryVerdict.Disable ? "is disabled" : "goes on without it", change.Kind, change.Cursor.Sequence, exchange.Fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Endpoint {WebhookId} of partner {PartnerId} {Consequence}: it did not take {Kind}, change {Sequence}. {Fault}")]
    private partial void LogMissed(Guid webhookId, Guid partnerId, string consequence, ChangeKind kind, long sequence, string? fault);

    /// <param name="Since">When the turn began.</param>
    /// <param name="IsLast">What is sent now is the last of the turn.</param>
    private sealed record Line(Webhook Webhook, Guid Node, WebhookSigner Signer, long Since)
    {
        public bool IsLast { get; init; }
    }
}
