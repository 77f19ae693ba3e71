using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace ContentHub.Storage;

/// <summary>A session with the database that several nodes share.</summary>
public sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options) : ContentHubDb(options)
{
    /// <summary>The channel on which nodes wake one another; the payload is the log's last sequence.</summary>
    internal const string Channel = "contenthub_changes";

    /// <summary>Advisory locks are numbers; these mean nothing but must differ.</summary>
    internal const long LogLock = 0x436f6e74_656e744c;
    internal const long MigrationLock = 0x436f6e74_656e744d;

    internal override Task<IDbContextTransaction> BeginReadAsync(CancellationToken cancellation) =>
        Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);

    internal override Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellation) => Database.BeginTransactionAsync(cancellation);

    // As its own statement: a statement sees what was committed when it began, so one that waited for the lock and
    // then read the head would read a head that is gone.
    internal override Task LockLogAsync(CancellationToken cancellation) =>
        Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LogLock})", cancellation);

    internal override Task NotifyAsync(long sequence, CancellationToken cancellation) =>
        Database.ExecuteSqlAsync($"select pg_notify({Channel}, {sequence}::text)", cancellation);

    internal override object Stored(DateTimeOffset at) => Cut(at);

    internal override Obstacle? FindObstacle(DbException failure) => failure is not PostgresException postgres ? null : postgres.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => Obstacle.OtherWriter,
        PostgresErrorCodes.UniqueViolation => (postgres.TableName, postgres.ConstraintName) switch
        {
            ("Slugs", _) => Obstacle.SameSlug,
            ("Variants", "IX_Variants_EntryId_Locale") => Obstacle.SameLocale,
            ("Variants" or "Entries", _) => Obstacle.SameId,
            ("Revisions" or "RetractionAcknowledgements", _) => Obstacle.OtherWriter,
            _ => null,
        },
        _ => null,
    };

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<ToUtcMilliseconds>();
    }

    /// <summary>The column takes UTC only; cut to what SQLite keeps, so that both databases answer the same.</summary>
    private sealed class ToUtcMilliseconds() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        at => Cut(at),
        at => at);

    private static DateTimeOffset Cut(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
