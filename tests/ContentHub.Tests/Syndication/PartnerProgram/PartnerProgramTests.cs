using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Syndication.Changes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ContentHub.Tests.Syndication.PartnerProgram;

/// <summary>A partner's program that shares nothing with us but the README, while people work and servers die.</summary>
public sealed class PartnerProgramTests(PostgreSqlServer server)
{
    private const int Acts = 500;
    private const int Kills = 5;

    private static readonly TimeSpan PatienceMost = TimeSpan.FromMinutes(3);

    [Theory, EachDatabase(Only = TestDatabase.PostgreSql)]
    public async Task A_partner_misses_nothing_of_five_hundred_acts_whoever_is_killed(string database)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using var data = await TestDatabase.CreateAsync(database, server);
        var tokens = new DevelopmentTokens(data.Options.Data);
        string TokenOf(string role) => tokens.Create(role, [Enum.Parse<Role>(role)], TimeProvider.System.GetUtcNow());
        using var program = new PartnerProcess();
        await using var nodes = await Nodes.StartAsync(data, 2, program.AddressFile, new Dictionary<string, string?>
        {
            ["ContentHub:Webhooks:Allowed:0"] = "127.0.0.1",
        });
        var (partnerId, key) = await MakePartnerAsync(nodes, TokenOf("Admin"));
        await program.StartAsync(key);
        program.WriteSecret(await MakeWebhookAsync(nodes, TokenOf("Admin"), partnerId, program.Address));

        var editors = new RandomEditors(nodes, random, TokenOf, partnerId);
        var kills = Enumerable.Range(1, Kills).Select(kill => kill * Acts / (Kills + 1)).ToArray();
        for (var kill = 0; kill <= Kills; kill++)
        {
            var restarting = kill == 0 ? Task.CompletedTask : nodes.KillAndRestartAsync(kill % 2);
            // The partner is down from the second kill to the third, and is killed, not stopped.
            await (kill switch { 2 => program.KillAsync(), 3 => program.StartAsync(key), _ => Task.CompletedTask });
            while (editors.Done < (kill < Kills ? kills[kill] : Acts))
            {
                await editors.ActAsync();
            }

            await restarting;
        }

        Assert.True(editors.Refused < Acts / 20, $"{editors.Refused} acts were refused, the last: {editors.LastRefusal}; seed {seed}");

        // What the partner acknowledges is written to the log too: its end is reached when nothing is left to acknowledge where the partner stood
        // before we looked, and both nodes know of nothing behind it.
        string[] ends = [];
        async Task<bool> IsAtTheEndAsync(PartnerProcess partner)
        {
            var place = partner.Cursor;
            if (partner is not { Unacknowledged: 0, Undelivered: [], StateHash: not "" })
            {
                return false;
            }

            ends = [await EndAsync(nodes, 0, key), await EndAsync(nodes, 1, key)];
            return Array.TrueForAll(ends, end => end == place);
        }

        await program.WaitForAsync(IsAtTheEndAsync, () => $"seed {seed}, the nodes stand at {string.Join(" and ", ends)}");
        var (all, copy) = await FromNothingAsync(nodes, key);

