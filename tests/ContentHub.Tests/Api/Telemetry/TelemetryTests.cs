using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial;
using Npgsql;
using Xunit;

namespace ContentHub.Tests.Api.Telemetry;

/// <summary>What leaves the server by OTLP: what an operator needs, and no secret.</summary>
public sealed class TelemetryTests(PostgreSqlServer server)
{
    private const string Secret = "s3cret-of-a-patient";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traces_metrics_and_logs_arrive_where_the_standard_variables_say()
    {
        await using var collector = await Collector.StartAsync();
        var settings = new Dictionary<string, string?>(collector.Settings) { ["OTEL_SERVICE_NAME"] = "practice-cms", ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test" };
        await using (var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, settings: settings))
        {
            // The tests' own client is in the same process and no part of the server.
            using var ours = OpenTelemetry.SuppressInstrumentationScope.Begin();
            await app.QueryAsync("query FirstPage { articles(first: 1) { totalCount } }");
            await app.SendAsync("{ nothing }");
            await app.Http.GetAsync("/health/ready", Cancellation);
            await app.Http.GetAsync("/nowhere", Cancellation);
        }

        var (traces, metrics, logs) = (collector.Text("traces"), collector.Text("metrics"), collector.Text("logs"));
        Assert.All([traces, metrics, logs], signal => Assert.Contains("practice-cms", signal));
        Assert.All([traces, metrics, logs], signal => Assert.Contains("deployment.environment.name", signal));
        Assert.Contains("graphql.operation.name", traces);
        Assert.Contains("FirstPage", traces);
        Assert.Matches(@"url\.path[^/]{0,8}/graphql", traces);
        // Spans of the clients of other tests have whole addresses; those of servers have a path.
        Assert.DoesNotMatch(@"url\.path[^/]{0,8}/health", traces);
        Assert.DoesNotContain("totalCount", traces);
        Assert.Contains("contenthub.graphql.operation.duration", metrics);
        Assert.Contains("FIELDS_ON_CORRECT_TYPE", metrics);
        Assert.Contains("contenthub.snapshot.sequence", metrics);
        Assert.Contains("contenthub.snapshot.entries", metrics);
        Assert.Contains("contenthub.snapshot.lag", metrics);
        Assert.Contains("http.server.request.duration", metrics);
        Assert.DoesNotContain("FirstPage", metrics);
        Assert.Contains("/nowhere was answered with 404", logs);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    public async Task Nothing_is_sent_when_it_is_disabled_or_no_endpoint_is_named(string name, string value)
    {
        await using var collector = await Collector.StartAsync();
        var settings = new Dictionary<string, string?>(collector.Settings) { [name] = value };

        await using (var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, settings: settings))
        {
            await app.QueryAsync("{ articles(first: 1) { totalCount } }");
            Assert.Null(app.Services.GetService(typeof(OpenTelemetry.Trace.TracerProvider)));
        }

        Assert.Equal(0, collector.Count);
    }

    [Fact]
    public async Task Tokens_passwords_and_what_people_ask_do_not_leave_with_it()
    {
        Assert.SkipWhen(PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") != "1", PostgreSqlServer.HowToInstall);
        await using var collector = await Collector.StartAsync();
        var database = await TestDatabase.CreateAsync(TestDatabase.PostgreSql, server);
        var settings = new Dictionary<string, string?>(collector.Settings) { ["ContentHub:Database"] = database.Options.Database + ";Password=pg-secret-word" };
        string token, preview;
        await using (var app = await ContentHubApp.StartAsync(database, settings: settings))
        {
            (token, preview) = await UseAsync(app);
        }

        var everything = collector.Everything;
        Assert.Contains("select", collector.Text("traces"), StringComparison.OrdinalIgnoreCase);
        Assert.All([token, token.Split('.')[2], preview, "pg-secret-word", Secret, "edith@example.org"], secret => Assert.DoesNotContain(secret, everything));
    }

    /// <summary>What an editor and a reader do, well and badly, with a secret wherever one can stand.</summary>
    /// <returns>The token and the preview token that were used.</returns>
    private static async Task<(string Token, string Preview)> UseAsync(ContentHubApp app)
    {
        using var ours = OpenTelemetry.SuppressInstrumentationScope.Begin();
        var token = app.Token("edith@example.org", Role.Editor);
        var article = await app.DoneAsync("createTopic", new { content = new { kind = "CONDITION", slug = "sleep", title = Secret, summary = Secret } }, token);
        var preview = (string)(await app.QueryAsync(
            "mutation($id: ID!) { createPreview(input: { id: $id }) { token } }", new { id = (string)article["draft"]!["id"]! }, token))["createPreview"]!["token"]!;
        await app.QueryAsync("{ topics(first: 1) { nodes { title } } }", preview: preview);
        await app.SendAsync($$"""query {{Secret.Replace('-', '_')}} { topic(slug: "{{Secret}}") { title } }""", token: token + "x");
        await app.QueryAsync($$"""query Mine { topic(slug: "{{Secret}}") { title } }""", token: token);
        await app.SendAsync($$"""{ topic(slug: "{{Secret}}") { nothing } }""", new { x = Secret }, token);
        await app.Http.GetAsync($"/graphql?query={{site{{name}}}}&access_token={token}&{Secret}={Secret}", Cancellation);
        await app.Http.GetAsync($"/nowhere?access_token={token}&{Secret}", Cancellation);
        using var broken = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent($"{{ \"query\": {Secret}", Encoding.UTF8, "application/json") };
        broken.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        broken.Headers.Add("Cookie", $"session={Secret}");
        await app.Http.SendAsync(broken, Cancellation);
        return (token, preview);
    }
}
