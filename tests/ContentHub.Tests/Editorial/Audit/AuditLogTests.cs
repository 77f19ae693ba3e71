using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Xunit;
using Desk = ContentHub.Tests.Content.Desk;

namespace ContentHub.Tests.Editorial.Audit;

public sealed class AuditLogTests(PostgreSqlServer server)
{
    private static readonly DateTimeOffset Monday = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory, EachDatabase]
    public async Task Every_act_stands_there_with_who_when_where_and_from_state_to_state(string database)
    {
        var clock = new ManualClock(Monday);
        await using var app = await ContentHubApp.StartAsync(database, server, clock: clock);
        var (author, reviewer, editor) = (app.Token("Ann", Role.Author), app.Token("Rhea", Role.Editor), app.Token("Edith", Role.Editor));
        var id = (string)(await app.DoneAsync("createTopic", new { content = Desk.Topic("sleep", "Sleep") }, author))["draft"]!["id"]!;
        clock.Advance(TimeSpan.FromHours(1));
        await app.DoneAsync("submitForReview", new { id, version = 1 }, author);
        await app.DoneAsync("approve", new { id, version = 1 }, reviewer);
        await app.DoneAsync("publish", new { id, version = 1, note = "Wanted by the front desk." }, editor);

        var acts = (await ReadAsync(app, """{ id sequence at by { name } address action ref { title slug } version fromState toState reason hash }""", null))["nodes"]!.AsArray();

        Assert.Equal(["4", "3", "2", "1"], acts.Select(a => (string?)a!["sequence"]));
        Assert.Equal(["PUBLISHED", "APPROVED", "SUBMITTED_FOR_REVIEW", "CREATED"], acts.Select(a => (string?)a!["action"]));
        Assert.Equal(["Edith", "Rhea", "Ann", "Ann"], acts.Select(a => (string?)a!["by"]!["name"]));
        Assert.Equal(["APPROVED>PUBLISHED", "IN_REVIEW>APPROVED", "DRAFT>IN_REVIEW"], acts.Take(3).Select(a => $"{a!["fromState"]}>{a["toState"]}"));
        Assert.Equal((Monday, Monday.AddHours(1)), (DateTimeOffset.Parse((string)acts[3]!["at"]!, null), DateTimeOffset.Parse((string)acts[0]!["at"]!, null)));
        Assert.Equal(("Wanted by the front desk.", "Sleep", 1), ((string?)acts[0]!["reason"], (string?)acts[0]!["ref"]!["title"], (int)acts[0]!["version"]!));
        Assert.All(acts, a => Assert.Contains((string?)a!["address"], (string?[])["127.0.0.1", "::1"]));
        Assert.All(acts, a => Assert.Matches("^[0-9a-f]{64}$", (string?)a!["hash"]));
        Assert.Equal(4, acts.Select(a => (string?)a!["id"]).Distinct().Count());
    }

    [Theory, EachDatabase]
    public async Task Each_filter_keeps_just_what_it_names(string database)
    {
        var clock = new ManualClock(Monday);
        await using var app = await ContentHubApp.StartAsync(database, server, clock: clock);
        var (ann, sam) = (app.Token("Ann", Role.Author), app.Token("Sam", Role.Author));
        var first = (await app.DoneAsync("createTopic", new { content = new { title = "One" } }, ann))["draft"]!;
        clock.Advance(TimeSpan.FromDays(1));
        var (id, entryId) = ((string)first["id"]!, (string)first["entryId"]!);
        await app.DoneAsync("createTopic", new { content = new { title = "Uno" }, entryId, locale = "es-US" }, sam);
        await app.DoneAsync("updateTopic", new { id, expectedVersion = 1, patch = new { title = "Once" } }, ann);
        await app.DoneAsync("discardDraft", new { id, version = 2 }, ann);

        async Task<string> ActsAsync(object where) => string.Join(", ", (await ReadAsync(app, "{ action by { name } }", where))["nodes"]!.AsArray().Select(a => $"{a!["action"]} {a["by"]!["name"]}"));

        Assert.Equal("DRAFT_DISCARDED Ann, SAVED Ann, CREATED Sam, CREATED Ann", await ActsAsync(new { entryId }));
        Assert.Equal("DRAFT_DISCARDED Ann, SAVED Ann, CREATED Ann", await ActsAsync(new { entryId = id }));
        Assert.Equal("CREATED Sam", await ActsAsync(new { by = "sAM" }));
        Assert.Equal("", await ActsAsync(new { by = "Sa" }));
        Assert.Equal("", await ActsAsync(new { by = "\0" }));
        Assert.Equal("CREATED Sam, CREATED Ann", await ActsAsync(new { action = "CREATED" }));
        Assert.Equal("CREATED Ann", await ActsAsync(new { at = new { lt = Monday.AddDays(1) } }));
        Assert.Equal("SAVED Ann", await ActsAsync(new { at = new { gte = Monday.AddDays(1), lte = Monday.AddDays(1) }, action = "SAVED", by = "Ann", entryId }));
        Assert.Equal("", await ActsAsync(new { entryId = Guid.NewGuid() }));
        Assert.Equal("", await ActsAsync(new { at = new { isNull = true } }));
        Assert.Equal("INVALID_ID", await FaultAsync(app, new { entryId = "x" }));
        Assert.Equal("INVALID_ACTION", await FaultAsync(app, new { action = "CREATE" }));
    }

    [Theory, EachDatabase]
    public async Task Pages_show_each_act_once_while_others_act(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        for (var number = 0; number < 5; number++)
        {
            await desk.DraftAsync("Topic", Desk.Topic($"t{number}", $"T{number}"));
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await ReadAsync(app, "{ sequence }", null, first: 2, after);
            seen.AddRange(page["nodes"]!.AsArray().Select(a => (string)a!["sequence"]!));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string)page["pageInfo"]!["endCursor"]! : null;
            await desk.DraftAsync("Topic", Desk.Topic($"more{seen.Count}", "More"));
        }
        while (after is not null);

        Assert.Equal(["5", "4", "3", "2", "1"], seen);
        Assert.Equal("INVALID_CURSOR", (string?)(await app.SendAsync("{ editorial { audit(after: \"x\") { totalCount } } }", token: app.Token("Ada", Role.Admin)))["errors"]![0]!["extensions"]!["code"]);
    }

    [Fact]
    public async Task Only_admins_and_publishers_read_it()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);

        foreach (var role in Enum.GetValues<Role>())
        {
            var answer = await app.SendAsync("{ editorial { audit { totalCount } } }", token: app.Token($"{role}", role));

            Assert.Equal(role is Role.Admin or Role.Publisher ? null : "FORBIDDEN", (string?)answer["errors"]?[0]!["extensions"]!["code"]);
        }
    }

    [Theory, EachDatabase]
    public async Task A_page_costs_a_fixed_number_of_statements(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server, seed: true);
        var token = app.Token("Ada", Role.Admin);
        await app.QueryAsync("{ viewer { name } }", token: token);

        // The server follows its log meanwhile: the least of some tries is the query's own.
        var least = int.MaxValue;
        for (var tries = 0; tries < 5; tries++)
        {
            var before = app.StatementCount;
            await app.QueryAsync("{ editorial { audit(first: 100) { totalCount nodes { by { name } ref { title canonicalUrl } } } } }", token: token);
            least = Math.Min(least, app.StatementCount - before);
        }

        Assert.InRange(least, 1, 5);
    }

    private static async Task<JsonNode> ReadAsync(ContentHubApp app, string selection, object? where, int first = 50, string? after = null) => (await app.QueryAsync(
        $"query($where: AuditFilter, $first: Int, $after: String) {{ editorial {{ audit(first: $first, after: $after, where: $where) {{ totalCount nodes {selection} pageInfo {{ hasNextPage endCursor }} }} }} }}",
        new { where, first, after }, app.Token("Ada", Role.Admin)))["editorial"]!["audit"]!;

    private static async Task<string?> FaultAsync(ContentHubApp app, object where) => (string?)(await app.SendAsync(
        "query($where: AuditFilter) { editorial { audit(where: $where) { totalCount } } }", new { where }, app.Token("Ada", Role.Admin)))["errors"]![0]!["extensions"]!["code"];
}
