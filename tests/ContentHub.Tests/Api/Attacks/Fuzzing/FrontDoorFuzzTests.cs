using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Api.Attacks.Fuzzing;

/// <summary>
/// Requests by chance at the whole server. The seed is that of the day and printed; CONTENTHUB_FUZZ_SEED chooses another or repeats a run, with CONTENTHUB_FUZZ_NUMBER one
/// input of it, and CONTENTHUB_FUZZ_INPUTS makes it longer.
/// </summary>
public sealed class FrontDoorFuzzTests(PostgreSqlServer postgreSql)
{
    private const int Inputs = 50_500;

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task No_input_makes_the_server_fail(string environment)
    {
        var seed = Setting("CONTENTHUB_FUZZ_SEED") ?? SeedOfTheDay();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        await using var data = await TestDatabase.CreateSeededAsync(TestDatabase.Sqlite, postgreSql);
        var (server, http) = await StartAsync(environment, data);
        await using var ending = server;
        using var client = http;
        var token = environment == "Development" ? new DevelopmentTokens(data.Options.Data).Create("Sam", [Role.Editor], TimeProvider.System.GetUtcNow()) : null;
        var requests = new RequestGenerator(new SchemaModel(await File.ReadAllTextAsync(SchemaFile())), await KnownAsync(http), token);
        var fuzzer = new Fuzzer(http.BaseAddress!, requests, seed);
        var clock = Stopwatch.StartNew();

        var number = Setting("CONTENTHUB_FUZZ_NUMBER");
        var count = number is null ? Setting("CONTENTHUB_FUZZ_INPUTS") ?? Inputs : 1;
        await fuzzer.RunAsync(number ?? 0, count);

        TestContext.Current.TestOutputHelper?.WriteLine($"{clock.Elapsed.TotalSeconds:f0} s; {string.Join(", ", fuzzer.Counts.OrderBy(c => c.Key).Select(c => $"{c.Key}: {c.Value}"))}");
        Assert.True(fuzzer.Failures.Count == 0, string.Join('\n', fuzzer.Failures));
        Assert.False(server.HasExited, server.Output);
        Assert.DoesNotContain("fail: ", server.Output);
        Assert.DoesNotContain("crit: ", server.Output);
        Assert.True(count == 1 || fuzzer.Counts.GetValueOrDefault("document data") >= count / 20, "Too few inputs came through to be of use.");
    }

    private static async Task<(ServerProcess Server, HttpClient Http)> StartAsync(string environment, TestDatabase data) => await ServerProcess.StartAsync(new Dictionary<string, string?>(data.Settings)
    {
        ["ASPNETCORE_ENVIRONMENT"] = environment,
        ["ContentHub:Seed"] = "none",
        ["ContentHub:Site:Url"] = "https://www.example.org",
        ["ContentHub:RateLimits:AddressPerMinute"] = "0",
        ["ContentHub:RateLimits:EditorPerMinute"] = "0",
        ["ContentHub:RateLimits:AddressConnectionsMax"] = "0",
    });

    /// <summary>Slugs, ids and cursors of what the seed holds, so that not every question is about nothing.</summary>
    private static async Task<IReadOnlyList<string>> KnownAsync(HttpClient http)
    {
        const string Query = """
            {
              articles(first: 5) { edges { cursor node { id entryId slug title references { key } } } }
              topics(first: 10) { nodes { id entryId slug title } }
              locations(first: 3) { nodes { id slug } }
            }
            """;
        using var response = await http.PostAsJsonAsync("/graphql", new { query = Query }, TestContext.Current.CancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return [.. Texts(answer).Distinct()];
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    /// <summary>Another one every day, and for whoever runs it on that day the same: what fails can be looked at by everybody.</summary>
    private static int SeedOfTheDay() => int.Parse(TimeProvider.System.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string SchemaFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "schema.graphql")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return Path.Combine(folder.FullName, "schema.graphql");
    }
}