        Assert.Equal(copy.Cursor, program.Cursor);
        Assert.Equal(CopyOfChanges.HashOf(copy.Texts), program.StateHash);
        Assert.Equal(all, program.Received);
        Assert.True(all.Count > Acts / 10 && copy.Texts.Count > 0, $"Only {all.Count} changes were told; seed {seed}");
        Assert.All(Enum.GetNames<Kinds>(), kind => Assert.Contains(all, line => line.Contains($" {kind} ", StringComparison.Ordinal)));
        Assert.Equal(0, await OpenRetractionsAsync(nodes, key));
    }

    /// <summary>What must have happened for the test to be worth anything.</summary>
    private enum Kinds
    {
        PUBLISHED,
        UPDATED,
        UNPUBLISHED,
        RETRACTED,
    }

    private static async Task<(string Id, string Key)> MakePartnerAsync(Nodes nodes, string admin)
    {
        var input = new { name = "A health portal (made up)", contactEmail = "portal@example.org", licence = new { types = Array.Empty<string>() }, perMinute = 100_000, perDay = 10_000_000 };
        var payload = (await nodes.AskAsync(0, admin, "mutation($input: CreatePartnerInput!) { createPartner(input: $input) { partner { id } key errors { message } } }", new { input }))!["createPartner"]!;
        return ((string)payload["partner"]!["id"]!, (string)payload["key"]!);
    }

    private static async Task<string> MakeWebhookAsync(Nodes nodes, string admin, string partnerId, Uri address)
    {
        var input = new { partnerId, url = address };
        var payload = (await nodes.AskAsync(0, admin, "mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { state } secret errors { code message } } }", new { input }))!["createWebhook"]!;
        Assert.True((string?)payload["webhook"]?["state"] == "ACTIVE", payload.ToJsonString());
        return (string)payload["secret"]!;
    }

    private static async Task<int> OpenRetractionsAsync(Nodes nodes, string key) =>
        (await nodes.AskAsync(1, key, "{ partner { openRetractions { cursor } } }", null))!["partner"]!["openRetractions"]!.AsArray().Count;

    private static async Task<string> EndAsync(Nodes nodes, int number, string key) => (string)(await nodes.AskAsync(number, key, "{ changes(first: 0) { latestCursor } }", null))!["changes"]!["latestCursor"]!;

    /// <summary>Everything that the partner was ever to hear, in order, and the copy that it makes.</summary>
    private static async Task<(List<string> All, CopyOfChanges Copy)> FromNothingAsync(Nodes nodes, string key)
    {
        var (all, copy) = (new List<string>(), new CopyOfChanges());
        bool more;
        do
        {
            var page = await nodes.ChangesAsync(key, copy.Cursor);
            all.AddRange(page["changes"]!.AsArray().Select(c => $"{c!["cursor"]} {c["sequence"]} {c["kind"]} {c["ref"]!["entryId"]} {c["ref"]!["locale"]} {c["version"]}"));
            more = copy.Take(page);
        }
        while (more);
        return (all, copy);
    }

    /// <summary>The partner's program, with its files in a folder of its own.</summary>
    private sealed class PartnerProcess : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("contenthub-partner-").FullName;
        private Process? _process;

        public string AddressFile => Path.Combine(_folder, "servers.txt");

        /// <summary>Where it listens, whenever it runs.</summary>
        public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}/");

        public string Cursor => (string)One("select coalesce(cursor, '') from place");

        public string StateHash => (string)One("select coalesce(state_hash, '') from place");

        public long Unacknowledged => (long)One("select count(*) from received where kind = 'RETRACTED' and cursor not in (select cursor from acknowledged)");

        /// <summary>What came by the feed and not by a webhook.</summary>
        public List<string> Undelivered => Lines("select cursor from received where cursor not in (select cursor from delivered where cursor is not null) order by number");

        public List<string> Received => Lines("select cursor || ' ' || sequence || ' ' || kind || ' ' || entry_id || ' ' || locale || ' ' || version from received order by number");

        public void WriteSecret(string secret) => File.WriteAllText(Path.Combine(_folder, "secret.txt"), secret);

        public async Task StartAsync(string key)
        {
            var start = new ProcessStartInfo(ServerProcess.DotNet(), [Path.Combine(AppContext.BaseDirectory, "ContentHub.PartnerProgram.dll")])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = _folder,
            };
            start.Environment["PARTNER_SERVERS"] = AddressFile;
            start.Environment["PARTNER_FILE"] = Path.Combine(_folder, "copy.db");
            start.Environment["PARTNER_ADDRESS"] = Address.ToString();
            start.Environment["PARTNER_SECRET"] = Path.Combine(_folder, "secret.txt");
            start.Environment["PARTNER_KEY"] = key;
            _process = Process.Start(start)!;
            Assert.Equal("Listening.", await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        }

        public async Task KillAsync()
        {
            _process!.Kill();
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            _process.Dispose();
            _process = null;
        }

        public async Task WaitForAsync(Func<PartnerProcess, Task<bool>> isThere, Func<string> explain)
        {
            var patience = Stopwatch.StartNew();
            while (!await isThere(this))
            {
                Assert.False(_process!.HasExited, $"The partner's program ended by itself: {explain()}.");
                Assert.True(patience.Elapsed < PatienceMost, $"The partner stands at {Cursor}, {Unacknowledged} retractions are not acknowledged, {Undelivered.Count} changes did not come by webhook: {explain()}.");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }

        public void Dispose()
        {
            _process?.Kill();
            _process?.WaitForExit();
            _process?.Dispose();
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }

        private object One(string sql)
        {
            using var connection = Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar()!;
        }

        private List<string> Lines(string sql)
        {
            using var connection = Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var lines = new List<string>();
            while (reader.Read())
            {
                lines.Add(reader.GetString(0));
            }

            return lines;
        }

        private SqliteConnection Open()
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "copy.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
            connection.Open();
            return connection;
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
