using System.Net;
using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Syndication.Changes;

public sealed class ChangePagesTests(PostgreSqlServer server)
{
    private const string Query = """
        query($first: Int, $after: String, $compact: Boolean!, $where: ChangeFilter) { changes(first: $first, after: $after, compact: $compact, where: $where) {
          nodes { cursor sequence kind version ref { entryId locale slug } entry { publishedVersion title } }
          pageInfo { hasNextPage endCursor } latestCursor stateHash
        } }
        """;

    [Theory, EachDatabase]
    public async Task A_copy_that_follows_whatever_happens_is_what_readers_see(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var items = new List<Item>();
        CopyOfChanges byGraph = new(), byHttp = new(), compact = new();

        for (var act = 0; act < 60; act++)
        {
            await ActAsync(practice, items, random);
            if (random.Next(4) == 0)
            {
                await FollowAsync(practice, byGraph, random.Next(1, 4), isCompact: false);
            }

            if (random.Next(4) == 0)
            {
                await FollowByHttpAsync(practice, byHttp, random.Next(1, 4), isLines: random.Next(2) == 0);
            }

            if (random.Next(4) == 0)
            {
                await FollowAsync(practice, compact, random.Next(1, 4), isCompact: true);
            }
        }

        await FollowAsync(practice, byGraph, 7, isCompact: false);
        await FollowByHttpAsync(practice, byHttp, 7, isLines: true);
        await FollowAsync(practice, compact, 7, isCompact: true);
        CopyOfChanges fresh = new(), freshCompact = new();
        await FollowAsync(practice, fresh, 1000, isCompact: false);
        await FollowAsync(practice, freshCompact, 5, isCompact: true);

        var shown = await ShownAsync(practice);
        Assert.NotEmpty(shown);
        foreach (var copy in new[] { byGraph, byHttp, compact, fresh, freshCompact })
        {
            Assert.Equal(shown.OrderBy(t => t.Key.EntryId), copy.Texts.OrderBy(t => t.Key.EntryId));
        }
    }

