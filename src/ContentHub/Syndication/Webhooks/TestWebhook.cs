using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Storage;

namespace ContentHub.Syndication.Webhooks;

/// <summary>
/// Sends a ping; to one that is unverified or disabled the challenge, which turns it on. One that answers is sent what waits at once.
/// </summary>
internal sealed class TestWebhook(WebhookActs webhooks, WebhookChallenge challenge, WebhookClient client, WebhookRows rows, WebhookWorker worker, TimeProvider time)
{
    private static readonly IReadOnlyList<string> Path = ["input", "webhookId"];

    public async Task<WebhookPayload> RunAsync(WebhookInput input, Caller caller, CancellationToken cancellation)
    {
        if (await webhooks.ReadAsync(caller, input.WebhookId, cancellation) is not { } webhook)
        {
            return WebhookPayload.Refused(WebhookActs.Unknown());
        }

        var refusal = webhook.State is WebhookState.Unverified or WebhookState.Disabled
            ? await challenge.RunAsync(webhook, Path, cancellation)
            : await PingAsync(webhook, cancellation);
        return new(await webhooks.ReadAsync(caller, input.WebhookId, CancellationToken.None), null, null, refusal is null ? [] : [refusal]);
    }

    private async Task<ValidationError?> PingAsync(Webhook webhook, CancellationToken cancellation)
    {
        using var signer = WebhookSecrets.SignerOf(webhook, time.GetUtcNow());
        var exchange = await client.SendAsync(webhook.Url, WebhookMessages.Ping(time.GetUtcNow()), signer, cancellation);
        if (exchange.Fault is { } fault)
        {
            return new($"The endpoint did not take the ping. {fault}", ErrorCode.ChallengeFailed, Path);
        }

        await rows.TurnOnAsync(webhook.Id, time.GetUtcNow(), CancellationToken.None);
        worker.Wake();
        return null;
    }
}
