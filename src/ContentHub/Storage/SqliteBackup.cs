using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>Copies the database file while servers read and write, as of one moment, and checks the copy before it has its name.</summary>
public sealed class SqliteBackup(DatabaseOptions options)
{
    /// <param name="replaces">Whether a file with that name may be written over.</param>
    /// <returns>The end of the log in the copy; null when nothing was ever done.</returns>
    /// <exception cref="BulkRefusedException">There is such a file; or the database is none of this version's, is missing or is damaged. Nothing is left behind.</exception>
    public async Task<LogHead?> RunAsync(string path, bool replaces = false, CancellationToken cancellation = default)
    {
        Check(path, replaces);
        var part = WholeFile.Begin(path);
        try
        {
            var copy = new SqliteFile(part);
            Copy(copy);
            var head = await VerifyAsync(copy, cancellation);
            WholeFile.Finish(part, path, replaces);
            return head;
        }
        finally
        {
            WholeFile.Discard(part);
        }
    }

    private void Check(string path, bool replaces)
    {
        if (options.IsPostgreSql)
        {
            throw new BulkRefusedException("The database is on PostgreSQL, which makes its own backups: use pg_dump and pg_restore, or `export everything`, which any database can import.");
        }

        if (!File.Exists(options.SqliteFile))
        {
            throw new BulkRefusedException($"There is no database to back up: {options.SqliteFile}. ContentHub:Data names its folder.");
        }

        if (path == options.SqliteFile)
        {
            throw new BulkRefusedException($"{path} is the database itself: give the backup another name.");
        }

        WholeFile.Refuse(path, replaces);
    }

    private void Copy(SqliteFile copy)
    {
        string? damage;
        try
        {
            copy.CopyFrom(options.SqliteFile);
            copy.MakeSingle();
            damage = copy.FindDamage();
        }
        catch (SqliteException failure) when (SqliteFile.IsUnreadable(failure))
        {
            damage = failure.Message;
        }

        if (damage is not null)
        {
            throw new BulkRefusedException($"The database is damaged: {damage} No backup was made; keep the file, and restore an earlier backup.");
        }
    }

    private static async Task<LogHead?> VerifyAsync(SqliteFile copy, CancellationToken cancellation)
    {
        await using var db = copy.CreateDbContext();
        await db.Database.OpenConnectionAsync(cancellation);
        if (!db.Database.GetMigrations().SequenceEqual(await db.Database.GetAppliedMigrationsAsync(cancellation)))
        {
            throw new BulkRefusedException("The database has the form of another version of the program: back it up with that version, or run `migrate` first if it is an older one.");
        }

        await UnfinishedImport.RefuseAsync(db, cancellation);
        var audit = await AuditVerification.RunAsync(db, cancellation: cancellation);
        return audit.Fault is null
            ? audit.Head
            : throw new BulkRefusedException($"The change log is not as it was written: {audit.Fault.Reason} No backup was made; `audit verify` says more.");
    }
}
