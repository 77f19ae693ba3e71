using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <param name="Head">The end of the restored log; null when nothing was ever done.</param>
/// <param name="Kept">Where the database is now that stood there before; null when there was none.</param>
public sealed record RestoreResult(LogHead? Head, string? Kept);

/// <summary>
/// Puts a backup in the database's place: checked and migrated beside it first, then exchanged in one step. The log gets a
/// new id, so that cursors into the future that is gone are refused.
/// </summary>
public sealed class SqliteRestore(DatabaseOptions options, TimeProvider time)
{
    /// <param name="expected">The end of the log that was written down with the backup; null to do without.</param>
    /// <param name="replaces">Whether a database that is there may be put aside.</param>
    /// <exception cref="BulkRefusedException">The backup is not whole, somebody has the database open, or there is one. Nothing was changed.</exception>
    public async Task<RestoreResult> RunAsync(string backup, LogHead? expected = null, bool replaces = false, CancellationToken cancellation = default)
    {
        Check(backup, replaces);
        var target = options.SqliteFile;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);

        // A server that starts meanwhile waits here for its turn, and then finds the restored database.
        await using var turn = await DatabaseMigration.TakeTurnAsync(target, cancellation);
        var part = WholeFile.Begin(target);
        try
        {
            var copy = new SqliteFile(part);
            await CopyAsync(backup, part, copy, cancellation);
            var head = await PrepareAsync(backup, copy, expected, cancellation);
            return new(head, PutInPlace(part, target, replaces));
        }
        finally
        {
            WholeFile.Discard(part);
        }
    }

    private void Check(string backup, bool replaces)
    {
        if (options.IsPostgreSql)
        {
            throw new BulkRefusedException("The database is on PostgreSQL, which restores its own backups: use pg_restore, or `import everything` for what `export everything` wrote.");
        }

        if (!File.Exists(backup))
        {
            throw new BulkRefusedException($"There is no file {backup}.");
        }

        if (File.Exists($"{backup}-wal"))
        {
            throw new BulkRefusedException($"{backup} is a database that is in use or was left by a kill, and no backup: `backup` makes one of it.");
        }

        if (File.Exists(options.SqliteFile))
        {
            Refuse(options.SqliteFile, replaces);
        }
    }

    private static void Refuse(string target, bool replaces)
    {
        if (!replaces)
        {
            throw new BulkRefusedException($"There is a database already: {target}. With --force it is put aside, under a name of its own, and the backup in its place.");
        }
    }

    /// <summary>As bytes, so that the backup stays as it is, on a disk that cannot be written too.</summary>
    private static async Task CopyAsync(string backup, string part, SqliteFile copy, CancellationToken cancellation)
    {
        await using (var from = File.OpenRead(backup))
        await using (var to = new FileStream(part, FileMode.Open, FileAccess.Write))
        {
            await from.CopyToAsync(to, cancellation);
        }

        string? damage;
        try
        {
            copy.MakeSingle();
            damage = copy.FindDamage() ?? (copy.FindProgram() is { } name ? $"“{name}” in it would run by itself, and no backup of ours has such a thing." : null);
        }
        catch (SqliteException failure) when (SqliteFile.IsUnreadable(failure))
        {
            damage = failure.Message;
        }

        if (damage is not null)
        {
            throw new BulkRefusedException($"{backup} is damaged, or no backup at all: {damage} Nothing was restored; take another backup.");
        }
    }

    private static async Task<LogHead?> PrepareAsync(string backup, SqliteFile copy, LogHead? expected, CancellationToken cancellation)
    {
        await using var db = copy.CreateDbContext();
        await db.Database.OpenConnectionAsync(cancellation);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellation)).ToList();
        if (applied.Count == 0)
        {
            throw new BulkRefusedException($"{backup} is no backup of ContentHub: it has none of its tables.");
        }

        if (applied.Except(db.Database.GetMigrations()).Any())
        {
            throw new BulkRefusedException($"{backup} was made by a newer version of the program: restore it with that version.");
        }

        await DatabaseMigration.RunAsync(copy, cancellation);
        var audit = await AuditVerification.RunAsync(db, expected, cancellation);
        if (audit.Fault is { } fault)
        {
            throw new BulkRefusedException($"The change log in {backup} is not as it was written: {fault.Reason} Nothing was restored; take another backup.");
        }

        var logId = Guid.NewGuid();
        await db.Log.ExecuteUpdateAsync(log => log.SetProperty(l => l.LogId, logId), cancellation);
        return audit.Head;
    }

    private string? PutInPlace(string part, string target, bool replaces)
    {
        if (!File.Exists(target))
        {
            Clear(target);
            WholeFile.Finish(part, target);
            return null;
        }

        Refuse(target, replaces);
        using var held = Hold(target);
        var kept = Keep(held, target);
        Clear(target);
        WholeFile.Finish(part, target, replaces: true);
        return kept;
    }

    /// <summary>Left from a database that is damaged or gone, they would be taken for the new one's.</summary>
    private static void Clear(string target)
    {
        File.Delete($"{target}-wal");
        File.Delete($"{target}-shm");
        File.Delete($"{target}-journal");
    }

    /// <summary>Takes the database for ourselves, until the answer is disposed of. Whoever else has it open, if only to read, stands in the way.</summary>
    /// <returns>Null when it cannot be read.</returns>
    private static SqliteConnection? Hold(string target)
    {
        // A server has it open all the time, so there is nothing to wait for.
        var held = SqliteFile.Open(target, SqliteOpenMode.ReadWrite, patience: 1);
        try
        {
            if (!SqliteFile.LeaveLog(held))
            {
                throw new BulkRefusedException($"A server or another program has the database {target} open: stop it first. Nothing was restored.");
            }

            SqliteFile.Ask(held, "pragma locking_mode = exclusive");
            SqliteFile.Ask(held, "begin exclusive");
            SqliteFile.Ask(held, "commit");
            return held;
        }
        catch (SqliteException failure) when (SqliteFile.IsUnreadable(failure))
        {
            held.Dispose();
            return null;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private string Keep(SqliteConnection? held, string target)
    {
        var kept = string.Create(CultureInfo.InvariantCulture, $"{target}.replaced-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}");
        if (held is null)
        {
            File.Copy(target, kept);
            if (File.Exists($"{target}-wal"))
            {
                File.Copy($"{target}-wal", $"{kept}-wal");
            }

            return kept;
        }

        var part = WholeFile.Begin(kept);
        try
        {
            // Not by copying the file: to close it would give up the locks on it.
            new SqliteFile(part).CopyFrom(held);
            WholeFile.Finish(part, kept);
            return kept;
        }
        finally
        {
            WholeFile.Discard(part);
        }
    }
}
