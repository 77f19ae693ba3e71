using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Syndication.Webhooks;

[Description("What to send again.")]
public sealed record ReplayDeliveriesInput
{
    [Description("Of the endpoint."), Id] public required string WebhookId { get; init; }

    [Description("A cursor of the change feed: what came behind it. From the beginning when absent.")] public string? After { get; init; }

    [Description("A cursor of the change feed: up to it and with it. All that was sent so far when absent.")] public string? Until { get; init; }
}

/// <summary>
/// Puts a stretch of the feed in line once more, with the same ids; what is new goes first. What the endpoint has not come to yet comes anyway, and is
/// not sent twice.
/// </summary>
internal sealed class ReplayDeliveries(WebhookActs webhooks, WebhookRows rows, WebhookFeed feed, WebhookWorker worker, SnapshotFollower follower, TimeProvider time)
{
    public const int WaitingMax = 10;

    private const int CountMost = 20_000;

    public async Task<WebhookPayload> RunAsync(ReplayDeliveriesInput input, Caller caller, CancellationToken cancellation)
    {
        if (await webhooks.ReadAsync(caller, input.WebhookId, cancellation) is not { } webhook)
        {
            return WebhookPayload.Refused(WebhookActs.Unknown());
        }

        if (webhook.State is WebhookState.Unverified or WebhookState.Disabled)
        {
            return WebhookPayload.Refused(new ValidationError("Nothing is sent to this endpoint: turn it on by testWebhook first.", ErrorCode.WrongState, ["input", "webhookId"]));
        }

        var (after, before) = (PlaceOf(input.After, new(0, 0)), PlaceOf(input.Until, webhook.Place));
        var faults = new[] { after is null ? "after" : null, before is null ? "until" : null }.OfType<string>().ToList();
        if (after is not { } from || before is not { } to)
        {
            return new(null, null, null, [.. faults.Select(f => new ValidationError($"`{f}` is no cursor of this change feed; pass one as it was received.", ErrorCode.Invalid, ["input", f]))]);
        }

        var until = to < webhook.Place ? to : webhook.Place;
        var queued = await feed.CountAsync(webhook, from, until, CountMost, cancellation);
        if (queued > 0 || queued is null)
        {
            if (!await rows.ReplayAsync(webhook.Id, from, until, WaitingMax, time.GetUtcNow(), cancellation))
            {
                return WebhookPayload.Refused(new ValidationError($"{WaitingMax} stretches wait to be sent again already: let one be done first.", ErrorCode.Invalid, ["input", "webhookId"]));
            }

            worker.Wake();
        }

        return new(await webhooks.ReadAsync(caller, input.WebhookId, CancellationToken.None), null, queued, []);
    }

    /// <returns>Null for what is no cursor of this log.</returns>
    private LogPlace? PlaceOf(string? text, LogPlace absent) =>
        text is null ? absent : ChangeCursor.TryParse(text, out var cursor) && cursor.LogId == follower.Current.LogId ? LogPlace.Of(cursor) : null;
}
