using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Xunit;
using Desk = ContentHub.Tests.Content.Desk;

namespace ContentHub.Tests.Delivery;

/// <summary>What became of entries that readers knew: other versions, other addresses, none.</summary>
public sealed class PastTests(PostgreSqlServer server)
{
    private static readonly DateTimeOffset Monday = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory, EachDatabase]
    public async Task Editors_see_what_readers_saw_with_the_notices_of_today(string database)
    {
        var clock = new ManualClock(Monday);
        await using var app = await ContentHubApp.StartAsync(database, server, clock: clock);
        var desk = new Desk(app);
        var (topic, author, other) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var topicId = await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"), topic);
        await desk.PublishedAsync("Person", Desk.Person("ann", "Ann"), author);
        clock.Advance(TimeSpan.FromDays(1));
        var id = await desk.PublishedAsync("Article", Desk.Article("first", "First", topic, author, new { paragraph = new { text = "Old words." } }));
        clock.Advance(TimeSpan.FromDays(1));
        await desk.ChangeAsync("Topic", topicId, 1, new { title = "Slumber" });
        await desk.ChangeAsync("Article", id, 1, new { title = "Second", slug = "second" });
        clock.Advance(TimeSpan.FromDays(1));
        await desk.PublishedAsync("Article", Desk.Article("instead", "Instead", topic, author, new { paragraph = new { text = "Better." } }), other);
        await desk.RetractAsync(id, 2, "The dose was wrong.", other);
        const string query = """
            query($at: DateTime, $slug: String!) { article(slug: $slug, asOf: $at) { id title slug status publishedVersion body { plain } topics { id title parent { title } } notices { kind text replacedBy { title } } usedBy { nodes { id } } } }
            """;

        var before = await AtAsync(Monday, "second");
        var first = await AtAsync(Monday.AddDays(1.5), "second");
        var second = await AtAsync(Monday.AddDays(2.5), "first");
        var today = (await app.QueryAsync(query, new { slug = "first" }))["article"]!;
        var refused = await app.SendAsync(query, new { at = Monday, slug = "second" });

        Assert.Null(before);
        Assert.Equal(("First", "first", "CURRENT", 1), ((string?)first!["title"], (string?)first["slug"], (string?)first["status"], (int)first["publishedVersion"]!));
        Assert.Contains("Old words.", (string?)first["body"]!["plain"], StringComparison.Ordinal);
        Assert.Equal(("Sleep", "Slumber"), ((string?)first["topics"]![0]!["title"], (string?)second!["topics"]![0]!["title"]));
        Assert.EndsWith("@1", (string?)first["id"], StringComparison.Ordinal);
        Assert.EndsWith("@1", (string?)first["topics"]![0]!["id"], StringComparison.Ordinal);
        Assert.EndsWith("@2", (string?)second["id"], StringComparison.Ordinal);
        Assert.Equal(("Second", "The dose was wrong."), ((string?)second["title"], (string?)second["notices"]![0]!["text"]));
        Assert.Equal("The dose was wrong.", (string?)first["notices"]![0]!["text"]);
        Assert.Equal(("Second", "RETRACTED", ""), ((string?)today["title"], (string?)today["status"], (string?)today["body"]!["plain"]));
        Assert.DoesNotContain('@', (string)today["id"]!);
        Assert.Equal("Instead", (string?)today["notices"]![0]!["replacedBy"]!["title"]);
        Assert.Equal(("FORBIDDEN", null), ((string?)refused["errors"]![0]!["extensions"]!["code"], (string?)refused["data"]!["article"]));

        async Task<JsonNode?> AtAsync(DateTimeOffset at, string slug) => (await app.QueryAsync(query, new { at, slug }, app.Token("Edith", Role.Editor)))["article"];
    }

    [Theory, EachDatabase]
    public async Task What_was_retracted_answers_by_its_addresses_and_is_nowhere_else(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var (topic, author, gone) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"), topic);
        await desk.PublishedAsync("Person", Desk.Person("ann", "Ann"), author);
        await desk.PublishedAsync("HelpLine", new { slug = "line", title = "The Line", phone = "555-0100", hours = "24/7", countries = new[] { "US" }, languages = new[] { "en" }, summary = "Listens.", isEmergency = true });
        var id = await desk.PublishedAsync("Article", Desk.Article("gone", "Gone wrong", topic, author, new { paragraph = new { text = "Bad words." } }), gone);
        await desk.PublishedAsync("Article", Desk.Article("stays", "Stays", topic, author, new { paragraph = new { text = $"See [that](entry:{gone})." } }));
        var readersId = (string)(await app.QueryAsync("{ article(slug: \"gone\") { id } }"))["article"]!["id"]!;
        const string lists = """
            { articles { totalCount nodes { slug } } byTopic: articles(where: {topic: {slug: {eq: "sleep"}}}) { totalCount } byTitle: articles(where: {title: {contains: "wrong"}}) { totalCount }
              sitemap { nodes { slug } } topic(slug: "sleep") { usedBy { nodes { slug } } } article(slug: "stays") { relatedArticles { slug } body { html links { target { slug } } } } }
            """;
        var before = await app.QueryAsync(lists);

        await desk.RetractAsync(id, 1, "It was wrong.");
        var after = await app.QueryAsync(lists);
        var found = await app.QueryAsync(
            """
            query($id: ID!, $entryId: ID!) { node(id: $id) { ...Seen } entry(entryId: $entryId) { ...Seen } entryBySlug(type: ARTICLE, slug: "gone") { ...Seen } article(slug: "gone") { ...Seen } }
            fragment Seen on Article { title slug status summary keyPoints byline topics { slug } authors { slug } sections { key } faqs { slug } programs { slug } symptomLists { slug } relatedArticles { slug }
              references { key } body { markdown html plain links { href } } notices { kind text version } crisis { slug } seo { description } jsonLd usedBy { nodes { slug } } }
            """,
            new { id = readersId, entryId = gone });

        Assert.Equal((2, 2, 1), ((int)before["articles"]!["totalCount"]!, (int)before["byTopic"]!["totalCount"]!, (int)before["byTitle"]!["totalCount"]!));
        Assert.Equal("gone", (string?)before["article"]!["relatedArticles"]![0]!["slug"]);
        Assert.Equal((1, 1, 0), ((int)after["articles"]!["totalCount"]!, (int)after["byTopic"]!["totalCount"]!, (int)after["byTitle"]!["totalCount"]!));
        Assert.DoesNotContain("\"gone\"", after.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("href", (string?)after["article"]!["body"]!["html"], StringComparison.Ordinal);
        Assert.All(found.AsObject(), f => Assert.True(JsonNode.DeepEquals(found["node"], f.Value)));
        var seen = found["node"]!;
        Assert.Equal(("Gone wrong", "gone", "RETRACTED"), ((string?)seen["title"], (string?)seen["slug"], (string?)seen["status"]));
        Assert.Equal("""[{"kind":"RETRACTED","text":"It was wrong.","version":1}]""", seen["notices"]!.ToJsonString());
        Assert.Equal("""[{"slug":"line"}]""", seen["crisis"]!.ToJsonString());
        Assert.All(new[] { "keyPoints", "topics", "authors", "sections", "faqs", "programs", "symptomLists", "relatedArticles", "references" }, list => Assert.Equal((list, 0), (list, seen[list]!.AsArray().Count)));
        Assert.Equal("""{"markdown":"","html":"","plain":"","links":[]}""", seen["body"]!.ToJsonString());
        Assert.Equal(("", ""), ((string?)seen["summary"], (string?)seen["byline"]));
        Assert.DoesNotContain("Bad words", found.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_former_address_leads_to_the_entry_and_stands_in_the_redirects(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var id = await desk.PublishedAsync("Topic", Desk.Topic("old-name", "Name"));
        await desk.ChangeAsync("Topic", id, 1, new { slug = "new-name" });
        await desk.ChangeAsync("Topic", id, 2, new { slug = "draft-name" }, isPublished: false);

        var data = await app.QueryAsync("""
            { old: topic(slug: "old-name") { slug } draft: topic(slug: "draft-name") { slug } redirects { totalCount nodes { type locale slug to { slug canonicalUrl } } } es: redirects(locale: "es-US") { totalCount } }
            """);

        Assert.Equal("new-name", (string?)data["old"]!["slug"]);
        Assert.Null(data["draft"]);
        Assert.Equal((1, 0), ((int)data["redirects"]!["totalCount"]!, (int)data["es"]!["totalCount"]!));
        var redirect = data["redirects"]!["nodes"]![0]!;
        Assert.Equal(("TOPIC", "en-US", "old-name", "new-name"), ((string?)redirect["type"], (string?)redirect["locale"], (string?)redirect["slug"], (string?)redirect["to"]!["slug"]));
    }

    [Theory, EachDatabase]
    public async Task A_translation_is_outdated_once_its_source_has_moved_on(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var entry = Guid.NewGuid();
        var english = await desk.PublishedAsync("GlossaryTerm", Desk.Term("taper", "Taper", "Less and less."), entry);
        await desk.PublishedAsync("GlossaryTerm", Desk.Term("reduccion", "Reducción", "Cada vez menos."), entry, "es-US");
        const string query = "{ glossaryTerm(slug: \"taper\") { translations { locale isOutdated } } }";

        var fresh = await app.QueryAsync(query);
        await desk.ChangeAsync("GlossaryTerm", english, 1, new { definition = "Slowly less." });
        var outdated = await app.QueryAsync(query);

        Assert.Equal("""[{"locale":"es-US","isOutdated":false}]""", fresh["glossaryTerm"]!["translations"]!.ToJsonString());
        Assert.Equal("""[{"locale":"es-US","isOutdated":true}]""", outdated["glossaryTerm"]!["translations"]!.ToJsonString());
    }

    [Theory, EachDatabase]
    public async Task A_byline_takes_no_name_from_a_draft(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var (topic, known, unknown) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"), topic);
        var person = await desk.PublishedAsync("Person", Desk.Person("ann", "Ann Known"), known);
        await desk.ChangeAsync("Person", person, 1, new { title = "Ann Draft" }, isPublished: false);
        await desk.DraftAsync("Person", Desk.Person("uma", "Uma Draft"), unknown);
        await desk.PublishedAsync("Article", new
        {
            slug = "a", title = "A", topics = new[] { topic }, summary = "S.", references = Desk.Sources, audience = "PATIENT", authors = new[] { known, unknown },
            sections = new[] { new { heading = "H", blocks = new[] { new { paragraph = new { text = "T." } } } } },
        });
        const string query = "{ article(slug: \"a\") { byline authors { title } } }";

        var published = await app.QueryAsync(query);
        await app.DoneAsync("unpublish", new { id = person, version = 1 }, desk.Editor);
        var withoutPage = await app.QueryAsync(query);

        Assert.Equal("""{"byline":"Ann Known","authors":[{"title":"Ann Known"}]}""", published["article"]!.ToJsonString());
        Assert.Equal("""{"byline":"Ann Known","authors":[]}""", withoutPage["article"]!.ToJsonString());
    }
}
