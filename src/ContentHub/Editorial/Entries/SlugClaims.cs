using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Entries;

/// <summary>Who has which slug. The database decides between two who want the same.</summary>
internal static class SlugClaims
{
    /// <summary>Claims the head's slug; lets go of those that only stood in drafts. One that readers knew keeps answering.</summary>
    public static async Task MoveAsync(Act act, Variant variant, string? slug)
    {
        var claims = await act.Db.Slugs.Where(s => s.VariantId == variant.Id).ToListAsync(act.Cancellation);
        act.Db.Slugs.RemoveRange(claims.Where(c => c.PublishedAt is null && c.Slug != slug));
        if (slug is not null && claims.TrueForAll(c => c.Slug != slug))
        {
            act.Db.Slugs.Add(new SlugClaim { Type = variant.Type, Locale = variant.Locale, Slug = slug, VariantId = variant.Id });
        }
    }
}
