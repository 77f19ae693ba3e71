using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Importing.Seeding;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Importing;

/// <summary>When the seed is loaded, what stops it, and that it is never loaded by halves.</summary>
public sealed class SeedLoadingTests(PostgreSqlServer server)
{
    /// <summary>What somebody may get wrong, and the file and field that are then named.</summary>
    private static readonly (string Fault, Action<SampleSeed> Put, string File, string Field, string Said)[] Faults =
    [
        ("broken JSON", s => s.Write("topics/sleep.json", "{\n  \"author\": \"Ann\",\n  \"content\" {\n}"), "topics/sleep.json", "line 3", "not JSON"),
        ("not an object", s => s.Write("topics/sleep.json", "[]"), "topics/sleep.json", "", "JSON object"),
        ("a name twice", s => s.Write("topics/sleep.json", """{ "author": "Ann", "author": "Bea" }"""), "topics/sleep.json", "", "author"),
        ("unknown folder", s => s.Write("topic/sleep.json", "{}"), "topic/sleep.json", "", "topics"),
        ("unknown locale", s => s.Write("topics/sleep.xx-XX.json", """{ "author": "Ann", "content": { "slug": "x" } }"""), "topics/sleep.xx-XX.json", "", "xx-XX"),
        ("the same entry twice", s => s.Write("topics/sleep.en-US.json", """{ "author": "Ann", "content": { "slug": "other" } }"""), "topics/sleep.json", "", "topics/sleep.en-US.json"),
        ("no author", s => s.Change("topics/sleep.json", (root, _) => root.Remove("author")), "topics/sleep.json", "author", "who wrote"),
        ("no content", s => s.Change("topics/sleep.json", (root, _) => root.Remove("content")), "topics/sleep.json", "content", "missing"),
        ("unknown field of the file", s => s.Change("topics/sleep.json", (root, _) => root["reviewed"] = true), "topics/sleep.json", "reviewed", "Unknown"),
        ("unknown field", s => s.Change("topics/sleep.json", (_, content) => content["titel"] = "Sleep"), "topics/sleep.json", "content.titel", "unknown"),
        ("unknown field deep inside", s => s.Change("articles/sleeping-well.json", (_, content) => content["sections"]![0]!["headline"] = "Bed"), "articles/sleeping-well.json", "content.sections[0].headline", "unknown"),
        ("unknown value", s => s.Change("topics/sleep.json", (_, content) => content["kind"] = "DISEASE"), "topics/sleep.json", "content.kind", "wrong form"),
        ("unknown entry", s => s.Change("articles/sleeping-well.json", (_, content) => content["topics"]!.AsArray().Add("topics/dreams")), "articles/sleeping-well.json", "content.topics[1]", "topics/dreams"),
        ("entry of another type", s => s.Change("articles/sleeping-well.json", (_, content) => content["topics"]!.AsArray().Add("people/ann")), "articles/sleeping-well.json", "content.topics.1", "must name a topic"),
        ("unknown source", s => s.Change("articles/sleeping-well.json", (_, content) => content["references"]!.AsArray().Add("NOWHERE")), "articles/sleeping-well.json", "content.references[1]", "NOWHERE"),
        ("link to an unknown entry", s => s.Change("articles/sleeping-well.json", (_, content) => Text(content, "Read [this](entry:topics/dreams).")), "articles/sleeping-well.json", "content.sections[0].blocks[0].paragraph.text", "topics/dreams"),
        ("raw HTML", s => s.Change("articles/sleeping-well.json", (_, content) => Text(content, "A <b>dark</b> room helps.")), "articles/sleeping-well.json", "content.sections.bed.blocks.", "HTML"),
        ("slug taken twice", s => s.Write("topics/rest.json", """{ "author": "Ann", "content": { "slug": "sleep", "title": "Rest", "kind": "CONDITION", "summary": "Rest." } }"""), "topics/sleep.json", "content.slug", "topics/rest.json"),
        ("no reviewer", s => s.Change("articles/sleeping-well.json", (root, _) => root.Remove("reviewer")), "articles/sleeping-well.json", "reviewer", "not its author"),
        ("own reviewer", s => s.Change("articles/sleeping-well.json", (root, _) => root["reviewer"] = "Ann"), "articles/sleeping-well.json", "reviewer", "not its author"),
        ("something is missing that readers need", s => s.Change("articles/sleeping-well.json", (_, content) => content.Remove("summary")), "articles/sleeping-well.json", "content.summary", "missing"),
        ("something is missing in a translation", s => s.Change("articles/sleeping-well.es-US.json", (_, content) => content["summary"] = null), "articles/sleeping-well.es-US.json", "content.summary", "missing"),
    ];

