using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Syndication.Webhooks;

[Description("How long both secrets sign.")]
public sealed record RotateWebhookSecretInput
{
    [Description("Of the endpoint."), Id] public required string WebhookId { get; init; }

    [Description("How long the old secret still signs beside the new one, 0 to 720 hours (30 days).")] public int OverlapHours { get; init; } = 72;
}

/// <summary>Gives an endpoint a new secret; until the overlap ends every event is signed with both.</summary>
internal sealed class RotateWebhookSecret(Acts acts, WebhookActs webhooks)
{
    private const int OverlapMaxHours = 720;

    public async Task<WebhookPayload> RunAsync(RotateWebhookSecretInput input, Caller caller, CancellationToken cancellation)
    {
        var secret = WebhookSecrets.NewSecret();
        Webhook? rotated = null;
        var outcome = await acts.RunAsync(
            await webhooks.ActorAsync(caller, cancellation),
            async act =>
            {
                if (input.OverlapHours is < 0 or > OverlapMaxHours)
                {
                    return Decision.Refuse(new ValidationError($"The old secret signs 0 to {OverlapMaxHours} hours more.", ErrorCode.Invalid, ["input", "overlapHours"]));
                }

                rotated = await WebhookActs.FindAsync(act.Db, caller, input.WebhookId, act.Cancellation);
                return rotated switch
                {
                    null => Decision.Refuse(WebhookActs.Unknown()),
                    { PreviousSecretUntil: { } until } when until > act.Now => Decision.Refuse(new ValidationError($"Two secrets sign already: wait until the old one ends at {until:u}.", ErrorCode.Invalid, ["input", "webhookId"])),
                    _ => await RotateAsync(act, rotated, secret, act.Now.AddHours(input.OverlapHours)),
                };
            },
            cancellation);
        return outcome.Errors.Count > 0 ? new(null, null, null, outcome.Errors) : new(rotated, WebhookSecrets.TextOf(secret), null, []);
    }

    private static async Task<Decision> RotateAsync(Act act, Webhook webhook, byte[] secret, DateTimeOffset until)
    {
        (webhook.PreviousSecret, webhook.PreviousSecretUntil, webhook.Secret) = (webhook.Secret, until, secret);
        var change = await WebhookActs.ChangeAsync(act, webhook.PartnerId, ChangeKind.WebhookSecretRotated, webhook.Id.ToString());
        return Decision.Write(change.Variant.Id, change);
    }
}
