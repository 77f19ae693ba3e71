using ContentHub.Api;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Drafts;

/// <summary>Loads drafts for editors: one statement for the variants, one for their newest revisions.</summary>
internal static class DraftReader
{
    /// <param name="id">A reader's or a draft's id.</param>
    /// <returns>Null for what is unknown or was thrown away.</returns>
    public static async Task<Variant?> FindVariantAsync(ContentHubDb db, string id, CancellationToken cancellation)
    {
        if (!NodeId.TryParse(id, out var node) || node.Kind is not (NodeKind.Entry or NodeKind.Draft))
        {
            return null;
        }

        return await db.Variants.SingleOrDefaultAsync(v => v.Id == node.Id && v.DiscardedAt == null, cancellation);
    }

    public static async Task<Draft?> LoadAsync(ContentHubDb db, ContentTypes types, Guid variantId, CancellationToken cancellation) =>
        (await LoadAsync(db, types, await db.Variants.AsNoTracking().Where(v => v.Id == variantId).ToListAsync(cancellation), cancellation)).SingleOrDefault();

    public static async Task<IReadOnlyList<Draft>> LoadAsync(ContentHubDb db, ContentTypes types, IReadOnlyList<Variant> variants, CancellationToken cancellation)
    {
        var ids = variants.Select(v => v.Id).ToList();
        var heads = await db.Revisions.AsNoTracking()
            .Where(r => ids.Contains(r.VariantId) && db.Variants.Any(v => v.Id == r.VariantId && v.HeadVersion == r.Version))
            .ToDictionaryAsync(r => r.VariantId, cancellation);
        return [.. variants.Where(v => heads.ContainsKey(v.Id)).Select(v => new Draft(v, heads[v.Id], types[v.Type]))];
    }
}
