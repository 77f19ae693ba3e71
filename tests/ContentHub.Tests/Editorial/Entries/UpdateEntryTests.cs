using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Editorial.Entries;

public sealed class UpdateEntryTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task A_patch_changes_what_it_names_clears_what_is_null_and_replaces_lists_whole(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var article = await writer.CreateAsync("Article", new { title = "Title", summary = "Summary", keyPoints = new[] { "One", "Two" }, noIndex = true, seoTitle = "Seo", audience = "PATIENT" });
        const string All = "slug title summary keyPoints noIndex seoTitle audience";

        var second = await writer.PatchAsync("Article", article, new { title = "Other title" });
        var afterName = await writer.ContentAsync("Article", second, All);
        var third = await writer.PatchAsync("Article", second, new { summary = (string?)null, keyPoints = new[] { "Three" }, noIndex = (bool?)null, audience = (string?)null });
        var afterNull = await writer.ContentAsync("Article", third, All);
        var fourth = await writer.PatchAsync("Article", third, new { keyPoints = (string[]?)null });
        var afterEmpty = await writer.ContentAsync("Article", fourth, All);

        AssertJson("""{"slug":"title","title":"Other title","summary":"Summary","keyPoints":["One","Two"],"noIndex":true,"seoTitle":"Seo","audience":"PATIENT"}""", afterName);
        AssertJson("""{"slug":"title","title":"Other title","summary":null,"keyPoints":["Three"],"noIndex":false,"seoTitle":"Seo","audience":null}""", afterNull);
        Assert.Empty(afterEmpty["keyPoints"]!.AsArray());
    }

    [Theory, EachDatabase]
    public async Task Edits_change_single_sections_and_blocks_by_key_in_their_order(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var article = await writer.CreateAsync("Article", Sections());

        var payload = await writer.TryEditAsync("Article", article,
            new { insertSection = new { after = "a", section = new { key = "n", heading = "New", blocks = new object[] { Paragraph("n1") } } } },
            new { updateSection = new { key = "a", heading = "Renamed", standsAlone = true } },
            new { moveSection = new { key = "c" } },
            new { insertBlock = new { section = "n", after = "n1", block = new { quote = new { text = "Words" } } } },
            new { replaceBlock = new { callout = new { key = "a1", kind = "NOTE", text = "Instead" } } },
            new { moveBlock = new { key = "b1", toSection = "c" } },
            new { removeBlock = new { key = "a2" } },
            new { removeSection = new { key = "b" } });

        Assert.Empty(Writer.Refusals(payload));
        var saved = Writer.Of(payload);
        var sections = (await writer.ContentAsync("Article", saved, "title sections { key anchor heading standsAlone blocks { paragraph { key } quote { key text } callout { key text } } }"))["sections"]!;
        Assert.Equal(2, saved.Version);
        Assert.Equal("c[b1 c1] a[a1] n[n1 b2]", Outline(sections));
        Assert.Equal(["C", "Renamed", "New"], sections.AsArray().Select(s => (string?)s!["heading"]));
        Assert.Equal(["c", "a", "new"], sections.AsArray().Select(s => (string?)s!["anchor"]));
        Assert.True((bool)sections[1]!["standsAlone"]!);
        Assert.Equal("Instead", (string?)sections[1]!["blocks"]![0]!["callout"]!["text"]);
    }

    [Theory, EachDatabase]
    public async Task A_refused_update_tells_all_faults_at_once_and_changes_nothing(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var article = await writer.CreateAsync("Article", Sections());
        var other = await writer.CreateAsync("Article", new { title = "Taken" });
        var topic = await writer.CreateAsync("Topic", new { title = "Topic" });
        var unknown = Guid.NewGuid();
        var before = await StateAsync(app);

        async Task<string> PatchAsync(object patch) => string.Join(", ", Writer.Refusals(await writer.TryPatchAsync("Article", article, patch)));
        async Task<string> EditAsync(params object[] edits) => string.Join(", ", Writer.Refusals(await writer.TryEditAsync("Article", article, edits)));

        Assert.Equal(
            "INVALID input/patch/slug, TOO_LONG input/patch/title, UNKNOWN_REFERENCE input/patch/topics/0, UNKNOWN_REFERENCE input/patch/topics/1".Split(", ").Order(),
            (await PatchAsync(new { slug = "Not A Slug", title = new string('x', 201), topics = new[] { unknown.ToString(), other.EntryId } })).Split(", ").Order());
        Assert.Equal("SLUG_TAKEN input/patch/slug", await PatchAsync(new { slug = "taken" }));
        Assert.Equal("TOO_LONG input/patch/keyPoints", await PatchAsync(new { keyPoints = Enumerable.Repeat("x", 11) }));
        Assert.Equal("TOO_LONG input/patch/keyPoints/1", await PatchAsync(new { keyPoints = new[] { "x", new string('x', 301) } }));
        Assert.Equal("RAW_HTML input/patch/sections/s/blocks/b/text", await PatchAsync(OneBlock(new { paragraph = new { key = "b", text = "A <b>bold</b> word" } }, key: "s")).Distinct());
        Assert.Equal("RAW_HTML input/patch/sections/0/blocks/1/text", await PatchAsync(new { sections = new[] { new { blocks = new object[] { Paragraph(null), new { paragraph = new { text = "<script>" } } } } } }));
        Assert.Equal("DUPLICATE_KEY input/patch/sections/1/key", await PatchAsync(new { sections = new[] { new { key = "x", blocks = Array.Empty<object>() }, new { key = "x", blocks = Array.Empty<object>() } } }));
        Assert.Equal("DUPLICATE_KEY input/patch/sections/s/blocks/0/key", await PatchAsync(OneBlock(Paragraph("s"), key: "s")));
        Assert.Equal("INVALID input/patch/sections/0/key", await PatchAsync(OneBlock(Paragraph("b"), key: "S!")));
        Assert.Equal("INVALID input/patch/sections/0/blocks/0", await PatchAsync(OneBlock(new { })));
        Assert.Equal("INVALID input/patch/sections/0/blocks/0", await PatchAsync(OneBlock(new { paragraph = new { text = "a" }, quote = new { text = "b" } })));
        Assert.Equal("DUPLICATE_KEY input/patch/references/k", await PatchAsync(new { references = new[] { Source("k"), Source("k") } }));
        Assert.Equal("UNKNOWN_REFERENCE input/patch/sections/0/blocks/0/text", await PatchAsync(OneBlock(new { paragraph = new { text = $"[a](entry:{unknown})" } })));
        Assert.Equal("UNKNOWN_REFERENCE input/patch/sections/0/blocks/0/entryId", await PatchAsync(OneBlock(new { symptomListBlock = new { entryId = topic.EntryId } })));
        Assert.Equal("UNKNOWN_REFERENCE input/patch/sections/0/blocks/0/entryIds/1", await PatchAsync(OneBlock(new { faqBlock = new { entryIds = new[] { "00000000-0000-0000-0000-000000000000", "x" } } })).Last());
        Assert.Equal("UNKNOWN_REFERENCE input/patch/topics/0", await PatchAsync(new { topics = new[] { "not-an-id" } }));
        Assert.Equal("UNKNOWN_REFERENCE input/patch/topics/0", await PatchAsync(new { topics = new[] { topic.Id } }));
        Assert.Equal("REQUIRED input/patch", await PatchAsync(new { }));

        Assert.Equal("RAW_HTML input/edits/0/insertBlock/block/paragraph/text", await EditAsync(new { insertBlock = new { section = "a", block = new { paragraph = new { text = "<i>x</i>" } } } }).Distinct());
        Assert.Equal("TOO_LONG input/edits/1/insertSection/section/heading", await EditAsync(
            new { moveSection = new { key = "b" } },
            new { insertSection = new { section = new { heading = new string('x', 201), blocks = Array.Empty<object>() } } }));
        Assert.Equal("INVALID input/edits/0/updateSection/level", await EditAsync(new { updateSection = new { key = "a", level = 5 } }));
        Assert.Equal("UNKNOWN_KEY input/edits/0/removeBlock/key, DUPLICATE_KEY input/edits/1/insertSection/section/key", await EditAsync(
            new { removeBlock = new { key = "zz" } }, new { insertSection = new { section = new { key = "a", blocks = Array.Empty<object>() } } }));
        Assert.Equal(before, await StateAsync(app));
    }

    [Theory, EachDatabase]
    public async Task A_whole_list_of_sections_and_edits_of_it_are_refused_together(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var article = await writer.CreateAsync("Article", Sections());
        var edits = new object[] { new { removeSection = new { key = "a" } } };

        var both = await app.MutateAsync("updateArticle", new { id = article.Id, expectedVersion = 1, patch = Sections(), edits }, writer.Token);
        var patchFirst = await app.MutateAsync("updateArticle", new { id = article.Id, expectedVersion = 1, patch = new { title = "New" }, edits }, writer.Token);

        Assert.Equal(["INVALID input/edits"], Writer.Refusals(both));
        Assert.Equal("New", (string?)patchFirst["draft"]!["title"]);
        Assert.Equal(2, (int)patchFirst["draft"]!["version"]!);
    }

    [Theory, EachDatabase]
    public async Task A_stale_version_is_told_who_changed_what_and_when(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var (writer, second) = (new Writer(app), new Writer(app, "Sam"));
        var article = await writer.CreateAsync("Article", new { title = "Title", summary = "Old words." });
        await second.PatchAsync("Article", article, new { summary = "New words." });

        var payload = await writer.TryPatchAsync("Article", article, new { title = "Mine" });

        var conflict = Assert.Single(payload["errors"]!.AsArray())!;
        Assert.Null(payload["draft"]);
        Assert.Equal(("ConflictError", "CONFLICT"), ((string)conflict["__typename"]!, (string)conflict["code"]!));
        Assert.Equal(["input", "expectedVersion"], conflict["path"]!.AsArray().Select(p => (string)p!));
        Assert.Equal((2, "Sam", 2), ((int)conflict["currentVersion"]!, (string)conflict["changedBy"]!["name"]!, (int)conflict["current"]!["version"]!));
        Assert.InRange(DateTimeOffset.Parse((string)conflict["changedAt"]!, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        AssertJson("""[{"path":["summary"],"kind":"CHANGED","before":"Old words.","after":"New words."}]""", conflict["changes"]!);
    }

    [Theory, EachDatabase]
    public async Task A_version_that_never_was_is_a_conflict_without_changes(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var article = await writer.CreateAsync("Article", new { title = "Title" });

        foreach (var version in new[] { 0, -1, 2, int.MaxValue })
        {
            var payload = await writer.TryPatchAsync("Article", article with { Version = version }, new { title = "Mine" });

            Assert.Equal(["CONFLICT input/expectedVersion"], Writer.Refusals(payload));
            Assert.Empty(payload["errors"]![0]!["changes"]!.AsArray());
        }
    }

    [Theory, EachDatabase]
    public async Task Either_id_names_the_entry_and_nothing_else_does(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await writer.CreateAsync("Topic", new { title = "T", kind = "CONDITION", summary = "S" });
        await app.PublishAsync(topic.Id, 1, isClinical: false);
        var readerId = (string)(await app.QueryAsync("{ topic(slug: \"t\") { id } }"))["topic"]!["id"]!;
        var revision = (string)(await writer.ReadAsync($"revision(id: \"{topic.Id}\", version: 1) {{ id }}"))!["id"]!;

        var byReader = await writer.PatchAsync("Topic", topic with { Id = readerId }, new { title = "T2" });
        foreach (var id in new[] { "", "x", topic.EntryId, revision, topic.Id + "x", "E" + new string('A', 22), "\u0000" })
        {
            Assert.Equal(["NOT_FOUND input/id"], Writer.Refusals(await writer.TryPatchAsync("Topic", topic with { Id = id }, new { title = "T3" })));
        }

        Assert.NotEqual(readerId, topic.Id);
        Assert.Equal((topic.Id, 2), (byReader.Id, byReader.Version));
        Assert.Equal(["NOT_FOUND input/id"], Writer.Refusals(await writer.TryPatchAsync("Article", topic, new { title = "T3" })));
    }

    [Theory, EachDatabase]
    public async Task An_author_changes_only_what_they_began(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var (ann, bob, reviewer) = (new Writer(app, "Ann", Role.Author), new Writer(app, "Bob", Role.Author), new Writer(app, "Rhea", Role.MedicalReviewer));
        var article = await ann.CreateAsync("Article", new { title = "Ann's" });

        var own = await ann.TryPatchAsync("Article", article, new { title = "Ann's own" });
        var others = await bob.TryPatchAsync("Article", article with { Version = 2 }, new { title = "Bob's" });
        var without = await reviewer.TryPatchAsync("Article", article with { Version = 2 }, new { title = "Rhea's" });

        Assert.Empty(Writer.Refusals(own));
        Assert.Equal(["FORBIDDEN input"], Writer.Refusals(others));
        Assert.Equal(["FORBIDDEN input"], Writer.Refusals(without));
        Assert.Contains("EDITOR", without["errors"]![0]!["requires"]!.AsArray().Select(r => (string?)r));
    }

    [Theory, EachDatabase]
    public async Task Sixteen_clients_at_one_entry_make_one_version_for_each_success_and_all_others_are_told_of_the_conflict(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var article = await writer.CreateAsync("Article", new { title = "Title", summary = "0" });
        var (versions, conflicts) = (new List<int>(), 0);
        while (versions.Count < 10)
        {
            var expected = article.Version + versions.Count;
            var payloads = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => writer.TryPatchAsync("Article", article with { Version = expected }, new { summary = $"{expected} by {i}" })));

            var won = Assert.Single(payloads, p => p["draft"] is not null);
            Assert.Empty(Writer.Refusals(won));
            versions.Add((int)won["draft"]!["version"]!);
            Assert.All(payloads.Where(p => p != won), p => Assert.Equal(["CONFLICT input/expectedVersion"], Writer.Refusals(p)));
            Assert.All(payloads.Where(p => p != won), p => Assert.Equal(expected + 1, (int)p["errors"]![0]!["currentVersion"]!));
            conflicts += payloads.Length - 1;
        }

        Assert.Equal(Enumerable.Range(2, 10), versions);
        Assert.Equal(150, conflicts);
        await using var db = app.Database.Open();
        Assert.Equal(Enumerable.Range(1, 11), await db.Revisions.OrderBy(r => r.Version).Select(r => r.Version).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(1, 11).Select(n => (long)n), await db.Changes.OrderBy(c => c.Sequence).Select(c => c.Sequence).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static object Sections() => new
    {
        title = "Title",
        sections = new object[]
        {
            new { key = "a", heading = "A", blocks = new[] { Paragraph("a1"), Paragraph("a2") } },
            new { key = "b", heading = "B", blocks = new[] { Paragraph("b1") } },
            new { key = "c", heading = "C", blocks = new[] { Paragraph("c1") } },
        },
    };

    private static object Paragraph(string? key) => new { paragraph = new { key, text = "Text." } };

    private static object OneBlock(object block, string? key = null) => new { sections = new[] { new { key, blocks = new[] { block } } } };

    private static object Source(string key) => new { key, title = "T", publisher = "P" };

    private static string Outline(JsonNode sections) => string.Join(' ', sections.AsArray().Select(s =>
        $"{s!["key"]}[{string.Join(' ', s["blocks"]!.AsArray().Select(b => b!.AsObject().Single(f => f.Value is not null).Value!["key"]))}]"));

    /// <summary>All that an act could have changed: versions, slugs, the log.</summary>
    private static async Task<string> StateAsync(ContentHubApp app)
    {
        await using var db = app.Database.Open();
        var cancellation = TestContext.Current.CancellationToken;
        return $"""
            {await db.Revisions.CountAsync(cancellation)} {await db.Changes.MaxAsync(c => c.Sequence, cancellation)}
            {string.Join(' ', await db.Variants.OrderBy(v => v.Id).Select(v => v.HeadVersion).ToListAsync(cancellation))}
            {string.Join(' ', await db.Slugs.OrderBy(s => s.Slug).Select(s => s.Slug).ToListAsync(cancellation))}
            """;
    }

    private static void AssertJson(string expected, JsonNode actual) => Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual.ToJsonString());
}

internal static class RefusalText
{
    /// <summary>The refusals of one kind and place, once: a text with two tags is refused for each.</summary>
    public static async Task<string> Distinct(this Task<string> refusals) => string.Join(", ", (await refusals).Split(", ").Distinct());

    public static async Task<string> Last(this Task<string> refusals) => (await refusals).Split(", ")[^1];
}
