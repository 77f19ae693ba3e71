using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace ContentHub.Tests.Databases;

/// <summary>A PostgreSQL of our own for one test run: private folder, loopback port, started on first use, thrown away at the end.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    public const string HowToInstall =
        "PostgreSQL is not installed: apt-get install postgresql (or name the folder of its programs in CONTENTHUB_POSTGRESQL_BIN)";

    private const string Migrated = "contenthub_migrated";
    private const string Seeded = "contenthub_seeded";
    private static readonly TimeSpan StartMost = TimeSpan.FromSeconds(30);

    private readonly Lazy<Task<string>> _address;
    private readonly Lazy<Task> _migrated;
    private readonly Lazy<Task> _seeded;
    private Process? _server;
    private string? _folder;

    public PostgreSqlServer()
    {
        _address = new(StartAsync);
        _migrated = new(MakeMigratedAsync);
        _seeded = new(MakeSeededAsync);
    }

    /// <summary>The folder with initdb and postgres; null where there is none.</summary>
    public static string? Programs { get; } = FindPrograms();

    /// <summary>Makes a database: a copy of one that was made once in this run.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(DatabaseContent content)
    {
        var (ready, template) = content switch
        {
            DatabaseContent.Nothing => (Task.CompletedTask, "template0"),
            DatabaseContent.Tables => (_migrated.Value, Migrated),
            DatabaseContent.Seed => (_seeded.Value, Seeded),
            _ => throw new ArgumentOutOfRangeException(nameof(content), content, "There is no such content."),
        };
        await ready;
        var name = $"test_{Guid.NewGuid():N}";
        await CopyAsync(template, name);
        return $"{await _address.Value};Database={name}";
    }

    /// <summary>Throws a database away, whoever is still connected; connections that only wait to be used again would cost a tenth of a second.</summary>
    public async Task DropDatabaseAsync(string connection)
    {
        await using var pooled = new NpgsqlConnection(connection);
        NpgsqlConnection.ClearPool(pooled);
        await ExecuteAsync($"drop database if exists {new NpgsqlConnectionStringBuilder(connection).Database} with (force)");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string? FindPrograms()
    {
        var folders = Environment.GetEnvironmentVariable("CONTENTHUB_POSTGRESQL_BIN") is { Length: > 0 } named
            ? [named]
            : Debian().Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

        // Debian keeps several versions side by side and none of them in the path; the newest first.
        static IEnumerable<string> Debian() => Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
    }

    private async Task MakeMigratedAsync()
    {
        await CopyAsync("template0", Migrated);
        await DatabaseMigration.RunAsync(new ContentHubDbFactory(await OptionsAsync(Migrated)));
    }

    private async Task MakeSeededAsync()
    {
        await _migrated.Value;
        await CopyAsync(Migrated, Seeded);
        await TestDatabase.LoadSeedAsync(await OptionsAsync(Seeded));
    }

    /// <summary>Without a pool, because a database that somebody is connected to cannot be copied.</summary>
    private async Task<DatabaseOptions> OptionsAsync(string name) => new() { Database = $"{await _address.Value};Database={name};Pooling=false" };

    /// <summary>As files: page by page through the log, as PostgreSQL 15 and later do unless told, takes four times as long.</summary>
    private async Task CopyAsync(string template, string name)
    {
        await using var connection = await OpenAsync();
        var strategy = connection.PostgreSqlVersion.Major >= 15 ? "strategy file_copy" : "";
        await using var command = new NpgsqlCommand($"create database {name} template {template} {strategy}", connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection($"{await _address.Value};Database=postgres");
        await connection.OpenAsync();
        return connection;
    }

    private async Task<string> StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("contenthub-postgresql-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(new ProcessStartInfo("chown", ["postgres", _folder]) { RedirectStandardError = true });
        }

        var data = Path.Combine(_folder, "data");
        await RunAsync(AsPostgres(
            Program("initdb"), "--pgdata", data, "--auth", "trust", "--username", "contenthub",
            "--encoding", "UTF8", "--no-locale", "--no-sync"));
        var port = FreePort();

        // The server lives as long as its standard input: it ends with us, even when we are killed.
        _server = Start(AsPostgres(
            "sh", "-c", "\"$@\" & cat > /dev/null; kill -QUIT $!; wait", "sh",
            Program("postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300",
            "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off"));
        _ = _server.StandardOutput.ReadToEndAsync();
        _ = _server.StandardError.ReadToEndAsync();
        var address = $"Host=127.0.0.1;Port={port};Username=contenthub";
        await WaitUntilReadyAsync(address, _server);
        return address;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WaitUntilReadyAsync(string address, Process server)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                await using var connection = new NpgsqlConnection(address + ";Database=postgres;Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (since.Elapsed < StartMost && !server.HasExited)
            {
                // Not up yet.
            }
        }
    }

    private static string Program(string name) => Path.Combine(Programs ?? throw new InvalidOperationException(HowToInstall), name);

    /// <summary>PostgreSQL refuses to run as root, so root becomes the user that Debian's package made.</summary>
    private static ProcessStartInfo AsPostgres(string program, params string[] arguments)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        return start;
    }

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Start(start);
        var output = start.RedirectStandardOutput ? process.StandardOutput.ReadToEndAsync() : Task.FromResult("");
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} failed: {error}");
        }
    }

    private static Process Start(ProcessStartInfo start) =>
        Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
}
