using ContentHub.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Tests.Databases;

/// <summary>A database for one test, thrown away after it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string Sqlite = "SQLite";
    public const string PostgreSql = "PostgreSQL";

    private static readonly Lazy<Task<byte[]>> MigratedFile = new(MigrateFileAsync);

    private readonly PostgreSqlServer? _server;

    private TestDatabase(DatabaseOptions options, PostgreSqlServer? server)
    {
        Options = options;
        _server = server;
        Factory = new ContentHubDbFactory(options);
    }

    public DatabaseOptions Options { get; }

    public IDbContextFactory<ContentHubDb> Factory { get; }

    /// <summary>What to add to the server's configuration so that it uses this database.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["ContentHub:Data"] = Options.Data,
        ["ContentHub:Database"] = Options.Database,
    };

    /// <summary>Makes a database with the tables of the newest migration.</summary>
    /// <param name="database"><see cref="Sqlite"/> or <see cref="PostgreSql"/>, as <see cref="EachDatabaseAttribute"/> says.</param>
    /// <param name="server">The assembly fixture; a test class takes it in its constructor.</param>
    public static Task<TestDatabase> CreateAsync(string database, PostgreSqlServer server) => CreateAsync(database, server, isEmpty: false);

    /// <summary>Makes a database without any table.</summary>
    public static Task<TestDatabase> CreateEmptyAsync(string database, PostgreSqlServer server) => CreateAsync(database, server, isEmpty: true);

    public ContentHubDb Open() => Factory.CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null && Options.Database is { } connection)
        {
            await _server.DropDatabaseAsync(connection);
        }
        else
        {
            await ForgetConnectionsAsync(Factory);
        }

        Directory.Delete(Options.Data, recursive: true);
    }

    private static async Task<TestDatabase> CreateAsync(string database, PostgreSqlServer server, bool isEmpty)
    {
        var options = new DatabaseOptions { Data = Directory.CreateTempSubdirectory("contenthub-data-").FullName };
        switch (database)
        {
            case Sqlite when isEmpty:
                return new(options, null);
            case Sqlite:
                await File.WriteAllBytesAsync(Path.Combine(options.Data, "contenthub.db"), await MigratedFile.Value);
                return new(options, null);
            case PostgreSql:
                return new(options with { Database = await server.CreateDatabaseAsync(isEmpty) }, server);
            default:
                throw new ArgumentOutOfRangeException(nameof(database), database, "There is no such database.");
        }
    }

    private static async Task<byte[]> MigrateFileAsync()
    {
        var folder = Directory.CreateTempSubdirectory("contenthub-template-").FullName;
        try
        {
            var factory = new ContentHubDbFactory(new DatabaseOptions { Data = folder });
            await DatabaseMigration.RunAsync(factory);

            // The last connection that closes writes the log of SQLite back into the file.
            await ForgetConnectionsAsync(factory);
            return await File.ReadAllBytesAsync(Path.Combine(folder, "contenthub.db"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ForgetConnectionsAsync(IDbContextFactory<ContentHubDb> factory)
    {
        await using var db = await factory.CreateDbContextAsync();
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }
}
