using ContentHub.Api;
using ContentHub.Editorial;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Syndication.Webhooks;

/// <summary>Ends an endpoint. What it was sent stays on record, as proof of what the partner has heard; its secrets do not.</summary>
internal sealed class DeleteWebhook(Acts acts, WebhookActs webhooks)
{
    public async Task<WebhookPayload> RunAsync(WebhookInput input, Caller caller, CancellationToken cancellation)
    {
        Webhook? deleted = null;
        var outcome = await acts.RunAsync(
            await webhooks.ActorAsync(caller, cancellation),
            async act =>
            {
                deleted = await WebhookActs.FindAsync(act.Db, caller, input.WebhookId, act.Cancellation);
                if (deleted is null)
                {
                    return Decision.Refuse(WebhookActs.Unknown());
                }

                (deleted.DeletedAt, deleted.State) = (act.Now, WebhookState.Disabled);
                (deleted.Secret, deleted.PreviousSecret, deleted.SigningKey) = ([], null, []);
                act.Db.WebhookReplays.RemoveRange(await act.Db.WebhookReplays.Where(r => r.WebhookId == deleted.Id).ToListAsync(act.Cancellation));
                var change = await WebhookActs.ChangeAsync(act, deleted.PartnerId, ChangeKind.WebhookDeleted, deleted.Id.ToString());
                return Decision.Write(change.Variant.Id, change);
            },
            cancellation);
        return outcome.Errors.Count > 0 ? new(null, null, null, outcome.Errors) : new(deleted, null, null, []);
    }
}
