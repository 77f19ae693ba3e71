using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Telemetry;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Desk = ContentHub.Tests.Content.Desk;

namespace ContentHub.Tests.Delivery.Plans;

/// <summary>When a plan answers, and that it lets nothing through that the executor would not.</summary>
public sealed class PlannedAnswersTests(PostgreSqlServer server)
{
    private const string Topics = "query Topics($first: Int) { topics(first: $first) { totalCount nodes { title } } }";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_answers_from_the_second_time_on_and_sees_what_was_published_meanwhile()
    {
        await using var app = await StartAsync();
        var desk = new Desk(app);
        await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"));
        var outcomes = new List<string?>();
        using var metrics = Listen(app, outcomes);

        await app.QueryAsync(Topics);
        await app.QueryAsync(Topics);
        await desk.PublishedAsync("Topic", Desk.Topic("mood", "Mood"));
        outcomes.Clear();
        var topics = await app.QueryAsync(Topics);

        Assert.Equal(["Mood", "Sleep"], topics["topics"]!["nodes"]!.AsArray().Select(topic => (string?)topic!["title"]));
        Assert.Equal(2, Count(app, PlanOutcome.Answered));
        Assert.Equal(["answered"], outcomes);
    }

    [Fact]
    public async Task A_document_that_is_named_by_its_hash_is_answered_by_its_plan_with_GET()
    {
        await using var app = await StartAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Topics)));
        using (var registered = await app.Http.PostAsJsonAsync("/graphql", new { query = Topics, extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } }, Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        }

        var expected = (await app.SendAsync($"{Topics} # new")).ToJsonString();

        var byId = await app.Http.GetStringAsync($"/graphql?documentId=sha256:{hash}", Cancellation);
        var byExtension = await app.Http.GetStringAsync($"/graphql?extensions={Uri.EscapeDataString($"{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":\"{hash}\"}}}}")}", Cancellation);
        var refused = await app.Http.GetAsync($"/graphql?documentId=sha256:{hash}&query={Uri.EscapeDataString(Topics)}", Cancellation);

        Assert.Equal((expected, expected), (byId, byExtension));
        Assert.Equal(2, Count(app, PlanOutcome.Answered));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Cost_and_page_sizes_are_checked_with_the_variables_of_each_request()
    {
        await using var app = await StartAsync(new() { ["ContentHub:Limits:CostMax"] = "1000" });
        const string query = "query($first: Int!) { articles(first: $first) { nodes { jsonLd } } }";
        await app.QueryAsync(query, new { first = 1 });
        var expected = await app.SendAsync($"{query} # new", new { first = 2 });

        var answer = await app.SendAsync(query, new { first = 2 });
        var dear = await app.SendAsync(query, new { first = 90 });
        var negative = await app.SendAsync(query, new { first = -1 });
        var wrong = await app.SendAsync(query, new { first = "2" });

        Assert.Equal(1, Count(app, PlanOutcome.Answered));
        Assert.Equal(expected.ToJsonString(), answer.ToJsonString());
        Assert.Equal("articles.nodes.jsonLd", (string?)answer["extensions"]!["cost"]!["heaviest"]!["path"]);
        Assert.Equal(["COST_TOO_HIGH", "INVALID", "INVALID_VALUE"], new[] { dear, negative, wrong }.Select(Code));
        Assert.Equal((2, 1), (Count(app, PlanOutcome.Limits), Count(app, PlanOutcome.Variables)));
    }

    [Fact]
    public async Task One_plan_shows_each_caller_what_that_caller_may_see()
    {
        await using var app = await StartAsync();
        await new Desk(app).PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"));
        var partner = await app.MakeAsync(app.Token("Ada", Role.Admin), new { types = new[] { "ARTICLE" } });
        await app.QueryAsync(Topics);
        var before = Count(app, PlanOutcome.Answered);

        var (everybody, isPublic) = await AskAsync(app, null);
        var (licensed, isPartners) = await AskAsync(app, partner.Key);
        var (_, isEditors) = await AskAsync(app, app.Token("Edith", Role.Editor));

        Assert.Equal(before + 3, Count(app, PlanOutcome.Answered));
        Assert.Equal((1, 0), ((int)everybody["topics"]!["totalCount"]!, (int)licensed["topics"]!["totalCount"]!));
        Assert.Equal((null, "no-store, private", "no-store, private"), (isPublic, isPartners, isEditors));
        using var unknown = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Topics }) };
        unknown.Headers.Authorization = new AuthenticationHeaderValue("Bearer", partner.Key[..^1]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Http.SendAsync(unknown, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_is_not_of_delivery_has_no_plan()
    {
        await using var app = await StartAsync();
        string[] queries =
        [
            "{ viewer { name } }", "{ topics { totalCount } editorial { __typename } }", "{ __schema { queryType { name } } }", "{ __type(name: \"Topic\") { name } }",
            "{ changes(first: 1) { nodes { kind } } }", "{ partner { name } }", "subscription { contentChanged { kind } }",
        ];
        foreach (var query in queries)
        {
            var first = await app.SendAsync(query);

            var second = await app.SendAsync(query);

            Assert.Equal(first.ToJsonString(), second.ToJsonString());
        }

        Assert.Equal((0, 6), (Count(app, PlanOutcome.Answered), Count(app, PlanOutcome.NoPlan)));
    }

    [Fact]
    public async Task A_flood_of_different_documents_makes_room_for_itself()
    {
        var limits = new DocumentCacheLimits(DocumentsMax: 20, TextMaxCharacters: 6_000);
        await using var app = await ContentHubApp.StartAsync(
            await TestDatabase.CreateAsync(TestDatabase.Sqlite, server), services: services => services.AddSingleton(limits));
        var cache = app.Services.GetRequiredService<DocumentCache>();
        for (var i = 0; i < 100; i++)
        {
            // A plan has these fields once for each of nine types, so that it weighs more than its text.
            var query = $"{{ entry{i}: entry(entryId: \"{Guid.Empty}\") {{ id title slug locale }} }}";
            await app.QueryAsync(query);
            await app.QueryAsync(query);
            Assert.InRange(cache.Count, 0, limits.DocumentsMax);
            Assert.InRange(cache.Characters, 0, limits.TextMaxCharacters);
        }

        Assert.Equal(100, Count(app, PlanOutcome.Answered));
        Assert.InRange(cache.Count, 5, 15);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_given_up_as_the_executor_gives_it_up()
    {
        var time = new LeapingTime();
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, clock: time);
        var query = $"{{ {string.Concat(Enumerable.Range(0, 200).Select(i => $"s{i}: site {{ name }} "))}}}";
        await app.QueryAsync(query);

        time.Leaps = true;
        using var answer = await app.Http.PostAsJsonAsync("/graphql", new { query }, Cancellation);
        time.Leaps = false;

        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal((HttpStatusCode.GatewayTimeout, "TIMED_OUT"), (answer.StatusCode, Code(body)));
        Assert.Equal(400, (int)body["extensions"]!["cost"]!["used"]!);
    }

    [Fact]
    public async Task Plans_can_be_switched_off()
    {
        await using var app = await StartAsync(new() { ["ContentHub:Api:CompiledPlans"] = "false" });
        var first = await app.SendAsync(Topics);

        var second = await app.SendAsync(Topics);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal((0, 2), (Count(app, PlanOutcome.Answered), Count(app, PlanOutcome.Off)));
    }

    private Task<ContentHubApp> StartAsync(Dictionary<string, string?>? settings = null) => ContentHubApp.StartAsync(TestDatabase.Sqlite, server, settings: settings);

    private static long Count(ContentHubApp app, PlanOutcome outcome) => app.Services.GetRequiredService<PlannedAnswers>().CountOf(outcome);

    private static string? Code(JsonNode answer) => (string?)answer["errors"]![0]!["extensions"]!["code"];

    private static async Task<(JsonNode Data, string? CacheControl)> AskAsync(ContentHubApp app, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Topics }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await app.Http.SendAsync(request, Cancellation);
        return (JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["data"]!, response.Headers.CacheControl?.ToString());
    }

    private static MeterListener Listen(ContentHubApp app, List<string?> outcomes)
    {
        var meter = app.Services.GetRequiredService<ApiMetrics>().Meter;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == meter && instrument.Name == "contenthub.graphql.plans")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (outcomes)
            {
                outcomes.Add((string?)tags[0].Value);
            }
        });
        listener.Start();
        return listener;
    }

    /// <summary>A minute passes whenever somebody looks.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _leaped;

        public bool Leaps { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (Leaps ? Interlocked.Add(ref _leaped, 60 * TimestampFrequency) : Interlocked.Read(ref _leaped));
    }
}
