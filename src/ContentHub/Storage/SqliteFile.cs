using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>A database file that nobody serves from: a backup on its way, or what is to become the database. One file, without a log beside it.</summary>
internal sealed class SqliteFile(string path) : IDbContextFactory<ContentHubDb>
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    public ContentHubDb CreateDbContext() => ContentHubDbFactory.OfFile(path);

    /// <summary>Copies one moment of a database, which others may read and write meanwhile, into this file.</summary>
    /// <exception cref="SqliteException">The database is damaged, or none at all.</exception>
    public void CopyFrom(string database)
    {
        // To read along with writers SQLite writes beside the file, so a session that may only read would not do.
        using var from = Open(database, SqliteOpenMode.ReadWrite);
        CopyFrom(from);
    }

    public void CopyFrom(SqliteConnection from)
    {
        using var to = Open(path, SqliteOpenMode.ReadWrite);
        // In one step, so that all of it is of one moment.
        from.BackupDatabase(to);
    }

    /// <summary>Brings everything into the one file, so that it can be moved by itself.</summary>
    public void MakeSingle()
    {
        using var file = Open(path, SqliteOpenMode.ReadWrite);
        if (!LeaveLog(file))
        {
            throw new InvalidOperationException($"Somebody else has {path} open.");
        }
    }

    /// <returns>What is damaged inside, as a sentence; null when nothing is.</returns>
    public string? FindDamage()
    {
        using var file = Open(path, SqliteOpenMode.ReadWrite);
        if (Ask(file, "pragma integrity_check") is string found and not "ok")
        {
            return $"{found.ReplaceLineEndings(" ")}.";
        }

        return Ask(file, "pragma foreign_key_check") is { } table ? $"rows of {table} refer to what is missing." : null;
    }

    /// <returns>The name of something in it that runs by itself, which no database of ours has; null when there is none.</returns>
    public string? FindProgram()
    {
        using var file = Open(path, SqliteOpenMode.ReadWrite);
        return Ask(file, "select name from sqlite_master where type in ('trigger', 'view')") as string;
    }

    /// <summary>Leaves write-ahead logging, for which nobody else may have the database open, if only to read.</summary>
    /// <returns>Whether nobody had.</returns>
    public static bool LeaveLog(SqliteConnection connection)
    {
        try
        {
            return Ask(connection, "pragma journal_mode = delete") is "delete";
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Busy or Locked)
        {
            return false;
        }
    }

    /// <summary>Outside the pool: closed is closed.</summary>
    /// <param name="patience">How long it waits for others, in seconds; at least 1.</param>
    public static SqliteConnection Open(string path, SqliteOpenMode mode, int patience = 30)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = patience }.ToString());
        connection.Open();
        // The driver's own patience is for statements only, and copying is none.
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, patience * 1000);
        return connection;
    }

    /// <returns>The first value of the first row; null when there is none.</returns>
    public static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public static bool IsUnreadable(SqliteException failure) => failure.SqliteErrorCode is Corrupt or NotADatabase;
}
