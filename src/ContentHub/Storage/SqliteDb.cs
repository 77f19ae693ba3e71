using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ContentHub.Storage;

/// <summary>A session with the database file of an installation on one machine.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : ContentHubDb(options)
{
    /// <summary>How long to wait for other processes that write.</summary>
    private static readonly TimeSpan BusyMost = TimeSpan.FromSeconds(30);

    internal override async Task<IDbContextTransaction> BeginReadAsync(CancellationToken cancellation)
    {
        // EF Core's own begin is an immediate one, which would wait for writers and keep them waiting.
        await Database.OpenConnectionAsync(cancellation);
        var transaction = ((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true);
        return await Database.UseTransactionAsync(transaction, cancellation)
            ?? throw new InvalidOperationException("EF Core did not take over the transaction.");
    }

    internal override async Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellation)
    {
        await Database.OpenConnectionAsync(cancellation);
        var connection = (SqliteConnection)Database.GetDbConnection();
        var timeout = connection.DefaultTimeout;
        try
        {
            // SQLite waits inside one call, which holds its thread and hears no cancellation: wait out here instead.
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, 0);
            // The driver tries again for as long as this, a second at the least.
            connection.DefaultTimeout = 1;
            return await BeginAsync(cancellation);
        }
        finally
        {
            connection.DefaultTimeout = timeout;
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)BusyMost.TotalMilliseconds);
            await Database.CloseConnectionAsync();
        }
    }

    private async Task<IDbContextTransaction> BeginAsync(CancellationToken cancellation)
    {
        const int Busy = 5;
        for (var since = TimeProvider.System.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation))
        {
            try
            {
                return await Database.BeginTransactionAsync(cancellation);
            }
            catch (SqliteException failure) when (failure.SqliteErrorCode == Busy && TimeProvider.System.GetElapsedTime(since) < BusyMost)
            {
                // Another process writes.
            }
        }
    }

    // A transaction that may write is begun as an immediate one, and there is one of these at a time.
    internal override Task LockLogAsync(CancellationToken cancellation) => Task.CompletedTask;

    // There are no other nodes.
    internal override Task NotifyAsync(long sequence, CancellationToken cancellation) => Task.CompletedTask;

    internal override object Stored(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    internal override Obstacle? FindObstacle(DbException failure)
    {
        const int UniqueViolation = 2067;
        const int PrimaryKeyViolation = 1555;
        if (failure is not SqliteException { SqliteExtendedErrorCode: UniqueViolation or PrimaryKeyViolation })
        {
            return null;
        }

        // SQLite names the columns, and nothing else: "UNIQUE constraint failed: Slugs.Type, Slugs.Locale, Slugs.Slug".
        return failure.Message switch
        {
            var text when text.Contains("Slugs.", StringComparison.Ordinal) => Obstacle.SameSlug,
            var text when text.Contains("Variants.Locale", StringComparison.Ordinal) => Obstacle.SameLocale,
            var text when text.Contains("Variants.Id", StringComparison.Ordinal) => Obstacle.SameId,
            var text when text.Contains("Entries.Id", StringComparison.Ordinal) => Obstacle.SameId,
            var text when text.Contains("Revisions.", StringComparison.Ordinal) => Obstacle.OtherWriter,
            var text when text.Contains("RetractionAcknowledgements.", StringComparison.Ordinal) => Obstacle.OtherWriter,
            _ => null,
        };
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<ToMilliseconds>();
    }

    /// <summary>SQLite has no type for a moment; as a number it can be compared and sorted.</summary>
    private sealed class ToMilliseconds() : ValueConverter<DateTimeOffset, long>(
        at => at.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    /// <summary>What SQLite forgets with each connection.</summary>
    internal sealed class Pragmas : DbConnectionInterceptor
    {
        // First of all how long to wait, since the next line may have to. Readers never wait for the writer (WAL),
        // and an act that was answered survives a power cut (FULL).
        private const string Text = """
            pragma busy_timeout = 30000;
            pragma journal_mode = wal;
            pragma synchronous = full;
            pragma foreign_keys = on;
            """;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Text;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            var command = connection.CreateCommand();
            await using (command)
            {
                command.CommandText = Text;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }
}