    [Theory, EachDatabase]
    public async Task A_fault_names_file_and_field_and_nothing_at_all_is_loaded(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var loader = app.Services.GetRequiredService<SeedLoader>();

        foreach (var (fault, put, file, field, said) in Faults)
        {
            using var seed = new SampleSeed();
            put(seed);

            var thrown = await Assert.ThrowsAsync<SeedFaultException>(() => loader.LoadAsync(seed.Folder, TestContext.Current.CancellationToken));

            Assert.True(thrown.File == file && (field.EndsWith('.') ? thrown.Field.StartsWith(field, StringComparison.Ordinal) : thrown.Field == field), $"{fault}: {thrown.Message}");
            Assert.True(thrown.Message.Contains(said, StringComparison.Ordinal), $"{fault}: {thrown.Message}");
            await using var db = app.Database.Open();
            Assert.True(await db.Changes.CountAsync() + await db.Entries.CountAsync() + await db.Variants.CountAsync() == 0, $"{fault}: something was loaded.");
        }

        using var good = new SampleSeed();
        Assert.Equal(2 * 4 + 2 * 2, await loader.LoadAsync(good.Folder, TestContext.Current.CancellationToken));
    }

    [Theory, EachDatabase]
    public async Task A_slug_that_somebody_has_taken_stops_the_seed_before_anything_is_written(string database)
    {
        using var seed = new SampleSeed();
        await using var app = await ContentHubApp.StartAsync(database, server);
        await app.DoneAsync("createTopic", new { content = new { slug = "sleep", title = "Somebody's own" } }, app.Token("Sam", Role.Editor));

        var thrown = await Assert.ThrowsAsync<SeedFaultException>(() => app.Services.GetRequiredService<SeedLoader>().LoadAsync(seed.Folder, TestContext.Current.CancellationToken));

        Assert.Equal(("topics/sleep.json", "content.slug"), (thrown.File, thrown.Field));
        Assert.Equal(1, await LastSequenceAsync(app.Database));
    }

    [Theory, EachDatabase]
    public async Task A_translation_starts_from_the_original(string database)
    {
        using var seed = new SampleSeed();
        await using var app = await ContentHubApp.StartAsync(database, server);

        await app.Services.GetRequiredService<SeedLoader>().LoadAsync(seed.Folder, TestContext.Current.CancellationToken);

        var article = (await app.QueryAsync("""{ article(slug: "dormir-bien", locale: "es-US") { title locale audience topics { title } sections { anchor } } }"""))["article"]!;
        Assert.Equal("""{"title":"Dormir bien","locale":"es-US","audience":"PATIENT","topics":[{"title":"Sleep"}],"sections":[{"anchor":"bed"}]}""", article.ToJsonString());
    }

    [Theory, EachDatabase]
    public async Task Loading_twice_changes_nothing(string database)
    {
        using var seed = new SampleSeed();
        var data = await TestDatabase.CreateAsync(database, server);
        var first = await StartAsync(data, seed);
        var sequence = await LastSequenceAsync(data);
        await first.StopAsync();

        await using var second = await StartAsync(data, seed);
        var byHand = await second.Services.GetRequiredService<SeedLoader>().LoadAsync(seed.Folder, TestContext.Current.CancellationToken);

        Assert.Equal(12, sequence);
        Assert.Equal(0, byHand);
        Assert.Equal(12, await LastSequenceAsync(data));
    }

