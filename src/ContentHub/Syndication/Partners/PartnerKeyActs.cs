using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Syndication.Partners;

[Description("How long both keys hold.")]
public sealed record RotatePartnerKeyInput
{
    [Description("Which partner."), Id] public required string PartnerId { get; init; }

    [Description("How long the old key still holds, 0 to 720 hours (30 days).")] public int OverlapHours { get; init; } = 72;
}

[Description("Which key.")]
public sealed record RevokePartnerKeyInput
{
    [Description("Of the key: not the key itself."), Id] public required string KeyId { get; init; }
}

/// <summary>Makes a second key; the old one ends after the overlap.</summary>
internal sealed class RotatePartnerKey(Acts acts, Partners partners)
{
    private const int OverlapMaxHours = 720;

    public async Task<PartnerPayload> RunAsync(RotatePartnerKeyInput input, Caller caller, CancellationToken cancellation)
    {
        var newKey = "";
        var outcome = await acts.RunAsync(caller, async act =>
        {
            if (input.OverlapHours is < 0 or > OverlapMaxHours)
            {
                return Decision.Refuse(new ValidationError($"The old key holds 0 to {OverlapMaxHours} hours more.", ErrorCode.Invalid, ["input", "overlapHours"]));
            }

            if (await PartnerActs.FindAsync(act, input.PartnerId) is not { } subject)
            {
                return Decision.Refuse(PartnerActs.Unknown("partnerId"));
            }

            var held = await PartnerActs.HeldKeysAsync(act, subject.Partner.Id);
            if (held.Count >= PartnerActs.KeysMax)
            {
                return Decision.Refuse(new ValidationError($"{PartnerActs.KeysMax} keys hold already: revoke one, or wait until the old one ends at {held[0].ExpiresAt:u}.", ErrorCode.Invalid, ["input", "partnerId"]));
            }

            var end = act.Now.AddHours(input.OverlapHours);
            held.ForEach(key => key.ExpiresAt = key.ExpiresAt is { } sooner && sooner < end ? sooner : end);
            newKey = PartnerActs.AddKey(act, subject.Partner.Id).Key;
            return Decision.Write(subject.Variant.Id, act.Change(ChangeKind.PartnerKeyIssued, subject.Variant, subject.Revision));
        }, cancellation);
        return outcome.Errors.Count > 0 ? new(null, null, outcome.Errors) : new(await partners.FindAsync(Guid.Parse(input.PartnerId), CancellationToken.None), newKey, []);
    }
}

/// <summary>Ends a key at once, on every node as soon as it has read the act.</summary>
internal sealed class RevokePartnerKey(Acts acts, Partners partners)
{
    public async Task<PartnerPayload> RunAsync(RevokePartnerKeyInput input, Caller caller, CancellationToken cancellation)
    {
        var partnerId = Guid.Empty;
        var outcome = await acts.RunAsync(caller, async act =>
        {
            if (!Guid.TryParse(input.KeyId, out var keyId) || await act.Db.PartnerKeys.SingleOrDefaultAsync(k => k.Id == keyId, act.Cancellation) is not { } key)
            {
                return Decision.Refuse(new NotFoundError("There is no partner key with this id.", ["input", "keyId"]));
            }

            partnerId = key.PartnerId;
            if (key.RevokedAt is not null)
            {
                return new(null, [], []);
            }

            key.RevokedAt = act.Now;
            var subject = await PartnerActs.FindAsync(act, partnerId.ToString()) ?? throw new InvalidOperationException("A key has no partner.");
            return Decision.Write(subject.Variant.Id, act.Change(ChangeKind.PartnerKeyRevoked, subject.Variant, subject.Revision, key.Prefix));
        }, cancellation);
        return outcome.Errors.Count > 0 ? new(null, null, outcome.Errors) : new(await partners.FindAsync(partnerId, CancellationToken.None), null, []);
    }
}
