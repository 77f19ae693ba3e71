using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Drafts;

public sealed class EditorialQueryTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task A_draft_is_found_by_either_id_and_by_its_entry_and_locale(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await writer.CreateAsync("Topic", new { title = "T", kind = "CONDITION", summary = "S" });
        await app.PublishAsync(topic.Id, 1, isClinical: false);
        var readerId = (string)(await app.QueryAsync("{ topic(slug: \"t\") { id } }"))["topic"]!["id"]!;
        await writer.PatchAsync("Topic", topic, new { title = "T2" });
        const string All = "id entryId type locale slug title version state publishedVersion updatedBy { name roles isSystem }";

        var byDraft = await writer.ReadAsync($"draft(id: \"{topic.Id}\") {{ {All} }}");
        var byReader = await writer.ReadAsync($"draft(id: \"{readerId}\") {{ {All} }}");
        var byEntry = await writer.ReadAsync($"draftOf(entryId: \"{topic.EntryId}\", locale: \"en-US\") {{ {All} }}");

        Assert.Equal(
            $$$"""{"id":"{{{topic.Id}}}","entryId":"{{{topic.EntryId}}}","type":"TOPIC","locale":"en-US","slug":"t","title":"T2","version":2,"state":"DRAFT","publishedVersion":1,"updatedBy":{"name":"Wanda","roles":["EDITOR"],"isSystem":false}}""",
            byDraft!.ToJsonString());
        Assert.Equal(byDraft.ToJsonString(), byReader!.ToJsonString());
        Assert.Equal(byDraft.ToJsonString(), byEntry!.ToJsonString());
        Assert.Null(await writer.ReadAsync($"draftOf(entryId: \"{topic.EntryId}\", locale: \"es-US\") {{ id }}"));
        foreach (var unknown in new[] { "", "x", topic.EntryId, "D" + new string('A', 22), "\\u0000" })
        {
            Assert.Null(await writer.ReadAsync($"draft(id: \"{unknown}\") {{ id }}"));
            Assert.Null(await writer.ReadAsync($"revision(id: \"{unknown}\", version: 1) {{ id }}"));
            Assert.Null(await writer.ReadAsync($"compare(id: \"{unknown}\", to: 1) {{ to {{ id }} }}"));
        }

        Assert.Null(await writer.ReadAsync($"draftOf(entryId: \"{topic.EntryId}\", locale: \"\\u0000\") {{ id }}"));
        Assert.Null(await writer.ReadAsync("draftOf(entryId: \"x\", locale: \"en-US\") { id }"));
    }

    [Theory, EachDatabase]
    public async Task Revisions_stay_as_they_were_saved_newest_first(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var (ann, sam) = (new Writer(app, "Ann"), new Writer(app, "Sam"));
        var topic = await ann.CreateAsync("Topic", new { title = "One" });
        var payload = await app.DoneAsync("updateTopic", new { id = topic.Id, expectedVersion = 1, patch = new { title = "Two" }, note = "Why it changed" }, sam.Token);
        await ann.PatchAsync("Topic", Writer.Of(payload), new { title = "Three" });
        const string All = "version state note createdBy { name } approvedBy { name } publishedAt content { ... on TopicContent { title } }";

        var page = await ann.ReadAsync($"draft(id: \"{topic.Id}\") {{ revisions(first: 2) {{ totalCount nodes {{ {All} }} pageInfo {{ hasNextPage endCursor }} }} }}");
        var rest = await ann.ReadAsync($"draft(id: \"{topic.Id}\") {{ revisions(first: 2, after: \"{page!["revisions"]!["pageInfo"]!["endCursor"]}\") {{ nodes {{ id {All} }} }} }}");
        var one = await ann.ReadAsync($"revision(id: \"{topic.Id}\", version: 1) {{ id {All} }}");

        Assert.Equal(3, (int)page["revisions"]!["totalCount"]!);
        Assert.Equal(
            """[{"version":3,"state":"DRAFT","note":null,"createdBy":{"name":"Ann"},"approvedBy":null,"publishedAt":null,"content":{"title":"Three"}},{"version":2,"state":"DRAFT","note":"Why it changed","createdBy":{"name":"Sam"},"approvedBy":null,"publishedAt":null,"content":{"title":"Two"}}]""",
            page["revisions"]!["nodes"]!.ToJsonString());
        Assert.Equal(one!.ToJsonString(), Assert.Single(rest!["revisions"]!["nodes"]!.AsArray())!.ToJsonString());
        Assert.Equal("One", (string?)one["content"]!["title"]);
        foreach (var version in new[] { 0, -1, 4, int.MaxValue })
        {
            Assert.Null(await ann.ReadAsync($"revision(id: \"{topic.Id}\", version: {version}) {{ id }}"));
            Assert.Null(await ann.ReadAsync($"compare(id: \"{topic.Id}\", to: {version}) {{ to {{ id }} }}"));
        }
    }

    [Theory, EachDatabase]
    public async Task Two_versions_are_compared_field_by_field_with_their_words(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await writer.CreateAsync("Topic", new { title = "T", kind = "CONDITION", summary = "The old words.", alternateNames = new[] { "A" } });
        const string All = "{ from { version } to { version } changes { path label kind before after words { kind text } } }";

        var unpublished = await writer.ReadAsync($"compare(id: \"{topic.Id}\", to: 1) {All}");
        await app.PublishAsync(topic.Id, 1, isClinical: false);
        topic = await writer.PatchAsync("Topic", topic, new { summary = "The new words." });
        topic = await writer.PatchAsync("Topic", topic, new { kind = (string?)null, alternateNames = new[] { "A", "B" } });
        var withPublished = await writer.ReadAsync($"compare(id: \"{topic.Id}\", to: 2) {All}");
        var between = await writer.ReadAsync($"compare(id: \"{topic.Id}\", from: 2, to: 3) {All}");
        var same = await writer.ReadAsync($"compare(id: \"{topic.Id}\", from: 3, to: 3) {All}");

        Assert.Null(unpublished!["from"]);
        Assert.All(unpublished["changes"]!.AsArray(), c => Assert.Equal("ADDED", (string?)c!["kind"]));
        Assert.Equal(1, (int)withPublished!["from"]!["version"]!);
        var change = Assert.Single(withPublished["changes"]!.AsArray())!;
        Assert.Equal(("summary", "CHANGED", "The old words.", "The new words."), ((string)change["path"]![0]!, (string)change["kind"]!, (string)change["before"]!, (string)change["after"]!));
        Assert.Equal("The old words.", string.Concat(change["words"]!.AsArray().Where(w => (string?)w!["kind"] != "ADDED").Select(w => (string?)w!["text"])));
        Assert.Equal("The new words.", string.Concat(change["words"]!.AsArray().Where(w => (string?)w!["kind"] != "REMOVED").Select(w => (string?)w!["text"])));
        Assert.Contains(change["words"]!.AsArray(), w => (string?)w!["kind"] == "SAME");
        Assert.Equal(["REMOVED kind", "ADDED alternateNames/1"], between!["changes"]!.AsArray().Select(c => $"{c!["kind"]} {string.Join('/', c["path"]!.AsArray().Select(p => (string?)p))}").OrderDescending());
        Assert.Empty(same!["changes"]!.AsArray());
    }

    [Theory, EachDatabase]
    public async Task A_translation_is_outdated_once_a_later_version_of_its_source_is_out(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await writer.CreateAsync("Topic", new { title = "T", kind = "CONDITION", summary = "Old." });
        await app.PublishAsync(topic.Id, 1, isClinical: false);
        var spanish = await writer.CreateAsync("Topic", new { title = "Tema", summary = "Viejo." }, entryId: topic.EntryId, locale: "es-US");
        const string All = "translationOf { version isOutdated changes { path before after } source { title } }";

        var fresh = await writer.ReadAsync($"draft(id: \"{spanish.Id}\") {{ {All} }}");
        topic = await writer.PatchAsync("Topic", topic, new { summary = "New." });
        var whileDraft = await writer.ReadAsync($"draft(id: \"{spanish.Id}\") {{ {All} }}");
        await app.PublishAsync(topic.Id, 2, isClinical: false);
        var outdated = await writer.ReadAsync($"draft(id: \"{spanish.Id}\") {{ {All} }}");
        spanish = await writer.PatchAsync("Topic", spanish, new { title = "Tema dos" });
        var stillOutdated = await writer.ReadAsync($"draft(id: \"{spanish.Id}\") {{ {All} }}");
        await app.DoneAsync("updateTopic", new { id = spanish.Id, expectedVersion = 2, patch = new { summary = "Nuevo." }, sourceVersion = 2 }, writer.Token);
        var brought = await writer.ReadAsync($"draft(id: \"{spanish.Id}\") {{ {All} }}");

        const string Fresh = """{"translationOf":{"version":1,"isOutdated":false,"changes":[],"source":{"title":"T"}}}""";
        const string Outdated = """{"translationOf":{"version":1,"isOutdated":true,"changes":[{"path":["summary"],"before":"Old.","after":"New."}],"source":{"title":"T"}}}""";
        Assert.Equal(Fresh, fresh!.ToJsonString());
        Assert.Equal(Fresh, whileDraft!.ToJsonString());
        Assert.Equal(Outdated, outdated!.ToJsonString());
        Assert.Equal(Outdated, stillOutdated!.ToJsonString());
        Assert.Equal(Fresh.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), brought!.ToJsonString());
        Assert.Null((await writer.ReadAsync($"draft(id: \"{topic.Id}\") {{ {All} }}"))!["translationOf"]);
    }

    [Theory, EachDatabase]
    public async Task Every_entry_that_a_draft_names_is_shown_with_its_title_whether_readers_see_it_or_not(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var known = await writer.CreateAsync("Topic", new { title = "Public", kind = "CONDITION", summary = "S" });
        await app.PublishAsync(known.Id, 1, isClinical: false);
        await writer.PatchAsync("Topic", known, new { title = "Secret new title" });
        var draft = await writer.CreateAsync("FaqEntry", new { question = "Only a draft?" });
        var discarded = await writer.CreateAsync("HelpLine", new { title = "Gone", phone = "1" });
        var article = await writer.CreateAsync("Article", new
        {
            title = "A",
            topics = new[] { known.EntryId },
            faqs = new[] { draft.EntryId },
            sections = new[] { new { blocks = new object[] { new { paragraph = new { text = $"[again](entry:{known.EntryId})" } }, new { helpLineBlock = new { entryId = discarded.EntryId } } } } },
        });
        await app.DoneAsync("discardDraft", new { id = discarded.Id, version = 1 }, writer.Token);

        var refs = (await writer.ReadAsync($"draft(id: \"{article.Id}\") {{ refersTo {{ nodeId entryId type locale slug title }} }}"))!["refersTo"]!.AsArray();

        Assert.Equal([$"{known.EntryId} TOPIC en-US public", $"{draft.EntryId} FAQ_ENTRY en-US only-a-draft"], refs.Select(r => $"{r!["entryId"]} {r["type"]} {r["locale"]} {r["slug"]}"));
        Assert.Equal("Only a draft?", (string?)refs[1]!["title"]);
    }

    [Theory, EachDatabase]
    public async Task Who_is_not_signed_in_sees_nothing_of_it_and_any_role_may_look(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var topic = await new Writer(app).CreateAsync("Topic", new { title = "Secret" });
        var query = $$"""{ editorial { draft(id: "{{topic.Id}}") { title } drafts { totalCount } } }""";

        var anonymous = await app.SendAsync(query);
        var without = await app.SendAsync(query, token: app.Token("Nobody"));
        foreach (var role in Enum.GetValues<Role>())
        {
            Assert.Equal("Secret", (string?)(await app.QueryAsync(query, token: app.Token($"With {role}", role)))["editorial"]!["draft"]!["title"]);
        }

        Assert.DoesNotContain("Secret", anonymous.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", without.ToJsonString(), StringComparison.Ordinal);
    }
}
