using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ContentHub.Storage;

/// <summary>Brings a database to the shape that this version of the program needs. Safe to run at every start and by several nodes at once.</summary>
public static class DatabaseMigration
{
    /// <summary>How long to wait before asking again whether another process has finished.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);

    /// <exception cref="System.Data.Common.DbException">The database cannot be reached, or on PostgreSQL does not exist.</exception>
    /// <exception cref="BulkRefusedException">An import into it is not finished: nobody may serve it.</exception>
    public static Task RunAsync(IDbContextFactory<ContentHubDb> factory, CancellationToken cancellation = default) =>
        RunAsync(factory, UnfinishedImport.RefuseAsync, cancellation);

    /// <param name="work">Done in the same turn, once the shape is right: servers that start meanwhile wait until it has ended.</param>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached, or on PostgreSQL does not exist.</exception>
    internal static async Task RunAsync(IDbContextFactory<ContentHubDb> factory, Func<ContentHubDb, CancellationToken, Task> work, CancellationToken cancellation)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        if (db is SqliteDb)
        {
            await RunOnSqliteAsync(db, work, cancellation);
        }
        else
        {
            await RunOnPostgreSqlAsync(db, work, cancellation);
        }
    }

    private static async Task RunOnSqliteAsync(ContentHubDb db, Func<ContentHubDb, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var file = db.Database.GetDbConnection().DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var turn = await TakeTurnAsync(file, cancellation);

        // EF Core's own lock is a row, which outlives a process that is killed and then stops every later start.
        // We hold the turn by a lock that the operating system gives back, so nobody else can mean the row.
        await db.Database.ExecuteSqlAsync($"""drop table if exists "__EFMigrationsLock" """, cancellation);
        await MigrateAsync(db, cancellation);
        await work(db, cancellation);
    }

    /// <summary>Waits until nobody else migrates, fills or restores this database file; a server that starts waits for the same.</summary>
    internal static async Task<FileStream> TakeTurnAsync(string database, CancellationToken cancellation)
    {
        // Unix's EROFS: nobody holds the turn, and waiting would never end.
        const int ReadOnlyDisk = 30;
        var file = database + ".migrating";
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException failure) when (failure.HResult != ReadOnlyDisk && File.Exists(file))
            {
                await Task.Delay(AskAgain, cancellation);
            }
        }
    }

    private static async Task RunOnPostgreSqlAsync(ContentHubDb db, Func<ContentHubDb, CancellationToken, Task> work, CancellationToken cancellation)
    {
        // The lock belongs to the connection, so this one stays open throughout.
        await db.Database.OpenConnectionAsync(cancellation);
        var timeout = db.Database.GetCommandTimeout();

        // However long another one fills the database.
        db.Database.SetCommandTimeout(0);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({PostgreSqlDb.MigrationLock})", cancellation);
        db.Database.SetCommandTimeout(timeout);
        try
        {
            // On an empty database EF Core asks first and logs the answer, which is only that nothing is there yet, as an error.
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellation);
            await MigrateAsync(db, cancellation);
            await work(db, cancellation);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({PostgreSqlDb.MigrationLock})", CancellationToken.None);
        }
    }

    private static async Task MigrateAsync(ContentHubDb db, CancellationToken cancellation)
    {
        // Most starts find nothing to do; before it does nothing, EF Core would compare the whole model with that of the last migration.
        if ((await db.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            await db.Database.MigrateAsync(cancellation);
        }

        var logId = Guid.NewGuid();
        await db.Database.ExecuteSqlAsync(
            $"""insert into "Log" ("Id", "LogId") values (1, {logId}) on conflict do nothing""", cancellation);
    }
}
