using System.ComponentModel;
using ContentHub.Accounts;
using ContentHub.Api.Errors;
using ContentHub.Editorial;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Syndication.Partners;

[Description("What acts on partners answer.")]
public sealed record PartnerPayload(
    [property: Description("The partner as it is now; null when refused.")] PartnerOfAdmin? Partner,
    [property: Description("The new key, shown this once; null where none was made.")] string? Key,
    [property: Description("Why it was refused; empty when it was done.")] IReadOnlyList<IUserError> Errors) : IRefusable<PartnerPayload>
{
    public static PartnerPayload Refused(IUserError error) => new(null, null, [error]);
}

/// <summary>A partner as an act found it.</summary>
internal sealed record PartnerSubject(Partner Partner, Variant Variant, Revision Revision);

/// <summary>What acts on partners share. A partner stands in the log as a variant of its own, so that its acts are chained, audited and followed like all others.</summary>
internal static class PartnerActs
{
    /// <summary>Keys that hold at once: the one in use, and the one that takes its place.</summary>
    public const int KeysMax = 2;

    public static NotFoundError Unknown(string field) => new("There is no partner with this id.", ["input", field]);

    /// <returns>Null when there is none.</returns>
    public static async Task<PartnerSubject?> FindAsync(Act act, string id)
    {
        if (!Guid.TryParse(id, out var partnerId) || await act.Db.Partners.SingleOrDefaultAsync(p => p.Id == partnerId, act.Cancellation) is not { } partner)
        {
            return null;
        }

        var variant = await act.Db.Variants.SingleAsync(v => v.Id == partner.VariantId, act.Cancellation);
        var revision = await act.Db.Revisions.SingleAsync(r => r.VariantId == variant.Id && r.Version == variant.HeadVersion, act.Cancellation);
        return new(partner, variant, revision);
    }

    /// <summary>A new licence is a new revision.</summary>
    public static Revision AddLicence(Act act, Variant variant, string document)
    {
        var version = variant.LastVersion + 1;
        (variant.LastVersion, variant.HeadVersion) = (version, version);
        (variant.UpdatedBy, variant.UpdatedAt) = (act.ActorId, act.Now);
        var revision = new Revision
        {
            VariantId = variant.Id, Version = version, Document = document, DocumentHash = ChangeChain.HashOf(document), CreatedBy = act.ActorId, CreatedAt = act.Now,
        };
        act.Db.Revisions.Add(revision);
        return revision;
    }

    /// <returns>The key, which is written nowhere.</returns>
    public static (PartnerKey Row, string Key) AddKey(Act act, Guid partnerId)
    {
        var key = PartnerKeyText.Create();
        var row = new PartnerKey
        {
            Id = Guid.CreateVersion7(), PartnerId = partnerId, KeyHash = PartnerKeyText.HashOf(key), Prefix = key[..PartnerKeyText.PrefixCharacters], CreatedAt = act.Now,
        };
        act.Db.PartnerKeys.Add(row);
        return (row, key);
    }

    public static Task<List<PartnerKey>> HeldKeysAsync(Act act, Guid partnerId) => act.Db.PartnerKeys
        .Where(k => k.PartnerId == partnerId && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > act.Now)).OrderBy(k => k.CreatedAt).ThenBy(k => k.Id).ToListAsync(act.Cancellation);
}
