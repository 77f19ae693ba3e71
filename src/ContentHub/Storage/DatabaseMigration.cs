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
    public static async Task RunAsync(IDbContextFactory<ContentHubDb> factory, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        if (db is SqliteDb)
        {
            await RunOnSqliteAsync(db, cancellation);
        }
        else
        {
            await RunOnPostgreSqlAsync(db, cancellation);
        }
    }

    private static async Task RunOnSqliteAsync(ContentHubDb db, CancellationToken cancellation)
    {
        var file = db.Database.GetDbConnection().DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var turn = await TakeTurnAsync(file + ".migrating", cancellation);

        // EF Core's own lock is a row, which outlives a process that is killed and then stops every later start.
        // We hold the turn by a lock that the operating system gives back, so nobody else can mean the row.
        await db.Database.ExecuteSqlAsync($"""drop table if exists "__EFMigrationsLock" """, cancellation);
        await MigrateAsync(db, cancellation);
    }

    private static async Task<FileStream> TakeTurnAsync(string file, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(AskAgain, cancellation);
            }
        }
    }

    private static async Task RunOnPostgreSqlAsync(ContentHubDb db, CancellationToken cancellation)
    {
        // The lock belongs to the connection, so this one stays open throughout.
        await db.Database.OpenConnectionAsync(cancellation);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({PostgreSqlDb.MigrationLock})", cancellation);
        try
        {
            // On an empty database EF Core asks first and logs the answer, which is only that nothing is there yet, as an error.
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellation);
            await MigrateAsync(db, cancellation);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({PostgreSqlDb.MigrationLock})", CancellationToken.None);
        }
    }

    private static async Task MigrateAsync(ContentHubDb db, CancellationToken cancellation)
    {
        await db.Database.MigrateAsync(cancellation);
        var logId = Guid.NewGuid();
        await db.Database.ExecuteSqlAsync(
            $"""insert into "Log" ("Id", "LogId") values (1, {logId}) on conflict do nothing""", cancellation);
    }
}
