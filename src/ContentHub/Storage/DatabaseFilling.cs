using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>
/// Brings rows of another database into an empty one, exactly as they were: the log's rows with their sequences and hashes too, so nothing
/// is appended to it. From its begin to its end the database is marked, and <see cref="ChangeLog"/> takes no act.
/// </summary>
internal sealed class DatabaseFilling(ContentHubDb db)
{
    /// <summary>How many rows are written together: they hold up every other writer.</summary>
    public const int RowsMax = ChangeLog.ChangesMax;

    /// <summary>Which file is on its way in, as <see cref="BeginAsync"/> took it; null: none.</summary>
    public Task<string?> FindMarkAsync(CancellationToken cancellation) => db.Log.Select(l => l.UnfinishedImport).SingleAsync(cancellation);

    /// <param name="mark">By which the file is known again.</param>
    /// <param name="isEmpty">Asked once nobody else can write any more.</param>
    /// <exception cref="BulkRefusedException">It is not empty.</exception>
    public async Task BeginAsync(string mark, Func<Task<bool>> isEmpty, CancellationToken cancellation)
    {
        await using var transaction = await db.BeginWriteAsync(cancellation);
        await db.LockLogAsync(cancellation);
        if (!await isEmpty())
        {
            throw new BulkRefusedException("Somebody else has just written to the database: an import takes an empty one. Stop every server that uses it.");
        }

        await db.Log.ExecuteUpdateAsync(log => log.SetProperty(l => l.UnfinishedImport, mark), cancellation);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>All of the rows, or none.</summary>
    /// <param name="rows">At most <see cref="RowsMax"/>; what they refer to is there or among them.</param>
    /// <exception cref="DbUpdateException">The database does not take them.</exception>
    public async Task WriteAsync(IReadOnlyList<object> rows, CancellationToken cancellation)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.Database.AutoSavepointsEnabled = false;
        try
        {
            db.AddRange(rows);
            await using var transaction = await db.BeginWriteAsync(cancellation);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Everything is there: from now on the database is like any other.</summary>
    public Task EndAsync(CancellationToken cancellation) =>
        db.Log.ExecuteUpdateAsync(log => log.SetProperty(l => l.UnfinishedImport, (string?)null), cancellation);
}
