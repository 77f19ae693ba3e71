using ContentHub.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Tests.Databases;

/// <summary>What a test's database holds at the beginning.</summary>
public enum DatabaseContent
{
    /// <summary>Not even a table.</summary>
    Nothing,

    /// <summary>The tables of the newest migration.</summary>
    Tables,

    /// <summary>The seed, as a server loads it at its first start.</summary>
    Seed,
}

/// <summary>A database for one test, thrown away after it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string Sqlite = "SQLite";
    public const string PostgreSql = "PostgreSQL";

    private static readonly Lazy<Task<byte[]>> MigratedFile = new(() => MakeFileAsync(options => DatabaseMigration.RunAsync(new ContentHubDbFactory(options))));
    private static readonly Lazy<Task<byte[]>> SeededFile = new(() => MakeFileAsync(LoadSeedAsync));

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
    public static Task<TestDatabase> CreateAsync(string database, PostgreSqlServer server) => CreateAsync(database, server, DatabaseContent.Tables);

    /// <summary>Makes a database without any table.</summary>
    public static Task<TestDatabase> CreateEmptyAsync(string database, PostgreSqlServer server) => CreateAsync(database, server, DatabaseContent.Nothing);

    /// <summary>
    /// Makes a database with the seed in it: a copy of one into which a server loaded it once in this run, since that takes
    /// seconds. To be served with <c>ContentHub:Seed</c> set to <c>none</c>.
    /// </summary>
    public static Task<TestDatabase> CreateSeededAsync(string database, PostgreSqlServer server) => CreateAsync(database, server, DatabaseContent.Seed);

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

    /// <summary>Lets a server load the seed, and stops it.</summary>
    /// <param name="options">A database with tables; the data folder is of no matter then, or one of SQLite in a folder of its own.</param>
    internal static async Task LoadSeedAsync(DatabaseOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("contenthub-seeding-").FullName;
        try
        {
            var ready = options.IsPostgreSql ? options with { Data = folder } : options;
            await (await ContentHubApp.StartAsync(new TestDatabase(ready, null), seed: true)).StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TestDatabase> CreateAsync(string database, PostgreSqlServer server, DatabaseContent content)
    {
        var options = new DatabaseOptions { Data = Directory.CreateTempSubdirectory("contenthub-data-").FullName };
        switch (database)
        {
            case Sqlite when content is DatabaseContent.Nothing:
                return new(options, null);
            case Sqlite:
                var file = await (content is DatabaseContent.Seed ? SeededFile : MigratedFile).Value;
                await File.WriteAllBytesAsync(Path.Combine(options.Data, "contenthub.db"), file);
                return new(options, null);
            case PostgreSql:
                return new(options with { Database = await server.CreateDatabaseAsync(content) }, server);
            default:
                throw new ArgumentOutOfRangeException(nameof(database), database, "There is no such database.");
        }
    }

    private static async Task<byte[]> MakeFileAsync(Func<DatabaseOptions, Task> fill)
    {
        var folder = Directory.CreateTempSubdirectory("contenthub-template-").FullName;
        try
        {
            var options = new DatabaseOptions { Data = folder };
            await fill(options);

            // The last connection that closes writes the log of SQLite back into the file.
            await ForgetConnectionsAsync(new ContentHubDbFactory(options));
            return await File.ReadAllBytesAsync(options.SqliteFile);
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
