using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Notices;

/// <summary>Doubts that readers were told of.</summary>
internal static class Concerns
{
    /// <summary>Somebody has decided: the banner goes, the log keeps it.</summary>
    public static async Task SettleAsync(Act act, Variant variant)
    {
        var open = await act.Db.Notices.Where(n => n.VariantId == variant.Id && n.Kind == NoticeKind.ExpressionOfConcern && n.EndedAt == null).ToListAsync(act.Cancellation);
        foreach (var notice in open)
        {
            notice.EndedAt = act.Now;
        }
    }
}
