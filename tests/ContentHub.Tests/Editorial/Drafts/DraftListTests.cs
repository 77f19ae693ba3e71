using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Xunit;

namespace ContentHub.Tests.Editorial.Drafts;

public sealed class DraftListTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task Each_filter_keeps_just_what_it_names(string database)
    {
        var clock = new ManualClock(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 300));
        await using var app = await ContentHubApp.StartAsync(database, server, clock: clock);
        var (ann, sam) = (new Writer(app, "Ann", Role.Author), new Writer(app, "Sam"));
        var article = await ann.CreateAsync("Article", new { title = "Alpha", summary = "Ünïque WORDS *in bold*." });
        clock.Advance(TimeSpan.FromHours(1));
        var noon = clock.GetUtcNow();
        var published = await sam.CreateAsync("Topic", new { title = "Beta", kind = "CONDITION", summary = "S" });
        await app.PublishAsync(published.Id, 1, isClinical: false);
        var changed = await sam.CreateAsync("Topic", new { title = "Gamma", kind = "CONDITION", summary = "S" });
        await app.PublishAsync(changed.Id, 1, isClinical: false);
        await sam.PatchAsync("Topic", changed, new { title = "Gamma two" });
        clock.Advance(TimeSpan.FromHours(1));
        await ann.CreateAsync("Article", new { title = "Alfa" }, entryId: article.EntryId, locale: "es-US");
        var gone = await ann.CreateAsync("Article", new { title = "Thrown away" });
        await app.DoneAsync("discardDraft", new { id = gone.Id, version = 1 }, ann.Token);

        async Task<string> TitlesAsync(object where) => string.Join(", ", (await sam.ReadAsync("drafts(where: $where, orderBy: TITLE_ASC) { nodes { title } totalCount }", new { where }, "($where: DraftFilter)"))!["nodes"]!.AsArray().Select(n => (string?)n!["title"]));

        Assert.Equal("Alfa, Alpha, Beta, Gamma two", await TitlesAsync(new { }));
        Assert.Equal("Alfa, Alpha, Gamma two", await TitlesAsync(new { state = new { @in = new[] { "DRAFT" } } }));
        Assert.Equal("Beta", await TitlesAsync(new { state = new { @in = new[] { "PUBLISHED", "APPROVED" } } }));
        Assert.Equal("", await TitlesAsync(new { state = new { @in = Array.Empty<string>() } }));
        Assert.Equal("Beta, Gamma two", await TitlesAsync(new { type = new { @in = new[] { "TOPIC" } } }));
        Assert.Equal("Alfa", await TitlesAsync(new { locale = new { eq = "es-US" } }));
        Assert.Equal("Alfa, Alpha", await TitlesAsync(new { text = "ÜNÏQUE in  words" }));
        Assert.Equal("", await TitlesAsync(new { text = "unique nonsense" }));
        Assert.Equal("Alfa, Alpha, Beta, Gamma two", await TitlesAsync(new { text = " " }));
        Assert.Equal("", await TitlesAsync(new { text = "%" }));
        Assert.Equal("Alfa, Alpha", await TitlesAsync(new { author = new { eq = "Ann" } }));
        Assert.Equal("", await TitlesAsync(new { author = new { eq = "ann" } }));
        Assert.Equal("Alfa, Alpha, Gamma two", await TitlesAsync(new { hasUnpublishedChanges = true }));
        Assert.Equal("Beta", await TitlesAsync(new { hasUnpublishedChanges = false }));
        Assert.Equal("Alfa, Beta, Gamma two", await TitlesAsync(new { updatedAt = new { gte = noon.ToString("O") } }));
        Assert.Equal("Alpha", await TitlesAsync(new { updatedAt = new { lt = noon.ToString("O") } }));
        Assert.Equal("Beta, Gamma two", await TitlesAsync(new { updatedAt = new { gte = noon.ToOffset(TimeSpan.FromHours(5)).ToString("O"), lt = noon.AddHours(1).ToString("O") } }));
        Assert.Equal("Gamma two", await TitlesAsync(new { type = new { @in = new[] { "TOPIC" } }, hasUnpublishedChanges = true, text = "gamma", author = new { eq = "Sam" }, locale = new { eq = "en-US" } }));
    }

    [Theory, EachDatabase]
    public async Task Pages_of_any_size_show_each_entry_once_in_every_order_also_where_all_are_equal(string database)
    {
        var clock = new ManualClock(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 300));
        await using var app = await ContentHubApp.StartAsync(database, server, clock: clock);
        var writer = new Writer(app);
        for (var i = 0; i < 11; i++)
        {
            // Ties in time and in title, and titles that a collation would sort in another way than their bytes.
            await writer.CreateAsync("Topic", new { title = new[] { "Same", "same", "Éa" }[i % 3], slug = $"t{i}" });
            clock.Advance(TimeSpan.FromMinutes(i % 4 == 0 ? 1 : 0));
        }

        foreach (var order in new[] { "UPDATED_AT_DESC", "UPDATED_AT_ASC", "TITLE_ASC" })
        {
            var whole = (await writer.ReadAsync($"drafts(first: 100, orderBy: {order}) {{ nodes {{ id title updatedAt }} totalCount pageInfo {{ hasNextPage hasPreviousPage }} }}"))!;
            var all = whole["nodes"]!.AsArray().Select(n => (string)n!["id"]!).ToList();
            foreach (var size in new[] { 1, 3, 11 })
            {
                Assert.Equal(all, await WalkAsync(writer, order, size));
            }

            Assert.Equal(11, all.Distinct().Count());
            Assert.Equal("""{"hasNextPage":false,"hasPreviousPage":false}""", whole["pageInfo"]!.ToJsonString());
            var times = whole["nodes"]!.AsArray().Select(n => (string)n!["updatedAt"]!).ToList();
            if (order != "TITLE_ASC")
            {
                Assert.Equal(order == "UPDATED_AT_ASC" ? times.Order(StringComparer.Ordinal) : times.OrderDescending(StringComparer.Ordinal), times);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task An_empty_page_ends_where_it_was_to_begin(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        await writer.CreateAsync("Topic", new { title = "T" });
        var last = (string)(await writer.ReadAsync("drafts { pageInfo { endCursor } }"))!["pageInfo"]!["endCursor"]!;

        var page = await writer.ReadAsync("drafts(after: $after) { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage endCursor } }", new { after = last }, "($after: String)");

        Assert.Equal($$$"""{"nodes":[],"totalCount":1,"pageInfo":{"hasNextPage":false,"hasPreviousPage":true,"endCursor":"{{{last}}}"}}""", page!.ToJsonString());
    }

    [Theory, EachDatabase]
    public async Task A_cursor_that_was_not_given_is_refused(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        await writer.CreateAsync("Topic", new { title = "T" });
        var byTime = (string)(await writer.ReadAsync("drafts { pageInfo { endCursor } }"))!["pageInfo"]!["endCursor"]!;
        var id = Guid.NewGuid();
        string[] forged =
        [
            "", " ", "x", "!!", "\u0000", byTime[..^3], byTime + "AAAA", Encoded("null"), Encoded("{}"), Encoded("[]"), Encoded("1"), Encoded("[1,2,3,4]"), Encoded("[[],[],[],[]]"),
            Encoded($"[\"TitleAsc\",0,\"a\\u0000b\",\"{id}\"]"), Encoded($"[\"TitleAsc\",0,\"\\ud800\",\"{id}\"]"), Encoded($"[\"TitleAsc\",1e99,\"a\",\"{id}\"]"),
            Encoded($"[\"TitleAsc\",{long.MaxValue},\"a\",\"{id}\"]"), Encoded($"[\"TitleAsc\",0.5,\"a\",\"{id}\"]"), Encoded($"[\"TitleAsc\",0,5,\"{id}\"]"), Encoded("[\"TitleAsc\",0,\"a\",\"x\"]"),
            Encoded("[\"TitleAsc\",0,\"a\",null]"), Encoded($"[\"TitleAsc\",null,\"a\",\"{id}\"]"), Encoded(new string('[', 2000)), byTime,
        ];
        foreach (var after in forged)
        {
            var answer = await app.SendAsync("query($after: String) { editorial { drafts(after: $after, orderBy: TITLE_ASC) { totalCount } } }", new { after }, writer.Token);

            Assert.True((string?)answer["errors"]?[0]?["extensions"]?["code"] == "INVALID_CURSOR", $"{after}: {answer.ToJsonString()}");
        }
    }

    [Theory, EachDatabase]
    public async Task A_page_is_at_most_a_hundred_and_not_negative(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        foreach (var first in new[] { 101, -1, int.MaxValue, int.MinValue })
        {
            foreach (var field in new[] { "drafts(first: $first) { totalCount }", "tasks(first: $first) { totalCount }" })
            {
                var answer = await app.SendAsync($"query($first: Int) {{ editorial {{ {field} }} }}", new { first }, writer.Token);

                Assert.True(answer["errors"] is not null && (string?)answer["errors"]![0]!["extensions"]?["code"] != "INTERNAL", answer.ToJsonString());
            }
        }
    }

    [Theory, EachDatabase]
    public async Task A_list_takes_the_same_number_of_statements_whether_it_shows_one_draft_or_twenty(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topics = new List<Written>();
        for (var i = 0; i < 20; i++)
        {
            var topic = await new Writer(app, $"Writer {i}").CreateAsync("Topic", new { title = $"Topic {i}", kind = "CONDITION", summary = "S", parent = topics.LastOrDefault()?.EntryId, featured = topics.Take(3).Select(t => t.EntryId) });
            await app.MutateAsync("addComment", new { id = topic.Id, version = 1, text = "A remark." }, writer.Token);
            topics.Add(await writer.PatchAsync("Topic", topic, new { summary = "S2" }));
            await writer.CreateAsync("Topic", new { title = $"Tema {i}" }, entryId: topic.EntryId, locale: "es-US");
        }

        const string Selection = """
            nodes { id title updatedBy { name } review { reviewerName } translationOf { version isOutdated source { title } changes { label } } refersTo { title } findings { rule }
              actions { action allowed } readability { words } content { __typename }
              comments { totalCount nodes { text by { name } resolvedBy { name } replies { text by { name } } } }
              revisions { totalCount nodes { version createdBy { name } approvedBy { name } content { __typename } } } }
            """;
        async Task<(int Statements, JsonNode Page)> CountAsync(int first)
        {
            // The server also looks at its log now and then, which adds to some of the counts: the least is the list's own.
            var (least, page) = (int.MaxValue, (JsonNode?)null);
            for (var i = 0; i < 5; i++)
            {
                var before = app.StatementCount;
                page = await writer.ReadAsync($"drafts(first: {first}, orderBy: TITLE_ASC) {{ {Selection} }}");
                least = Math.Min(least, app.StatementCount - before);
            }

            return (least, page!);
        }

        var (forOne, one) = await CountAsync(1);
        var (forTwenty, twenty) = await CountAsync(20);
        var (forForty, forty) = await CountAsync(40);

        Assert.Equal((1, 20, 40), (one["nodes"]!.AsArray().Count, twenty["nodes"]!.AsArray().Count, forty["nodes"]!.AsArray().Count));
        Assert.Equal("A remark.", (string?)forty["nodes"]!.AsArray().Single(n => (string?)n!["title"] == "Topic 7")!["comments"]!["nodes"]![0]!["text"]);
        Assert.Equal(4, forty["nodes"]!.AsArray().Single(n => (string?)n!["title"] == "Topic 7")!["refersTo"]!.AsArray().Count);
        Assert.InRange(forTwenty, 4, 15);
        Assert.Equal(forTwenty, forForty);
        Assert.InRange(forOne, 4, forTwenty);
    }

    private static string Encoded(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static async Task<List<string>> WalkAsync(Writer writer, string order, int size)
    {
        var (seen, after) = (new List<string>(), (string?)null);
        while (true)
        {
            var page = (await writer.ReadAsync($"drafts(first: {size}, after: $after, orderBy: {order}) {{ edges {{ cursor node {{ id }} }} totalCount pageInfo {{ hasNextPage startCursor endCursor }} }}", new { after }, "($after: String)"))!;
            seen.AddRange(page["edges"]!.AsArray().Select(e => (string)e!["node"]!["id"]!));
            Assert.Equal(11, (int)page["totalCount"]!);
            Assert.Equal((string?)page["edges"]!.AsArray().LastOrDefault()?["cursor"], (string?)page["pageInfo"]!["endCursor"]);
            if (!(bool)page["pageInfo"]!["hasNextPage"]!)
            {
                return seen;
            }

            after = (string?)page["pageInfo"]!["endCursor"];
        }
    }
}
