using ContentHub.Editorial.Drafts;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Notices;

/// <summary>The entry that an id of any form names.</summary>
internal static class NamedEntry
{
    /// <returns>Null for what is unknown.</returns>
    public static async Task<Guid?> FindAsync(Act act, string id)
    {
        if (Guid.TryParse(id, out var entryId))
        {
            return await act.Db.Entries.AnyAsync(e => e.Id == entryId, act.Cancellation) ? entryId : null;
        }

        return (await DraftReader.FindVariantAsync(act.Db, id, act.Cancellation))?.EntryId;
    }
}
