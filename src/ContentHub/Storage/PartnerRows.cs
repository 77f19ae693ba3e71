using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>Reads all partners at once: there are few, and each node keeps them in memory.</summary>
internal static class PartnerRows
{
    /// <summary>The acts after which nodes must know something else of a partner.</summary>
    public static readonly ChangeKind[] Acts =
        [ChangeKind.PartnerCreated, ChangeKind.PartnerChanged, ChangeKind.LicenceChanged, ChangeKind.LicenceExpired, ChangeKind.PartnerKeyIssued, ChangeKind.PartnerKeyRevoked];

    private static readonly ChangeKind[] OfLicence = [ChangeKind.PartnerCreated, ChangeKind.LicenceChanged, ChangeKind.LicenceExpired];

    /// <remarks>Within a transaction of <see cref="ContentHubDb.BeginReadAsync"/>, so that the queries agree.</remarks>
    public static async Task<IReadOnlyList<PartnerRow>> LoadAsync(ContentHubDb db, CancellationToken cancellation)
    {
        var partners = await db.Partners.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancellation);
        if (partners.Count == 0)
        {
            return [];
        }

        var keys = (await db.PartnerKeys.AsNoTracking().Where(k => k.RevokedAt == null).ToListAsync(cancellation)).ToLookup(k => k.PartnerId);
        var licences = (await (
            from change in db.Changes
            where OfLicence.Contains(change.Kind)
            join revision in db.Revisions on new { change.VariantId, change.Version } equals new { revision.VariantId, revision.Version }
            orderby change.Sequence
            select new { change.VariantId, change.Sequence, change.Kind, revision.Document }).ToListAsync(cancellation))
            .ToLookup(l => l.VariantId, l => (l.Sequence, l.Kind == ChangeKind.LicenceExpired ? null : l.Document));
        return [.. partners.Select(p => new PartnerRow(p.Id, p.VariantId, p.Name, p.PerMinute, p.PerDay, [.. licences[p.VariantId]], [.. keys[p.Id]]))];
    }
}
