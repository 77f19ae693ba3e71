using System.Globalization;
using System.Text;
using System.Text.Json;
using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using ContentHub.Syndication.Retractions;
using Microsoft.Extensions.Options;

namespace ContentHub.Syndication.Webhooks;

/// <summary>
/// What endpoints have to do with the proof that retractions arrive: an event that was taken is a partner that was told, a reply that the partner signed
/// is an acknowledgement, and what was not acknowledged is sent again, with the same id, until it is.
/// </summary>
internal sealed partial class RetractionsByWebhook(
    Receipts receipts, RetractionTellings tellings, AcknowledgeRetraction acknowledge, WebhookRows rows, IOptions<RetractionOptions> options, TimeProvider time, ILogger<RetractionsByWebhook> logger)
{
    /// <summary>As the Standard Webhooks specification lets a receiver refuse what is older.</summary>
    private static readonly TimeSpan ReplyAgeMax = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset _lookedAt;

    /// <summary>To be called when an endpoint has taken a retraction. That it cannot be noted must not keep events from partners.</summary>
    public async Task TakenAsync(Webhook webhook, PublicChange change, WebhookMessage message, WebhookExchange exchange, WebhookSigner signer)
    {
        try
        {
            await tellings.TookAsync(webhook.PartnerId, change.Cursor.Sequence, TellingWay.Webhook, time.GetUtcNow());
            if (IsAcknowledgement(message, exchange, signer, out var note))
            {
                var partner = Caller.Anonymous with { Name = await rows.NameOfPartnerAsync(webhook.PartnerId), PartnerId = webhook.PartnerId };
                var payload = await acknowledge.RunAsync(new() { Cursor = change.Cursor.ToString(), Note = note }, partner, CancellationToken.None);
                LogAcknowledged(webhook.PartnerId, change.Cursor.Sequence, payload.Errors.Count == 0);
            }
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "It could not be noted that partner {PartnerId} took the retraction at change {Sequence}.", webhook.PartnerId, change.Cursor.Sequence);
        }
    }

    /// <summary>Puts in line once more what endpoints have taken and their partner has not acknowledged since.</summary>
    public async Task RemindAsync(IReadOnlyList<Webhook> webhooks, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now - _lookedAt < LookEvery)
        {
            return;
        }

        _lookedAt = now;
        foreach (var endpoints in webhooks.Where(w => w.State is WebhookState.Active).GroupBy(w => w.PartnerId))
        {
            var open = await receipts.OpenAsync(endpoints.Key, cancellation);
            foreach (var (webhook, retraction) in endpoints.SelectMany(w => open.Where(o => LogPlace.Of(o.Cursor) <= w.Place).Select(o => (w, o))))
            {
                await rows.RemindAsync(webhook.Id, retraction.Cursor.Sequence, now - options.Value.RepeatEvery, now, cancellation);
            }
        }
    }

    /// <summary>Signed by the endpoint's secret over the id of the event, a time of now and the body, as events themselves are.</summary>
    private bool IsAcknowledgement(WebhookMessage message, WebhookExchange exchange, WebhookSigner signer, out string? note)
    {
        note = null;
        if (exchange.Signed is not { } signed || signed.Id != message.Id
            || !long.TryParse(signed.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            || (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > ReplyAgeMax
            || !signer.IsSignedBySecret(signed.Id, seconds, exchange.Body, signed.Signature))
        {
            return false;
        }

        try
        {
            using var reply = JsonDocument.Parse(exchange.Body);
            var root = reply.RootElement;
            note = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("note", out var words) && words.ValueKind == JsonValueKind.String ? words.GetString() : null;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("acknowledged", out var says) && says.ValueKind == JsonValueKind.True;
        }
        catch (Exception fault) when (fault is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Partner {PartnerId} acknowledged the retraction at change {Sequence} by its reply; taken: {IsTaken}.")]
    private partial void LogAcknowledged(Guid partnerId, long sequence, bool isTaken);
}
