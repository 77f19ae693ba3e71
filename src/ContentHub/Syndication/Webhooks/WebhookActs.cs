using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using ContentHub.Syndication.Partners;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Syndication.Webhooks;

[Description("Which endpoint.")]
public sealed record WebhookInput
{
    [Description("Of the endpoint."), Id] public required string WebhookId { get; init; }
}

[Description("What acts on endpoints answer.")]
public sealed record WebhookPayload(
    [property: Description("The endpoint as it is now; null when refused.")] Webhook? Webhook,
    [property: Description("whsec_…, shown this once: on creation, and when it was rotated; null otherwise.")] string? Secret,
    [property: Description("Events put in line; null where none were, or where counting them would take too long.")] int? Queued,
    [property: Description("Why it was refused, or what did not go well; empty when all is done.")] IReadOnlyList<IUserError> Errors) : IRefusable<WebhookPayload>
{
    public static WebhookPayload Refused(IUserError error) => new(null, null, null, [error]);
}

/// <summary>What acts on endpoints share. They stand in the log with their partner, done by an administrator or by the partner's own program.</summary>
internal sealed class WebhookActs(IDbContextFactory<ContentHubDb> databases, People people)
{
    public static NotFoundError Unknown() => new("There is no endpoint with this id.", ["input", "webhookId"]);

    /// <summary>As it is for this caller: another partner's is as unknown as one that never was.</summary>
    public static async Task<Webhook?> FindAsync(ContentHubDb db, Caller caller, string id, CancellationToken cancellation) =>
        Guid.TryParse(id, out var webhookId)
            ? await db.Webhooks.SingleOrDefaultAsync(w => w.Id == webhookId && w.DeletedAt == null && (caller.PartnerId == null || w.PartnerId == caller.PartnerId), cancellation)
            : null;

    public async Task<Webhook?> ReadAsync(Caller caller, string id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await FindAsync(db, caller, id, cancellation);
    }

    /// <summary>An endpoint's change of its partner's.</summary>
    public static async Task<ChangeDraft> ChangeAsync(Act act, Guid partnerId, ChangeKind kind, string reason)
    {
        var subject = await PartnerActs.FindAsync(act, partnerId.ToString()) ?? throw new InvalidOperationException("An endpoint has no partner.");
        return act.Change(kind, subject.Variant, subject.Revision, reason);
    }

    /// <summary>A partner's program is nobody who signs in, and acts all the same.</summary>
    public async Task<Caller> ActorAsync(Caller caller, CancellationToken cancellation)
    {
        if (caller.PartnerId is not { } partnerId)
        {
            return caller;
        }

        await using var db = await databases.CreateDbContextAsync(cancellation);
        var name = await db.Partners.Where(p => p.Id == partnerId).Select(p => p.Name).SingleAsync(cancellation);
        return caller with { ActorId = await people.EnsureAsync($"partner:{partnerId}", name, null, "", isSystem: true, cancellation), Name = name };
    }
}
