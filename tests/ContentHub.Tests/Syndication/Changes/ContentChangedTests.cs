using System.Text.Json.Nodes;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Changes;

public sealed class ContentChangedTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task Each_act_that_readers_notice_is_told_by_what_it_means_to_them(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var start = Subscriber.EndOf(practice.App);
        using var live = await Subscriber.OpenAsync(practice.App, start);

        var first = await practice.PublishedAsync(isClinical: false);
        var published = await live.NextAsync();
        var second = first with { Version = 2, Slug = "another-place" };
        await practice.DoneAsync("updateGlossaryTerm", new { id = first.Id, expectedVersion = 1, patch = new { slug = second.Slug } }, practice.Edith);
        await practice.DoneAsync("publish", new { id = first.Id, version = 2 }, practice.Edith);
        var updated = await live.NextAsync();
        await practice.DoneAsync("unpublish", new { id = first.Id, version = 2, reason = "For colleagues only." }, practice.Edith);
        var unpublished = await live.NextAsync();
        await practice.DoneAsync("publish", new { id = first.Id, version = 2, note = "For colleagues only." }, practice.Edith);
        var again = await live.NextAsync();
        await practice.DoneAsync("retract", new { id = first.Id, version = 2, reason = "It named a wrong dose." }, practice.Paul);
        var retracted = await live.NextAsync();
        await practice.EditAsync(second, "Third text.", practice.Edith);
        await practice.DoneAsync("publish", new { id = first.Id, version = 3 }, practice.Edith);
        var renewed = await live.NextAsync();

        JsonNode[] all = [published, updated, unpublished, again, retracted, renewed];
        Assert.Equal(["PUBLISHED 1", "UPDATED 2", "UNPUBLISHED 2", "PUBLISHED 2", "RETRACTED 2", "PUBLISHED 3"], all.Select(KindAndVersion));
        Assert.Equal([first.Slug, second.Slug, second.Slug, second.Slug, second.Slug, second.Slug], all.Select(c => (string?)c["ref"]!["slug"]));
        Assert.Equal([null, first.Slug, null, null, null, null], all.Select(c => (string?)c["previousSlug"]));
        Assert.Equal([null, null, null, null, "It named a wrong dose.", null], all.Select(c => (string?)c["reason"]));
        Assert.Equal([1, 2, null, 2, null, 3], all.Select(c => (int?)c["entry"]?["publishedVersion"]));
        Assert.All(all, c => Assert.Equal((first.EntryId, "GLOSSARY_TERM", "en-US"), ((string?)c["ref"]!["entryId"], (string?)c["ref"]!["type"], (string?)c["ref"]!["locale"])));
        Assert.Equal((string?)published["entry"]!["id"], (string?)unpublished["ref"]!["nodeId"]);
        Assert.Null(unpublished["ref"]!["canonicalUrl"]);
        Assert.DoesNotContain("colleagues", string.Concat(all.Select(c => c.ToJsonString())));
        await AssertReplayAsync(practice.App, start, all);
    }

    [Theory, EachDatabase]
    public async Task A_newer_version_with_a_correction_notice_is_a_correction(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var item = await practice.PublishedAsync(isClinical: false);
        var corrected = await practice.EditAsync(item, "Second text.");
        await using (var db = practice.App.Database.Open())
        {
            var entryId = Guid.Parse(item.EntryId);
            var variant = await db.Variants.SingleAsync(v => v.EntryId == entryId);
            db.Notices.Add(new() { Id = Guid.CreateVersion7(), VariantId = variant.Id, Kind = NoticeKind.Correction, Text = "The dose was wrong.", At = practice.Now, Version = 2 });
            await db.SaveChangesAsync();
        }

        using var live = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));
        await practice.PublishedAsync(corrected);
        var change = await live.NextAsync();

        Assert.Equal(("CORRECTED 2", "The dose was wrong."), (KindAndVersion(change), (string?)change["reason"]));
    }

    [Theory, EachDatabase]
    public async Task What_only_editors_see_is_never_told(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var start = Subscriber.EndOf(practice.App);
        using var reader = await Subscriber.OpenAsync(practice.App, start);
        using var editor = await Subscriber.OpenAsync(practice.App, start, token: practice.Edith);

        var gone = await practice.PublishedAsync(isClinical: false);
        await practice.DoneAsync("unpublish", new { id = gone.Id, version = 1 }, practice.Edith);
        await practice.DoneAsync("updateGlossaryTerm", new { id = gone.Id, expectedVersion = 1, patch = new { title = "Secret words", slug = "secret-words" } }, practice.Edith);
        var draft = await practice.ApprovedAsync(await practice.DraftAsync(title: "Secret question"));
        await practice.DoneAsync("addComment", new { id = draft.Id, version = 1, text = "Secret remark." }, practice.Rhea, "comment { id } errors { message }");
        var last = await practice.PublishedAsync(isClinical: false);

        foreach (var subscriber in new[] { reader, editor })
        {
            var changes = await subscriber.NextAsync(3);
            Assert.Equal([gone.Slug, gone.Slug, last.Slug], changes.Select(c => (string?)c["ref"]!["slug"]));
            Assert.DoesNotContain("secret", string.Concat(changes.Select(c => c.ToJsonString())), StringComparison.OrdinalIgnoreCase);
        }

        await AssertReplayAsync(practice.App, start, null, "secret");
    }

    [Theory, EachDatabase]
    public async Task An_old_change_goes_by_the_name_of_today_or_the_last_that_was_public(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var start = Subscriber.EndOf(practice.App);
        var item = await practice.PublishedAsync(await practice.DraftAsync(isClinical: false, title: "Regretted words"));
        await practice.DoneAsync("updateGlossaryTerm", new { id = item.Id, expectedVersion = 1, patch = new { title = "Better words" } }, practice.Edith);
        await practice.DoneAsync("publish", new { id = item.Id, version = 2 }, practice.Edith);

        await AssertReplayAsync(practice.App, start, null, "Regretted words");
        await practice.DoneAsync("unpublish", new { id = item.Id, version = 2 }, practice.Edith);
        await AssertReplayAsync(practice.App, start, null, "Regretted words");
        using var subscriber = await Subscriber.OpenAsync(practice.App, start);

        Assert.Equal(["Better words", "Better words", "Better words"], (await subscriber.NextAsync(3)).Select(c => (string?)c["ref"]!["title"]));
    }

    [Theory, EachDatabase]
    public async Task Without_after_it_begins_now(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        await practice.PublishedAsync(isClinical: false);
        var now = practice.App.Current.Sequence;
        using var subscriber = await Subscriber.OpenAsync(practice.App, after: null);
        var next = subscriber.NextAsync();

        while (!next.IsCompleted)
        {
            await practice.PublishedAsync(isClinical: false);
        }

        Assert.True(long.Parse((string)(await next)["sequence"]!, System.Globalization.CultureInfo.InvariantCulture) > now);
    }

    [Theory, EachDatabase]
    public async Task A_subscriber_may_choose_types_topic_and_locale(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new ContentHub.Tests.Content.Desk(app);
        var (sleep, pain) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var start = Subscriber.EndOf(app);
        await desk.PublishedAsync("Topic", ContentHub.Tests.Content.Desk.Topic("sleep", "Sleep"), sleep);
        await desk.PublishedAsync("Topic", ContentHub.Tests.Content.Desk.Topic("pain", "Pain"), pain);
        var aboutSleep = await desk.PublishedAsync("GlossaryTerm", new { slug = "rem", title = "REM", definition = "A phase.", topics = new[] { sleep } });
        await desk.PublishedAsync("GlossaryTerm", new { slug = "ache", title = "Ache", definition = "A pain.", topics = new[] { pain } });
        await desk.PublishedAsync("Topic", ContentHub.Tests.Content.Desk.Topic("sueno", "Sueño"), sleep, "es-US");
        await desk.ChangeAsync("GlossaryTerm", aboutSleep, 1, new { topics = new[] { pain } });
        await desk.PublishedAsync("Person", ContentHub.Tests.Content.Desk.Person("last", "Last"));

        // Each ends with the last one.
        Assert.Equal(["sleep", "pain", "sueno", "last"], await SlugsAsync(["TOPIC", "PERSON"]));
        Assert.Equal(["rem", "rem"], await SlugsAsync(null, topic: "sleep", count: 2));
        Assert.Equal(["rem", "rem"], await SlugsAsync(null, topic: sleep.ToString(), count: 2));
        Assert.Equal(["ache", "rem"], await SlugsAsync(null, topic: "pain", count: 2));
        Assert.Equal(["sueno"], await SlugsAsync(null, locale: "ES-us", count: 1));

        async Task<IEnumerable<string?>> SlugsAsync(string[]? types, string? topic = null, string? locale = null, int? count = null)
        {
            using var subscriber = await Subscriber.OpenAsync(app, start, types, topic, locale);
            var slugs = new List<string?>();
            while (slugs.Count < (count ?? int.MaxValue) && slugs.LastOrDefault() != "last")
            {
                slugs.Add((string?)(await subscriber.NextAsync())["ref"]!["slug"]);
            }

            return slugs;
        }
    }

    [Fact]
    public async Task The_pages_that_show_an_entry_are_named_also_when_it_goes()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var desk = new ContentHub.Tests.Content.Desk(app);
        var topic = Guid.CreateVersion7();
        var topicNode = await desk.PublishedAsync("Topic", ContentHub.Tests.Content.Desk.Topic("sleep", "Sleep"), topic);
        await desk.PublishedAsync("GlossaryTerm", new { slug = "rem", title = "REM", definition = "A phase.", topics = new[] { topic } });
        using var subscriber = await Subscriber.OpenAsync(app, Subscriber.EndOf(app));

        await app.DoneAsync("unpublish", new { id = topicNode, version = 1 }, desk.Editor);

        Assert.Equal("""[{"slug":"rem"}]""", (await subscriber.NextAsync())["affects"]!.ToJsonString());
    }

    [Theory, EachDatabase]
    public async Task A_place_that_is_not_in_this_log_is_refused(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var view = practice.App.Current;
        string[] bad =
        [
            "", "nonsense", Subscriber.EndOf(practice.App)[..^1], Subscriber.EndOf(practice.App) + "A",
            new ChangeCursor(Guid.NewGuid(), view.Sequence).ToString(),
            new ChangeCursor(view.LogId, view.Sequence + 1).ToString(),
            new ChangeCursor(view.LogId, long.MaxValue).ToString(),
        ];

        foreach (var cursor in bad)
        {
            using var subscriber = await Subscriber.OpenAsync(practice.App, cursor);
            Assert.Equal("INVALID_CURSOR", await subscriber.RefusalAsync());
        }
    }

    [Fact]
    public async Task Unknown_topics_and_locales_are_refused()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var term = await practice.PublishedAsync(isClinical: false);

        foreach (var (topic, locale) in new[] { ("unknown", null), (Guid.NewGuid().ToString(), null), (term.EntryId, null), ((string?)null, "xx") })
        {
            using var subscriber = await Subscriber.OpenAsync(practice.App, after: null, topic: topic, locale: locale);
            Assert.Equal("INVALID", await subscriber.RefusalAsync());
        }
    }

    [Fact]
    public async Task A_restored_database_ends_the_stream_with_an_error()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        using var subscriber = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));
        await practice.PublishedAsync(isClinical: false);
        await subscriber.NextAsync();

        await using (var db = practice.App.Database.Open())
        {
            (await db.Log.SingleAsync()).LogId = Guid.NewGuid();
            await db.SaveChangesAsync();
        }

        var message = await subscriber.MessageAsync();
        Assert.Equal("INVALID_CURSOR", (string?)message["payload"]!["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal("complete", (string?)(await subscriber.MessageAsync())["type"]);
    }

    [Theory, EachDatabase]
    public async Task Whoever_hears_of_a_change_and_asks_sees_it(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var item = await practice.PublishedAsync(isClinical: false);
        using var subscriber = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));

        for (var version = 2; version < 12; version++)
        {
            item = await practice.EditAsync(item, $"Text {version}.");
            var publishing = practice.DoneAsync("publish", new { id = item.Id, version = item.Version }, practice.Edith);
            var heard = await subscriber.NextAsync();
            var seen = await practice.ReadAsync(item);

            Assert.Equal(version, (int?)heard["entry"]!["publishedVersion"]);
            Assert.Equal(version, (int?)seen!["publishedVersion"]);
            await publishing;
        }
    }

    [Fact]
    public async Task A_change_on_one_node_reaches_the_subscribers_of_another()
    {
        Assert.SkipUnless(PostgreSqlServer.Programs is not null || Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") == "1", PostgreSqlServer.HowToInstall);
        var database = await TestDatabase.CreateAsync(TestDatabase.PostgreSql, server);
        await using var one = await ContentHubApp.StartAsync(database);
        var two = await ContentHubApp.StartAsync(database);
        try
        {
            var desk = new ContentHub.Tests.Content.Desk(one);
            using var subscriber = await Subscriber.OpenAsync(two, Subscriber.EndOf(one));

            await desk.PublishedAsync("Topic", ContentHub.Tests.Content.Desk.Topic("sleep", "Sleep"));
            var change = await subscriber.NextAsync();

            Assert.Equal(("PUBLISHED 1", "Sleep"), (KindAndVersion(change), (string?)change["entry"]!["title"]));
            Assert.NotNull((await two.QueryAsync("{ topic(slug: \"sleep\") { title } }"))["topic"]);
            using var later = await Subscriber.OpenAsync(one, Subscriber.StartOf(two));
            Assert.Equal((string?)change["cursor"], (string?)(await later.NextAsync())["cursor"]);
        }
        finally
        {
            await two.StopAsync();
        }
    }

    [Fact]
    public async Task Many_subscribers_cost_the_database_no_more_than_one()
    {
        await using var practice = await Practice.OpenAsync(TestDatabase.Sqlite, server);
        var subscribers = new List<Subscriber>();
        try
        {
            while (subscribers.Count < 90)
            {
                subscribers.Add(await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App)));
            }

            await practice.PublishedAsync(isClinical: false);
            await Task.WhenAll(subscribers.Select(s => s.NextAsync()));
            var item = await practice.ApprovedAsync(await practice.DraftAsync(isClinical: false));
            var before = practice.App.StatementCount;
            await practice.DoneAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);
            await Task.WhenAll(subscribers.Select(s => s.NextAsync()));

            // The act itself, the snapshot, one reading of the log, and whatever ticks meanwhile.
            Assert.InRange(practice.App.StatementCount - before, 1, 60);
        }
        finally
        {
            subscribers.ForEach(s => s.Dispose());
        }
    }

    private static string KindAndVersion(JsonNode change) => $"{change["kind"]} {change["version"]}";

    /// <summary>From memory, once that is as far as readers are.</summary>
    private static async Task<IReadOnlyList<PublicChange>> KeptAsync(ChangeFeed feed, ChangeCursor after, long through)
    {
        while (true)
        {
            var batch = await feed.ReadAsync(after.LogId, after.Sequence, CancellationToken.None);
            if (batch.Through >= through)
            {
                return batch.Changes;
            }

            await Task.Delay(5);
        }
    }

    /// <summary>What memory and the database tell of the past is the same, and is what was told live.</summary>
    private static async Task AssertReplayAsync(ContentHubApp app, string start, IReadOnlyList<JsonNode>? live, string? absent = null)
    {
        Assert.True(ChangeCursor.TryParse(start, out var cursor));
        var view = app.Current;
        var feed = app.Services.GetRequiredService<ChangeFeed>();
        var stored = (await app.Services.GetRequiredService<PublicChangeReader>().ReadAsync(view.LogId, cursor.Sequence, view.Sequence, CancellationToken.None)).Changes;
        var kept = await KeptAsync(feed, cursor, view.Sequence);

        Assert.Equal(stored.Select(Words), kept.Select(Words));
        if (live is not null)
        {
            Assert.Equal(live.Select(c => (string?)c["cursor"]), stored.Select(c => c.Cursor.ToString()));
        }

        if (absent is not null)
        {
            Assert.DoesNotContain(absent, string.Concat(stored.Concat(kept).Select(Words)), StringComparison.OrdinalIgnoreCase);
        }

        static string Words(PublicChange change) => $"{change with { Topics = [] }} {string.Join(' ', change.Topics.Order())}";
    }
}
