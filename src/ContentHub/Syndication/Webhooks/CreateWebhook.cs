using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial;
using ContentHub.Storage;
using ContentHub.Syndication.Partners;
using GraphQL;
using Microsoft.EntityFrameworkCore;
using ChangeKind = ContentHub.Syndication.Changes.ChangeKind;
using LogKind = ContentHub.Storage.ChangeKind;

namespace ContentHub.Syndication.Webhooks;

[Description("A new endpoint.")]
public sealed record CreateWebhookInput
{
    [Description("Whose it is: for administrators. A partner's own key says it already."), Id] public string? PartnerId { get; init; }

    [Description("Where events are posted to: https, on the public internet, port 443 or 1024 to 65535, without a name or password in it.")] public required string Url { get; init; }

    [Description("Only these kinds; all when absent. RETRACTED comes in any case.")] public IReadOnlyList<ChangeKind>? Events { get; init; }
}

/// <summary>
/// Makes an endpoint, which gets what happens from this moment on, and challenges it at once. One that does not answer yet stays, unverified, and
/// gets nothing: its owner needs the secret to check a signature, and has it only now.
/// </summary>
internal sealed class CreateWebhook(Acts acts, WebhookActs webhooks, WebhookClient client, WebhookChallenge challenge)
{
    public const int EndpointsMax = 10;

    public async Task<WebhookPayload> RunAsync(CreateWebhookInput input, Caller caller, CancellationToken cancellation)
    {
        if (await client.FaultOfAsync(input.Url, cancellation) is { } fault)
        {
            return WebhookPayload.Refused(new ValidationError(fault, ErrorCode.UrlNotAllowed, ["input", "url"]));
        }

        var (id, secret, pair) = (Guid.CreateVersion7(), WebhookSecrets.NewSecret(), WebhookSecrets.NewKeyPair());
        var outcome = await acts.RunAsync(await webhooks.ActorAsync(caller, cancellation), act => DecideAsync(act, input, caller, id, secret, pair), cancellation);
        if (outcome.Errors.Count > 0)
        {
            return new(null, null, null, outcome.Errors);
        }

        // From here on the secret must reach its owner, whoever gives up waiting.
        var made = await webhooks.ReadAsync(caller, id.ToString(), CancellationToken.None) ?? throw new InvalidOperationException("An endpoint that was made is not there.");
        var refusal = await challenge.RunAsync(made, ["input", "url"], CancellationToken.None);
        return new(await webhooks.ReadAsync(caller, id.ToString(), CancellationToken.None), WebhookSecrets.TextOf(secret), null, refusal is null ? [] : [refusal]);
    }

    private static async Task<Decision> DecideAsync(Act act, CreateWebhookInput input, Caller caller, Guid id, byte[] secret, (byte[] Seed, byte[] PublicKey) pair)
    {
        if (caller.PartnerId is { } own && input.PartnerId is { } named && named != own.ToString())
        {
            return Decision.Refuse(PartnerActs.Unknown("partnerId"));
        }

        if ((caller.PartnerId?.ToString() ?? input.PartnerId) is not { } partnerId)
        {
            return Decision.Refuse(new ValidationError("Say whose endpoint it is.", ErrorCode.Required, ["input", "partnerId"]));
        }

        if (await PartnerActs.FindAsync(act, partnerId) is not { } subject)
        {
            return Decision.Refuse(PartnerActs.Unknown("partnerId"));
        }

        var others = await act.Db.Webhooks.AsNoTracking().Where(w => w.PartnerId == subject.Partner.Id && w.DeletedAt == null).Select(w => w.Url).ToListAsync(act.Cancellation);
        if (others.Contains(input.Url) || others.Count >= EndpointsMax)
        {
            return Decision.Refuse(others.Contains(input.Url)
                ? new ValidationError("There is an endpoint with this address already: use testWebhook or rotateWebhookSecret, or delete it first.", ErrorCode.Invalid, ["input", "url"])
                : new ValidationError($"A partner has at most {EndpointsMax} endpoints: delete one first.", ErrorCode.Invalid, ["input", "partnerId"]));
        }

        act.Db.Webhooks.Add(new()
        {
            Id = id, PartnerId = subject.Partner.Id, Url = input.Url, Events = WebhookEvents.TextOf(input.Events), CreatedAt = act.Now,
            Secret = secret, SigningKey = pair.Seed, PublicKey = pair.PublicKey, Sequence = await act.Db.Changes.MaxAsync(c => c.Sequence, act.Cancellation),
        });
        return Decision.Write(subject.Variant.Id, act.Change(LogKind.WebhookCreated, subject.Variant, subject.Revision, id.ToString()));
    }
}
