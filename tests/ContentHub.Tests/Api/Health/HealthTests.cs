using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Delivery;
using ContentHub.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace ContentHub.Tests.Api.Health;

/// <summary>What load balancers are told, and that readers are never told that there is nothing while there is.</summary>
public sealed class HealthTests(PostgreSqlServer server)
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task A_server_that_shows_everything_is_live_and_ready_for_anybody(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        app.Http.DefaultRequestHeaders.Authorization = new("Bearer", "not-a-token");

        var (live, liveBody) = await GetAsync(app.Http, "/health/live");
        var (ready, readyBody) = await GetAsync(app.Http, "/health/ready");

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal("""{"status":"live"}""", liveBody.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("""{"status":"ready","checks":{"server":"running","snapshot":"follows the change log"}}""", readyBody.ToJsonString());
        Assert.True(ready.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task While_everything_is_loading_it_says_how_far_it_is()
    {
        RequirePostgreSql();
        await using var database = await TestDatabase.CreateSeededAsync(TestDatabase.PostgreSql, server);
        await using var other = new NpgsqlConnection(database.Options.Database);
        await other.OpenAsync(Cancellation);
        var count = await new NpgsqlCommand("""select count(*) from "Variants" where "PublishedVersion" is not null""", other).ExecuteScalarAsync(Cancellation);
        await using var holding = await other.BeginTransactionAsync(Cancellation);
        // What is public has been counted by then, and no row of it has come.
        await new NpgsqlCommand("""lock table "References" in access exclusive mode""", other).ExecuteNonQueryAsync(Cancellation);
        await using var app = Build(database.Settings);
        await app.StartAsync(Cancellation);
        using var http = ClientOf(app);
        await LockIsWaitedForAsync(database);

        var (_, body) = await GetAsync(http, "/health/ready");
        await holding.RollbackAsync(Cancellation);
        await app.Services.GetRequiredService<SnapshotFollower>().Loaded.WaitAsync(Cancellation);
        var (later, ready) = await GetAsync(http, "/health/ready");

        Assert.Equal($$$"""{"status":"notReady","checks":{"server":"running","snapshot":"loading what is public: 0 of {{{count}}} entries"}}""", body.ToJsonString());
        Assert.Equal((HttpStatusCode.OK, "follows the change log"), (later.StatusCode, (string?)ready["checks"]!["snapshot"]));
    }

    private static async Task LockIsWaitedForAsync(TestDatabase database)
    {
        await using var third = new NpgsqlConnection(database.Options.Database);
        await third.OpenAsync(Cancellation);
        await new NpgsqlCommand("""
            do $$ begin
              while not exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') loop perform pg_sleep(0.001), pg_stat_clear_snapshot(); end loop;
            end $$
            """, third).ExecuteNonQueryAsync(Cancellation);
    }

    [Fact]
    public async Task Until_everything_is_loaded_it_is_live_but_not_ready_and_answers_no_query()
    {
        RequirePostgreSql();
        await using var database = await TestDatabase.CreateAsync(TestDatabase.PostgreSql, server);
        await using var other = new NpgsqlConnection(database.Options.Database);
        await other.OpenAsync(Cancellation);
        await using var holding = await other.BeginTransactionAsync(Cancellation);
        await new NpgsqlCommand("""lock table "Variants" in access exclusive mode""", other).ExecuteNonQueryAsync(Cancellation);
        await using var app = Build(database.Settings);
        await app.StartAsync(Cancellation);
        using var http = ClientOf(app);

        var (live, _) = await GetAsync(http, "/health/live");
        var (ready, body) = await GetAsync(http, "/health/ready");
        using var query = await http.GetAsync("/graphql?query={articles(first:1){totalCount}}", Cancellation);
        var refusal = await query.Content.ReadFromJsonAsync<JsonNode>(Cancellation);
        await holding.RollbackAsync(Cancellation);
        await app.Services.GetRequiredService<SnapshotFollower>().Loaded.WaitAsync(Cancellation);
        var (later, _) = await GetAsync(http, "/health/ready");
        using var again = await http.GetAsync("/graphql?query={articles(first:1){totalCount}}", Cancellation);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"status":"notReady","checks":{"server":"running","snapshot":"loading what is public"}}""", body.ToJsonString());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (query.StatusCode, query.Headers.RetryAfter?.ToString()));
        Assert.Equal("NOT_READY", (string?)refusal!["errors"]![0]!["extensions"]!["code"]);
        Assert.Null(refusal["data"]);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (later.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task Without_its_database_it_goes_on_serving_readers_for_as_long_as_the_setting_says()
    {
        RequirePostgreSql();
        await using var database = await TestDatabase.CreateAsync(TestDatabase.PostgreSql, server);
        var connection = new NpgsqlConnectionStringBuilder(database.Options.Database);
        await using var proxy = new BreakableProxy(connection.Port);
        connection.Port = proxy.Port;
        connection.Password = "pg-secret-word";
        await using var app = Build(new Dictionary<string, string?>(database.Settings)
        {
            ["ContentHub:Database"] = connection.ToString(), ["ContentHub:Health:BehindMost"] = "00:00:08",
        });
        await app.StartAsync(Cancellation);
        await app.Services.GetRequiredService<SnapshotFollower>().Loaded.WaitAsync(Cancellation);
        using var http = ClientOf(app);

        await proxy.CutAsync();

        var (degraded, degradedBody) = await UntilAsync(http, body => (string?)body["status"] == "degraded");
        using var query = await http.GetAsync("/graphql?query={articles(first:1){totalCount}}", Cancellation);
        var (behind, behindBody) = await UntilAsync(http, body => (string?)body["status"] == "notReady");
        using var still = await http.GetAsync("/graphql?query={articles(first:1){totalCount}}", Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (degraded.StatusCode, query.StatusCode));
        Assert.StartsWith("the database has not answered for ", (string?)degradedBody["checks"]!["snapshot"]);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (behind.StatusCode, still.StatusCode));
        Assert.StartsWith("the database has not answered for ", (string?)behindBody["checks"]!["snapshot"]);
        Assert.DoesNotContain("pg-secret-word", behindBody.ToJsonString());
        Assert.DoesNotContain("127.0.0.1", behindBody.ToJsonString());
    }

    [Fact]
    public async Task A_server_that_is_about_to_stop_says_so_while_it_still_answers()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        await using var app = Build(new Dictionary<string, string?>(database.Settings) { ["ContentHub:Health:DrainFor"] = "00:00:03" });
        await app.StartAsync(Cancellation);
        await app.Services.GetRequiredService<SnapshotFollower>().Loaded.WaitAsync(Cancellation);
        using var http = ClientOf(app);

        var stopping = app.StopAsync(Cancellation);

        var (draining, body) = await UntilAsync(http, body => (string?)body["status"] != "ready");
        using var query = await http.GetAsync("/graphql?query={articles(first:1){totalCount}}", Cancellation);
        var (live, _) = await GetAsync(http, "/health/live");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, draining.StatusCode);
        Assert.Equal("stopping", (string?)body["checks"]!["server"]);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (query.StatusCode, live.StatusCode));
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/health/live", Cancellation));
    }

    private static void RequirePostgreSql() => Assert.SkipWhen(
        PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") != "1", PostgreSqlServer.HowToInstall);

    private static WebApplication Build(IReadOnlyDictionary<string, string?> settings) =>
        Server.Build(["--environment=Development", "--urls=http://127.0.0.1:0", "--ContentHub:Seed=none"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
        });

    private static HttpClient ClientOf(WebApplication app) =>
        new() { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

    private static async Task<(HttpResponseMessage Answer, JsonNode Body)> GetAsync(HttpClient http, string path)
    {
        var answer = await http.GetAsync(path, Cancellation);
        return (answer, (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!);
    }

    private static async Task<(HttpResponseMessage Answer, JsonNode Body)> UntilAsync(HttpClient http, Func<JsonNode, bool> isSo)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            var answer = await GetAsync(http, "/health/ready");
            if (isSo(answer.Body))
            {
                return answer;
            }

            Assert.True(since.Elapsed < TimeSpan.FromMinutes(1), answer.Body.ToJsonString());
            await Task.Delay(50, Cancellation);
        }
    }
}
