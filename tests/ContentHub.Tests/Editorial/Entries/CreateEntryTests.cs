using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Editorial.Entries;

public sealed class CreateEntryTests(PostgreSqlServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task The_same_create_again_answers_the_first_result(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var id = Guid.NewGuid().ToString();

        var first = await writer.CreateAsync("Topic", new { title = "Topic" }, id: id);
        var again = await writer.TryCreateAsync("Topic", new { title = "Topic" }, id: id);

        Assert.Equal(first, Writer.Of(again));
        Assert.Null((string?)again["sequence"]);
        await using var db = app.Database.Open();
        Assert.Equal((1, 1), (await db.Variants.CountAsync(Cancellation), await db.Changes.CountAsync(Cancellation)));
    }

    [Theory, EachDatabase]
    public async Task The_same_create_eight_times_at_once_makes_one_entry(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        for (var round = 0; round < 3; round++)
        {
            var (id, entryId) = (Guid.NewGuid().ToString(), round == 0 ? null : Guid.NewGuid().ToString());

            var payloads = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => writer.TryCreateAsync("Topic", new { title = $"Topic {round}" }, id: id, entryId: entryId)));

            Assert.All(payloads, p => Assert.Empty(Writer.Refusals(p)));
            Assert.Single(payloads.Select(Writer.Of).Distinct());
        }

        await using var db = app.Database.Open();
        Assert.Equal((3, 3, 3), (await db.Variants.CountAsync(Cancellation), await db.Entries.CountAsync(Cancellation), await db.Changes.CountAsync(Cancellation)));
    }

    [Theory, EachDatabase]
    public async Task An_id_of_something_else_is_refused(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var (writer, other) = (new Writer(app), new Writer(app, "Sam"));
        var (id, entryId) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await writer.CreateAsync("Topic", new { title = "Topic" }, id: id, entryId: entryId);

        Assert.Equal(["INVALID input/id"], Writer.Refusals(await writer.TryCreateAsync("Article", new { title = "Topic" }, id: id)));
        Assert.Equal(["INVALID input/id"], Writer.Refusals(await other.TryCreateAsync("Topic", new { title = "Topic" }, id: id)));
        Assert.Equal(["INVALID input/id"], Writer.Refusals(await writer.TryCreateAsync("Topic", new { title = "Topic" }, id: id, locale: "es-US")));
        Assert.Equal(["INVALID input/id"], Writer.Refusals(await writer.TryCreateAsync("Topic", new { title = "Topic" }, id: id, entryId: Guid.NewGuid().ToString())));
        Assert.Equal(["INVALID input/entryId"], Writer.Refusals(await writer.TryCreateAsync("Article", new { title = "Topic" }, entryId: entryId)));
        foreach (var bad in new[] { "", "x", "00000000-0000-0000-0000-000000000000", "\u0000" })
        {
            Assert.Equal(["INVALID input/id", "INVALID input/entryId", "INVALID input/locale"], Writer.Refusals(await writer.TryCreateAsync("Topic", new { title = "T" }, id: bad, entryId: bad, locale: "tlh")));
        }
    }

    [Theory, EachDatabase]
    public async Task A_further_locale_copies_what_it_leaves_out_from_the_version_that_it_names(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var first = await writer.CreateAsync("Article", new { title = "One", summary = "First words.", keyPoints = new[] { "A point" }, sections = new[] { new { key = "k", heading = "H", blocks = Array.Empty<object>() } } });
        var second = await writer.PatchAsync("Article", first, new { summary = "Second words." });
        var another = await writer.CreateAsync("Article", new { title = "Another" });

        var spanish = await writer.CreateAsync("Article", new { title = "Uno", keyPoints = (string[]?)null }, entryId: first.EntryId, locale: "es-US", sourceVersion: 1);
        var newest = await writer.CreateAsync("Article", new { title = "Otro" }, entryId: another.EntryId, locale: "ES-us");
        var content = await writer.ContentAsync("Article", spanish, "slug title summary keyPoints sections { key heading }");
        var source = (await writer.ReadAsync($"draft(id: \"{spanish.Id}\") {{ locale entryId translationOf {{ version isOutdated source {{ locale title }} }} }}"))!;

        Assert.Equal("""{"slug":"uno","title":"Uno","summary":"First words.","keyPoints":[],"sections":[{"key":"k","heading":"H"}]}""", content.ToJsonString());
        Assert.Equal(("es-US", first.EntryId, 1), ((string)source["locale"]!, (string)source["entryId"]!, (int)source["translationOf"]!["version"]!));
        Assert.Equal("""{"locale":"en-US","title":"One"}""", source["translationOf"]!["source"]!.ToJsonString());
        Assert.NotEqual(first.Id, spanish.Id);
        Assert.Equal(another.EntryId, newest.EntryId);
        Assert.Equal(2, second.Version);
    }

    [Theory, EachDatabase]
    public async Task An_entry_is_in_each_locale_once_also_when_two_race(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var entry = await writer.CreateAsync("Topic", new { title = "Topic" });

        var racing = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => writer.TryCreateAsync("Topic", new { title = $"Tema {i}" }, entryId: entry.EntryId, locale: "es-US")));
        var later = await writer.TryCreateAsync("Topic", new { title = "Tema" }, entryId: entry.EntryId, locale: "es-US");
        var original = await writer.TryCreateAsync("Topic", new { title = "Again" }, entryId: entry.EntryId);

        Assert.Single(racing, p => p["draft"] is not null);
        Assert.All(racing.Where(p => p["draft"] is null).Append(later).Append(original), p => Assert.Equal(["LOCALE_EXISTS input/locale"], Writer.Refusals(p)));
        await using var db = app.Database.Open();
        Assert.Equal((2, 2, 2), (await db.Variants.CountAsync(Cancellation), await db.Slugs.CountAsync(Cancellation), await db.Changes.CountAsync(Cancellation)));
    }

    [Theory, EachDatabase]
    public async Task A_locale_whose_draft_was_thrown_away_can_be_begun_again(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var entry = await writer.CreateAsync("Topic", new { title = "Topic" });
        var first = await writer.CreateAsync("Topic", new { title = "Tema" }, entryId: entry.EntryId, locale: "es-US");
        await app.DoneAsync("discardDraft", new { id = first.Id, version = 1 }, writer.Token);

        var again = await writer.CreateAsync("Topic", new { title = "Tema" }, entryId: entry.EntryId, locale: "es-US");
        var read = await writer.ReadAsync($"draftOf(entryId: \"{entry.EntryId}\", locale: \"es-US\") {{ id version }}");

        Assert.NotEqual(first.Id, again.Id);
        Assert.Equal(again.Id, (string?)read!["id"]);
        Assert.Null(await writer.ReadAsync($"draft(id: \"{first.Id}\") {{ id }}"));
    }

    [Theory, EachDatabase]
    public async Task A_source_that_is_not_there_is_refused(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var entry = await writer.CreateAsync("Topic", new { title = "Topic" });
        var spanish = await writer.CreateAsync("Topic", new { title = "Tema" }, entryId: entry.EntryId, locale: "es-US");

        Assert.Equal(["INVALID input/sourceVersion"], Writer.Refusals(await writer.TryCreateAsync("Topic", new { title = "T" }, sourceVersion: 1)));
        Assert.Equal(["NOT_FOUND input/sourceVersion"], Writer.Refusals(await app.MutateAsync("updateTopic", new { id = spanish.Id, expectedVersion = 1, sourceVersion = 7, patch = new { title = "T" } }, writer.Token)));
        await writer.CreateAsync("Topic", new { title = "Later" }, entryId: Guid.NewGuid().ToString(), locale: "es-US");
    }

    [Theory]
    [InlineData(TestDatabase.Sqlite)]
    public async Task A_slug_is_made_from_the_title_or_the_question_unless_it_is_given(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);

        var made = await writer.CreateAsync("Article", new { title = "Signs of “Clonazepam” dépendance: what’s next?" });
        var asked = await writer.CreateAsync("FaqEntry", new { question = "Is it safe?" });
        var given = await writer.CreateAsync("Article", new { title = "A title", slug = "my-own-1" });
        var none = await writer.CreateAsync("Article", new { title = "薬" });
        var later = await writer.PatchAsync("Article", none, new { title = "Medicine" });
        var kept = await writer.PatchAsync("Article", later, new { title = "Drug" });
        var cleared = await writer.PatchAsync("Article", kept, new { slug = (string?)null });

        Assert.Equal("signs-of-clonazepam-dependance-whats-next", made.Slug);
        Assert.Equal("is-it-safe", asked.Slug);
        Assert.Equal("my-own-1", given.Slug);
        Assert.Null(none.Slug);
        Assert.Equal(("medicine", "medicine", "drug"), (later.Slug, kept.Slug, cleared.Slug));
    }

    [Theory, EachDatabase]
    public async Task A_slug_belongs_to_one_entry_of_a_type_and_locale_also_when_two_race(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await writer.CreateAsync("Topic", new { title = "Alcohol" });

        var same = await writer.TryCreateAsync("Topic", new { title = "Alcohol" });
        var racing = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => writer.TryCreateAsync("Topic", new { title = "Opioids" })));
        var free = await writer.CreateAsync("Topic", new { title = "Free" });
        var moving = await Task.WhenAll(
            writer.TryPatchAsync("Topic", topic, new { slug = "wanted" }),
            writer.TryPatchAsync("Topic", free, new { slug = "wanted" }));

        Assert.Equal(["SLUG_TAKEN input/content/slug"], Writer.Refusals(same));
        Assert.Single(racing, p => p["draft"] is not null);
        Assert.All(racing.Where(p => p["draft"] is null), p => Assert.Equal(["SLUG_TAKEN input/content/slug"], Writer.Refusals(p)));
        Assert.Single(moving, p => p["draft"] is not null);
        Assert.Equal(["SLUG_TAKEN input/patch/slug"], Writer.Refusals(moving.Single(p => p["draft"] is null)));
        await writer.CreateAsync("Article", new { title = "Alcohol" });
        await writer.CreateAsync("Topic", new { title = "Alcohol" }, entryId: topic.EntryId, locale: "es-US");
    }

    [Theory, EachDatabase]
    public async Task A_slug_that_only_stood_in_a_draft_is_free_again_and_one_that_readers_knew_keeps_answering(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var topic = await writer.CreateAsync("Topic", new { title = "First", kind = "CONDITION", summary = "S" });
        topic = await writer.PatchAsync("Topic", topic, new { slug = "second" });
        await writer.CreateAsync("Topic", new { title = "First" });
        await app.PublishAsync(topic.Id, 2, isClinical: false);
        topic = await writer.PatchAsync("Topic", topic, new { slug = "third" });
        var early = await app.QueryAsync("{ topic(slug: \"third\") { slug } redirects { nodes { slug } } }");
        await app.PublishAsync(topic.Id, 3, isClinical: false);

        var renamed = await app.QueryAsync("""{ old: topic(slug: "second") { slug } new: topic(slug: "third") { slug } redirects { nodes { type slug locale to { slug entryId } } } }""");
        var taken = await writer.TryCreateAsync("Topic", new { title = "Second" });
        topic = await writer.PatchAsync("Topic", topic, new { slug = "second" });
        await app.PublishAsync(topic.Id, 4, isClinical: false);
        var back = await app.QueryAsync("""{ topic(slug: "third") { slug } redirects { nodes { slug to { slug } } } }""");

        Assert.Equal("""{"topic":null,"redirects":{"nodes":[]}}""", early.ToJsonString());
        Assert.Equal(("third", "third"), ((string)renamed["old"]!["slug"]!, (string)renamed["new"]!["slug"]!));
        Assert.Equal($$$"""[{"type":"TOPIC","slug":"second","locale":"en-US","to":{"slug":"third","entryId":"{{{topic.EntryId}}}"}}]""", renamed["redirects"]!["nodes"]!.ToJsonString());
        Assert.Equal(["SLUG_TAKEN input/content/slug"], Writer.Refusals(taken));
        Assert.Equal("""{"topic":{"slug":"second"},"redirects":{"nodes":[{"slug":"third","to":{"slug":"second"}}]}}""", back.ToJsonString());
    }

    [Theory, EachDatabase]
    public async Task A_refused_create_makes_nothing(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var writer = new Writer(app);
        var reader = new Writer(app, "Rhea", Role.MedicalReviewer);

        Assert.Equal(
            ["INVALID input/content/slug", "TOO_LONG input/content/title", "UNKNOWN_REFERENCE input/content/parent"],
            Writer.Refusals(await writer.TryCreateAsync("Topic", new { slug = "-", title = new string('x', 201), parent = Guid.NewGuid() })).Order());
        Assert.Equal(["FORBIDDEN input"], Writer.Refusals(await reader.TryCreateAsync("Topic", new { title = "T" })));
        await using var db = app.Database.Open();
        Assert.Equal((0, 0, 0, 0), (await db.Variants.CountAsync(Cancellation), await db.Entries.CountAsync(Cancellation), await db.Slugs.CountAsync(Cancellation), await db.Changes.CountAsync(Cancellation)));
    }
}