    /// <summary>The database itself refuses one kind of act, as if the power went before it.</summary>
    [Theory, EachDatabase]
    public async Task A_load_that_was_cut_off_between_two_steps_is_finished_at_the_next_start(string database)
    {
        var steps = new[] { ChangeKind.SubmittedForReview, ChangeKind.Approved, ChangeKind.Published };
        var left = new List<long>();
        foreach (var step in steps)
        {
            using var seed = new SampleSeed();
            var data = await TestDatabase.CreateAsync(database, server);
            await RefuseAsync(data, step);
            await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(data, seed));
            left.Add(await LastSequenceAsync(data));
            await AllowAsync(data);

            await using var app = await StartAsync(data, seed);

            Assert.Equal(12, await LastSequenceAsync(data));
            Assert.Equal(2, (int)(await app.QueryAsync("{ sitemap { totalCount } topics { totalCount } article(slug: \"sleeping-well\") { topics { title } review { reviewerName } } articles { totalCount } people { totalCount } }"))["articles"]!["totalCount"]! + 1);
            await using var db = data.Open();
            Assert.False(await db.Variants.AnyAsync(v => v.HeadState != WorkflowState.Published));
            Assert.Null((await AuditVerification.RunAsync(db)).Fault);
        }

        Assert.Equal([4, 6, 8], left);
    }

    [Theory, EachDatabase]
    public async Task Where_somebody_has_acted_the_seed_is_not_loaded_by_itself_any_more(string database)
    {
        using var seed = new SampleSeed();
        var data = await TestDatabase.CreateAsync(database, server);
        var empty = await ContentHubApp.StartAsync(data);
        await empty.DoneAsync("createTopic", new { content = new { title = "Somebody's own" } }, empty.Token("Sam", Role.Editor));
        await empty.StopAsync();

        await using var app = await StartAsync(data, seed);

        Assert.Equal(1, await LastSequenceAsync(data));
        Assert.Equal(12, await app.Services.GetRequiredService<SeedLoader>().LoadAsync(seed.Folder, TestContext.Current.CancellationToken));
    }

    [Theory, EachDatabase]
    public async Task What_people_did_to_a_seeded_entry_stays(string database)
    {
        using var seed = new SampleSeed();
        var data = await TestDatabase.CreateAsync(database, server);
        await using var app = await StartAsync(data, seed);
        var editor = app.Token("Sam", Role.Editor);
        var id = (string)(await app.QueryAsync("{ topic(slug: \"sleep\") { id } }"))["topic"]!["id"]!;
        await app.DoneAsync("updateTopic", new { id, expectedVersion = 1, patch = new { summary = "Somebody's own words." } }, editor);
        await app.DoneAsync("unpublish", new { id, version = 1 }, editor);
        var before = await LastSequenceAsync(data);

        var written = await app.Services.GetRequiredService<SeedLoader>().LoadAsync(seed.Folder, TestContext.Current.CancellationToken);

        Assert.Equal((0, before), (written, await LastSequenceAsync(data)));
        Assert.Null((await app.QueryAsync("{ topic(slug: \"sleep\") { id } }"))["topic"]);
    }

    private static Task<ContentHubApp> StartAsync(TestDatabase data, SampleSeed seed) =>
        ContentHubApp.StartAsync(data, seed: true, settings: new Dictionary<string, string?> { ["ContentHub:Seed"] = seed.Folder });

    private static void Text(JsonObject content, string text) => content["sections"]![0]!["blocks"]![0]!["paragraph"]!["text"] = text;

    private static async Task<long> LastSequenceAsync(TestDatabase data)
    {
        await using var db = data.Open();
        return await db.Changes.MaxAsync(c => (long?)c.Sequence) ?? 0;
    }

    private static async Task RefuseAsync(TestDatabase data, ChangeKind kind)
    {
        await using var db = data.Open();
        await db.Database.ExecuteSqlRawAsync(db is SqliteDb
            ? $"""create trigger "PowerCut" before insert on "Changes" when new."Kind" = '{kind}' begin select raise(abort, 'power cut'); end"""
            : $"""alter table "Changes" add constraint "PowerCut" check ("Kind" <> '{kind}')""");
    }

    private static async Task AllowAsync(TestDatabase data)
    {
        await using var db = data.Open();
        await db.Database.ExecuteSqlRawAsync(db is SqliteDb ? """drop trigger "PowerCut" """ : """alter table "Changes" drop constraint "PowerCut" """);
    }
}