    [Theory, EachDatabase]
    public async Task A_compact_copy_hears_of_each_text_once(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var item = await practice.PublishedAsync(isClinical: false);
        await practice.DoneAsync("publish", new { id = item.Id, version = (await practice.EditAsync(item, "Second text.", practice.Edith)).Version }, practice.Edith);
        var gone = await practice.PublishedAsync(isClinical: false);
        await practice.DoneAsync("retract", new { id = gone.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);

        var changes = (await PageAsync(practice, 20, null, isCompact: true))["changes"]!.AsArray();

        Assert.Equal([("UPDATED", 2), ("RETRACTED", 1)], changes.Where(c => (string?)c!["ref"]!["entryId"] == item.EntryId || (string?)c["ref"]!["entryId"] == gone.EntryId).Select(c => ((string)c!["kind"]!, (int)c["version"]!)));
        Assert.Equal(changes.Count, changes.Select(c => (string?)c!["ref"]!["entryId"]).Distinct().Count());
    }

    [Theory, EachDatabase]
    public async Task A_filter_lets_through_what_it_names_and_the_cursor_goes_on_all_the_same(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var term = await practice.PublishedAsync(isClinical: false);
        var question = await practice.PublishedAsync();
        await practice.DoneAsync("unpublish", new { id = term.Id, version = 1 }, practice.Edith);

        Assert.Equal(["PUBLISHED", "UNPUBLISHED"], await KindsAsync(new { type = new { eq = "GLOSSARY_TERM" } }));
        Assert.Equal(["UNPUBLISHED"], await KindsAsync(new { kind = new { @in = new[] { "UNPUBLISHED", "RETRACTED" } } }));
        Assert.Empty(await KindsAsync(new { locale = new { eq = "es-US" } }));
        Assert.Equal(["PUBLISHED", "PUBLISHED", "UNPUBLISHED"], await KindsAsync(new { topic = new { slug = new { eq = "sleep" } } }));
        Assert.Equal(["PUBLISHED"], (await GetAsync(practice, $"?type=FAQ_ENTRY&topic=sleep&locale=en-US"))["changes"]!.AsArray().Select(c => (string)c!["kind"]!));
        Assert.Equal(question.EntryId, (string?)(await GetAsync(practice, "?type=FAQ_ENTRY&kind=PUBLISHED"))["changes"]![0]!["ref"]!["entryId"]);

        var empty = await PageAsync(practice, 20, null, where: new { locale = new { eq = "es-US" } });
        Assert.Null(empty["stateHash"]);
        Assert.Equal((string?)empty["latestCursor"], (string?)empty["endCursor"]);

        async Task<string[]> KindsAsync(object where) => [.. (await PageAsync(practice, 20, null, where: where))["changes"]!.AsArray().Select(c => (string)c!["kind"]!)];
    }

    [Fact]
    public async Task What_is_no_place_in_the_log_or_no_parameter_is_refused_with_what_to_do()
    {
        await using var practice = await Practice.OpenAsync("SQLite", server);
        foreach (var (query, code, words) in new[]
        {
            ("?after=nonsense", "INVALID_CURSOR", "no cursor"),
            ($"?after={new ContentHub.Storage.ChangeCursor(Guid.NewGuid(), 1)}", "INVALID_CURSOR", "restored"),
            ($"?after={new ContentHub.Storage.ChangeCursor(practice.App.Current.LogId, 1_000_000)}", "INVALID_CURSOR", "restored"),
            ("?first=1001", "INVALID", "0 to 1000"),
            ("?first=-1", "INVALID", "0 to 1000"),
            ("?compact=yes", "INVALID", "true or false"),
            ("?kind=DELETED", "INVALID", "RETRACTED"),
            ("?type=PARTNER", "INVALID", "ARTICLE"),
            ("?after=a&after=b", "INVALID", "more than once"),
            ("?format=xml", "INVALID", "ndjson"),
            ("?cursor=a", "INVALID", "after"),
        })
        {
            using var answer = await practice.App.Http.GetAsync(new Uri("/syndication/changes" + query, UriKind.Relative), TestContext.Current.CancellationToken);
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal((query, HttpStatusCode.BadRequest, "application/problem+json"), (query, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal((query, code), (query, (string?)problem["code"]));
            Assert.Contains(words, (string?)problem["detail"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_next_page_is_linked_and_the_last_has_the_state()
    {
        await using var practice = await Practice.OpenAsync("SQLite", server);
        await practice.PublishedAsync(isClinical: false);
        await practice.PublishedAsync(isClinical: false);
        var seen = new List<string>();
        string? next = "/syndication/changes?first=1&type=GLOSSARY_TERM&type=TOPIC";
        while (next is not null)
        {
            using var answer = await practice.App.Http.GetAsync(new Uri(next, UriKind.Relative), TestContext.Current.CancellationToken);
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            seen.AddRange(page["changes"]!.AsArray().Select(c => (string)c!["sequence"]!));
            next = answer.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
            Assert.Equal(next is not null, (bool)page["hasNextPage"]!);
        }

        Assert.Equal(3, seen.Distinct().Count());
        Assert.Equal(3, seen.Count);
    }

    private static async Task ActAsync(Practice practice, List<Item> items, Random random)
    {
        if (items.Count < 3 || random.Next(3) == 0)
        {
            items.Add(await practice.PublishedAsync(isClinical: false));
            return;
        }

        var at = random.Next(items.Count);
        var item = items[at];
        switch (random.Next(5))
        {
            case 0:
                await practice.MutateAsync("unpublish", new { id = item.Id, version = item.Version }, practice.Edith);
                break;
            case 1:
                await practice.MutateAsync("publish", new { id = item.Id, version = item.Version }, practice.Edith);
                break;
            case 2:
                await practice.MutateAsync("retract", new { id = item.Id, version = item.Version, reason = "It named a wrong dose." }, practice.Paul);
                break;
            case 3:
                // A draft that readers hear nothing of.
                items[at] = await practice.EditAsync(item, $"Text {random.Next()}.", practice.Edith);
                break;
            default:
                items[at] = await practice.EditAsync(item, $"Text {random.Next()}.", practice.Edith);
                await practice.MutateAsync("publish", new { id = item.Id, version = items[at].Version }, practice.Edith);
                break;
        }
    }

    private static async Task FollowAsync(Practice practice, CopyOfChanges copy, int size, bool isCompact)
    {
        while (copy.Take(await PageAsync(practice, size, copy.Cursor, isCompact)))
        {
        }
    }

    private static async Task FollowByHttpAsync(Practice practice, CopyOfChanges copy, int size, bool isLines)
    {
        string Query() => $"?first={size}{(copy.Cursor is { } after ? $"&after={after}" : "")}";
        while (copy.Take(isLines ? await LinesAsync(practice, Query()) : await GetAsync(practice, Query())))
        {
        }
    }

    private static async Task<JsonNode> PageAsync(Practice practice, int first, string? after, bool isCompact = false, object? where = null)
    {
        var page = (await practice.App.QueryAsync(Query, new { first, after, compact = isCompact, where }))["changes"]!;
        return new JsonObject
        {
            ["changes"] = page["nodes"]!.DeepClone(),
            ["endCursor"] = page["pageInfo"]!["endCursor"]!.DeepClone(),
            ["hasNextPage"] = page["pageInfo"]!["hasNextPage"]!.DeepClone(),
            ["latestCursor"] = page["latestCursor"]!.DeepClone(),
            ["stateHash"] = page["stateHash"]?.DeepClone(),
        };
    }

    private static async Task<JsonNode> GetAsync(Practice practice, string query) =>
        JsonNode.Parse(await practice.App.Http.GetStringAsync(new Uri("/syndication/changes" + query, UriKind.Relative), TestContext.Current.CancellationToken))!;

    private static async Task<JsonNode> LinesAsync(Practice practice, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/syndication/changes" + query);
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var answer = await practice.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        var page = (JsonObject)lines[^1];
        page["changes"] = new JsonArray([.. lines.SkipLast(1)]);
        return page;
    }

    /// <summary>What readers can find, by another way than the log.</summary>
    private static async Task<Dictionary<(string EntryId, string Locale), int>> ShownAsync(Practice practice)
    {
        var pages = (await practice.App.QueryAsync("{ sitemap(first: 1000) { nodes { nodeId } } }"))["sitemap"]!["nodes"]!.AsArray();
        var ids = pages.Select(p => (string)p!["nodeId"]!).ToArray();
        var nodes = (await practice.App.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { ... on Entry { entryId locale publishedVersion } } }", new { ids }))["nodes"]!.AsArray();
        return nodes.ToDictionary(n => ((string)n!["entryId"]!, (string)n["locale"]!), n => (int)n!["publishedVersion"]!);
    }
}
