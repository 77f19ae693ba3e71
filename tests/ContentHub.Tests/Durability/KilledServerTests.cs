using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Durability;

/// <summary>What was acknowledged stays, even when the server is killed in the next instant.</summary>
public sealed class KilledServerOnSqliteTests(PostgreSqlServer server)
{
    [Theory, EachDatabase(Only = TestDatabase.Sqlite)]
    public Task A_server_that_is_killed_loses_no_acknowledged_change(string database) => KilledServer.LosesNothingAsync(database, server, kills: 20);
}

/// <summary>The same on PostgreSQL, beside it.</summary>
public sealed class KilledServerOnPostgreSqlTests(PostgreSqlServer server)
{
    [Theory, EachDatabase(Only = TestDatabase.PostgreSql)]
    public Task A_server_that_is_killed_loses_no_acknowledged_change(string database) => KilledServer.LosesNothingAsync(database, server, kills: 5);
}

/// <summary>A server that is killed while several write.</summary>
internal static class KilledServer
{
    private const int Writers = 4;

    public static async Task LosesNothingAsync(string database, PostgreSqlServer server, int kills)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using var data = await TestDatabase.CreateAsync(database, server);
        var ledger = new Ledger();

        for (var kill = 1; kill <= kills; kill++)
        {
            await WriteUntilKilledAsync(data, ledger, random.Next(1, 60));
            await CheckAsync(data, ledger, $"kill {kill}, seed {seed}");
        }

        await WriteUntilKilledAsync(data, ledger, 1);
        Assert.True(ledger.Count > kills, $"Only {ledger.Count} changes were acknowledged.");
    }

    /// <param name="acknowledged">The server dies once so many more changes were acknowledged, while others are on their way.</param>
    private static async Task WriteUntilKilledAsync(TestDatabase data, Ledger ledger, int acknowledged)
    {
        var token = new DevelopmentTokens(data.Options.Data).Create("Sam", [Role.Editor], TimeProvider.System.GetUtcNow());
        var (process, http) = await ServerProcess.StartAsync(new Dictionary<string, string?>(data.Settings) { ["ContentHub:Seed"] = "none" });
        await using (process)
        using (http)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var target = ledger.Count + acknowledged;
            var killed = new TaskCompletionSource();
            var writers = Enumerable.Range(0, Writers).Select(_ => WriteAsync(http, ledger, killed.Task)).ToList();
            while (ledger.Count < target && !writers.Exists(writer => writer.IsCompleted))
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            killed.SetResult();
            await process.KillAsync();
            await Task.WhenAll(writers);
        }
    }

    /// <summary>Creates topics and changes each a few times, until the server is gone.</summary>
    private static async Task WriteAsync(HttpClient http, Ledger ledger, Task killed)
    {
        try
        {
            while (true)
            {
                var id = Guid.NewGuid();
                await SendAsync(http, ledger, "createTopic", "CreateTopicInput", id, 1, text => new { id, content = new { title = text, kind = "CONDITION" } });
                for (var version = 2; version <= 5; version++)
                {
                    await SendAsync(http, ledger, "updateTopic", "UpdateTopicInput", id, version, text => new { id = new NodeId(NodeKind.Draft, id).ToString(), expectedVersion = version - 1, patch = new { summary = text } });
                }
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            // Nothing else may end the connection than the kill.
            await killed.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private static async Task SendAsync(HttpClient http, Ledger ledger, string field, string inputType, Guid id, int version, Func<string, object> input)
    {
        var text = $"Text {Guid.NewGuid():N}";
        var query = $"mutation($input: {inputType}!) {{ {field}(input: $input) {{ sequence draft {{ id version }} errors {{ code message path }} }} }}";
        using var response = await http.PostAsJsonAsync("/graphql", new { query, variables = new { input = input(text) } });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var payload = answer["data"]?[field];
        Assert.True(payload?["draft"] is not null, answer.ToJsonString());
        Assert.Equal(version, (int)payload["draft"]!["version"]!);
        ledger.Add(new(id, version, text, long.Parse((string)payload["sequence"]!, CultureInfo.InvariantCulture)));
    }

    private static async Task CheckAsync(TestDatabase data, Ledger ledger, string when)
    {
        await using var db = data.Open();
        var changes = await db.Changes.AsNoTracking().ToDictionaryAsync(c => c.Sequence);
        var documents = await db.Revisions.AsNoTracking().ToDictionaryAsync(r => (r.VariantId, r.Version), r => r.Document);
        var heads = await db.Variants.AsNoTracking().ToDictionaryAsync(v => v.Id, v => v.HeadVersion);
        var audit = await AuditVerification.RunAsync(db);

        Assert.True(audit.Fault is null, $"{when}: {audit.Fault?.Reason}");
        Assert.Equal(changes.Count, audit.Rows);
        foreach (var change in ledger.All)
        {
            Assert.True(documents.TryGetValue((change.VariantId, change.Version), out var document) && document.Contains(change.Text, StringComparison.Ordinal), $"{when}: {change} was acknowledged and is gone.");
            Assert.True(changes.TryGetValue(change.Sequence, out var row) && (row.VariantId, row.Version) == (change.VariantId, change.Version), $"{when}: row {change.Sequence} does not record {change}.");
            Assert.True(heads[change.VariantId] >= change.Version, $"{when}: {change} is not what editors see.");
        }

        // Of what was on its way each act is there as a whole or not at all.
        Assert.All(heads, head => Assert.True(documents.ContainsKey((head.Key, head.Value)), $"{when}: the newest version of {head.Key} has no document."));
    }

    private sealed record Acknowledged(Guid VariantId, int Version, string Text, long Sequence);

    /// <summary>What the server has said that it did.</summary>
    private sealed class Ledger
    {
        private readonly ConcurrentQueue<Acknowledged> _all = new();

        public int Count => _all.Count;

        public IEnumerable<Acknowledged> All => _all;

        public void Add(Acknowledged change) => _all.Enqueue(change);
    }
}
