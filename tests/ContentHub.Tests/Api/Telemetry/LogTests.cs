using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ContentHub.Accounts;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace ContentHub.Tests.Api.Telemetry;

/// <summary>What stands on standard output: lines that only the server writes, without secrets.</summary>
public sealed class LogTests(PostgreSqlServer server)
{
    private const string Forged = "\r\nFORGED info: an editor signed in\u001b[2K\u2028FORGED";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Text")]
    [InlineData("Json")]
    public async Task No_request_forges_a_line_and_no_secret_is_written(string format)
    {
        Assert.SkipWhen(PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") != "1", PostgreSqlServer.HowToInstall);
        await using var database = await TestDatabase.CreateAsync(TestDatabase.PostgreSql, server);
        var settings = new Dictionary<string, string?>(database.Settings)
        {
            ["ContentHub:Database"] = database.Options.Database + ";Password=pg-secret-word",
            ["ContentHub:Seed"] = "none", ["ContentHub:Logging:Format"] = format, ["ContentHub:Logging:Requests"] = "All",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Information",
        };
        var now = DateTimeOffset.UtcNow;
        var tokens = new DevelopmentTokens(database.Options.Data);
        var token = tokens.Create("edith@example.org", [Role.Editor], now);
        var forger = tokens.Create($"Eve{Forged}", [Role.Author], now);

        var (process, http) = await ServerProcess.StartAsync(settings);
        string output;
        await using (process)
        using (http)
        {
            await AttackAsync(http, token, forger);
            // From here on our own faults are logged, with what the database says.
            await server.DropDatabaseAsync(database.Options.Database!);
            await SendAsync(http, token, "mutation { createTopic(input: { content: { kind: CONDITION, title: \"patient-secret\", summary: \"s\" } }) { errors { message } } }");
            for (var since = Stopwatch.StartNew(); !process.Output.Contains("Correlation id", StringComparison.Ordinal);)
            {
                Assert.True(since.Elapsed < TimeSpan.FromMinutes(1), process.Output);
                await Task.Delay(20, Cancellation);
            }

            output = process.Output;
        }

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All([token, forger, "pg-secret-word", "patient-secret", "preview-secret", "query-secret", "edith@example.org"], secret => Assert.DoesNotContain(secret, output));
        Assert.All(lines, line => Assert.DoesNotMatch("^\\s*FORGED", line));
        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain('\u2028', output);
        Assert.Contains(lines, line => line.Contains(format == "Json" ? @"\\r\\nFORGED" : @"\r\nFORGED", StringComparison.Ordinal) && line.Contains("404", StringComparison.Ordinal));
        if (format == "Json")
        {
            Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        }
    }

    [Fact]
    public async Task Failed_requests_are_logged_up_to_a_bound_and_others_are_not()
    {
        var (log, clock) = (new RecordedLog(), new Storage.ManualClock(DateTimeOffset.UtcNow));
        var database = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        await using var app = await ContentHubApp.StartAsync(database, clock: clock, services: services => services.AddSingleton<ILoggerProvider>(log));

        await app.QueryAsync("{ site { name } }");
        for (var i = 0; i < 30; i++)
        {
            await app.Http.GetAsync($"/nowhere/{i}?token=query-secret", Cancellation);
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        await app.Http.GetAsync("/later", Cancellation);

        var lines = log.Entries.Select(entry => entry.Text).Where(text => text.Contains(" was answered with ") || text.Contains("have no line here")).ToList();
        Assert.Equal(22, lines.Count);
        Assert.StartsWith("GET /nowhere/0 was answered with 404 in ", lines[0]);
        Assert.StartsWith("10 more requests failed", lines[20]);
        Assert.StartsWith("GET /later was answered with 404", lines[21]);
        Assert.DoesNotContain(log.Entries, entry => entry.Text.Contains("query-secret"));
    }

    [Fact]
    public async Task The_number_that_a_caller_is_told_is_the_trace_id()
    {
        await using var api = await ApiServer.StartAsync();
        const string traceId = "0af7651916cd43dd8448eb211c80319c";
        var request = new HttpRequestMessage(HttpMethod.Get, "?query=%7Bfail%7D");
        request.Headers.Add("traceparent", $"00-{traceId}-b7ad6b7169203331-01");

        var answer = await api.SendAsync(request);

        Assert.Equal(traceId, answer.Error.GetProperty("extensions").GetProperty("correlationId").GetString());
        Assert.Contains(api.Log.Entries, entry => entry.Text.Contains($"Correlation id: {traceId}"));
    }

    [Theory]
    [InlineData("/graphql?query={site{name}}", true)]
    [InlineData("/graphql?query={nowhere}", false)]
    [InlineData("/nowhere", false)]
    public async Task A_request_is_logged_with_the_trace_that_it_came_with(string path, bool isPlanned)
    {
        var log = new RecordedLog();
        var database = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        await using var app = await ContentHubApp.StartAsync(
            database, settings: new Dictionary<string, string?> { ["ContentHub:Logging:Requests"] = "All" }, services: services => services.AddSingleton<ILoggerProvider>(log));
        if (isPlanned)
        {
            // So that a plan answers the next one.
            await app.Http.GetAsync(path, Cancellation);
        }

        const string traceId = "0af7651916cd43dd8448eb211c80319c";
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{traceId}-b7ad6b7169203331-01");
        using var answer = await app.Http.SendAsync(request, Cancellation);
        using var other = await app.Http.GetAsync(path, Cancellation);

        string[] lines = [.. log.Entries.Select(entry => entry.Text).Where(text => text.Contains(" was answered with ")).TakeLast(2)];
        Assert.EndsWith($"Trace {traceId}", lines[0]);
        Assert.Matches("Trace (?!0{32})[0-9a-f]{32}$", lines[1]);
        Assert.DoesNotContain(traceId, lines[1]);
    }

    private static async Task AttackAsync(HttpClient http, string token, string forger)
    {
        var escaped = Uri.EscapeDataString(Forged);
        await http.GetAsync($"/nowhere{escaped}?access_token={token}&q=query-secret", Cancellation);
        await http.GetAsync($"/graphql?query={{site{{name}}}}&operationName={escaped}&access_token={token}", Cancellation);
        await SendAsync(http, token, "{ site { name } }", operationName: Forged);
        await SendAsync(http, forger, "{ viewer { name } }");
        await SendAsync(http, forger, $"{{ site {{ x{Forged} }} }}");
        await SendAsync(http, token + "x", "{ site { name } }");
        await SendAsync(http, $"{token.Split('.')[0]}.{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"iss\":\"{JsonEncodedText.Encode(Forged)}\"}}"))}.x", "{ site { name } }");
        using var preview = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={site{name}}");
        preview.Headers.TryAddWithoutValidation("ContentHub-Preview", "preview-secret");
        preview.Headers.TryAddWithoutValidation("User-Agent", "x\u001b[2K");
        preview.Headers.TryAddWithoutValidation("traceparent", "FORGED");
        await http.SendAsync(preview, Cancellation);
        await http.PostAsync("/graphql", new StringContent("{ \"query\": \"patient-secret", Encoding.UTF8, "application/json"), Cancellation);
    }

    private static async Task SendAsync(HttpClient http, string token, string query, string? operationName = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query, operationName }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await http.SendAsync(request, Cancellation);
    }
}
