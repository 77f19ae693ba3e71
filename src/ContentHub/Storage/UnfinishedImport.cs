using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>The mark of a database into which an import has begun to write and has not finished: nobody serves it or writes to it meanwhile.</summary>
internal static class UnfinishedImport
{
    /// <exception cref="BulkRefusedException">The database is marked.</exception>
    public static async Task RefuseAsync(ContentHubDb db, CancellationToken cancellation)
    {
        if (await db.Log.AnyAsync(l => l.UnfinishedImport != null, cancellation))
        {
            throw Refusal();
        }
    }

    public static BulkRefusedException Refusal() =>
        new("An import into this database has begun and is not finished: run `import everything` with the same file again, or empty the database.");
}
