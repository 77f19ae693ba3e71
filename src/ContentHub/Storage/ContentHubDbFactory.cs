using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ContentHub.Storage;

/// <summary>Opens sessions with the database that the settings name.</summary>
public sealed class ContentHubDbFactory(DatabaseOptions options, ILoggerFactory? loggers = null) : IDbContextFactory<ContentHubDb>
{
    private readonly Func<ContentHubDb> _create = options.IsPostgreSql
        ? PostgreSql(options.Database, loggers)
        : Sqlite(options.SqliteFile, loggers);

    public ContentHubDb CreateDbContext() => _create();

    /// <summary>A session with a database file that no settings name, such as a backup: it stays the one file that it is, and closed is closed.</summary>
    internal static ContentHubDb OfFile(string file) => new SqliteDb(new DbContextOptionsBuilder<SqliteDb>()
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString())
        .Options);

    private static Func<ContentHubDb> Sqlite(string file, ILoggerFactory? loggers)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file };
        var built = new DbContextOptionsBuilder<SqliteDb>()
            .UseSqlite(connection.ToString())
            .AddInterceptors(new SqliteDb.Pragmas())
            .UseLoggerFactory(loggers)
            .Options;
        return () => new SqliteDb(built);
    }

    private static Func<ContentHubDb> PostgreSql(string? connection, ILoggerFactory? loggers)
    {
        var built = new DbContextOptionsBuilder<PostgreSqlDb>()
            .UseNpgsql(connection)
            .UseLoggerFactory(loggers)
            .Options;
        return () => new PostgreSqlDb(built);
    }

    /// <summary>For <c>dotnet ef --context SqliteDb</c>, which compares models and opens nothing.</summary>
    internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
    {
        public SqliteDb CreateDbContext(string[] args) => (SqliteDb)Sqlite(":memory:", null)();
    }

    /// <summary>For <c>dotnet ef --context PostgreSqlDb</c>, which compares models and opens nothing.</summary>
    internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<PostgreSqlDb>
    {
        public PostgreSqlDb CreateDbContext(string[] args) => (PostgreSqlDb)PostgreSql("Host=localhost", null)();
    }
}
