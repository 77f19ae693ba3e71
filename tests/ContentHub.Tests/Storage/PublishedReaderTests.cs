using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Storage;

public sealed class PublishedReaderTests(PostgreSqlServer server)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory, EachDatabase]
    public async Task Drafts_are_never_loaded(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await desk.CreateAsync("alcohol");

        var contents = await Reader(desk).LoadAllAsync();

        Assert.Empty(contents.Rows);
        Assert.Equal(1, contents.Sequence);
        Assert.NotEqual(Guid.Empty, contents.LogId);
    }

    [Theory, EachDatabase]
    public async Task An_empty_database_is_at_sequence_0(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);

        var contents = await Reader(desk).LoadAllAsync();

        Assert.Equal(0, contents.Sequence);
        Assert.Empty((await Reader(desk).ChangesAfterAsync(0)).Variants);
    }

    [Theory, EachDatabase]
    public async Task A_public_entry_comes_with_all_that_belongs_to_it(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        Guid[] references = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        var variantId = await desk.CreateAsync("alcohol");
        await desk.SaveAsync(variantId, "alcohol", references[1], references[0], references[1]);
        await desk.ApproveAsync(variantId);
        desk.Clock.Advance(Day);
        await desk.PublishAsync(variantId);

        var row = Assert.Single((await Reader(desk).LoadAllAsync()).Rows);

        Assert.Equal((variantId, "ARTICLE", "en-US", 2, false), (row.VariantId, row.Type, row.Locale, row.Version, row.IsRetracted));
        Assert.Equal("""{"about":{"slug":"no"},"slug":"alcohol","version":2}""", row.Document);
        Assert.Equal([references[1], references[0], references[1]], row.References);
        Assert.Equal((Desk.Monday + Day, Desk.Monday + Day, Desk.Monday + Day), (row.FirstPublishedAt, row.PublishedAt, row.ContentModifiedAt));
        Assert.Equal(new ReviewRow(desk.Actor, "Sam Sample", Desk.Monday, new DateOnly(2027, 6, 1)), row.Review);
        Assert.Empty(row.Notices);
        Assert.Empty(row.FormerSlugs);
    }

    [Theory, EachDatabase]
    public async Task A_newer_draft_changes_nothing_for_readers(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await PublishedAsync(desk, "alcohol");
        var before = Assert.Single((await Reader(desk).LoadAllAsync()).Rows);

        await desk.SaveAsync(variantId, "drinking", Guid.CreateVersion7());
        await desk.ApproveAsync(variantId);

        var after = Assert.Single((await Reader(desk).LoadAllAsync()).Rows);
        Assert.Equivalent(before, after, strict: true);
        Assert.Empty(after.FormerSlugs);
        Assert.Null(after.Review);
    }

    [Theory, EachDatabase]
    public async Task Slugs_that_readers_knew_before_come_along(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await PublishedAsync(desk, "alcohol");
        await desk.SaveAsync(variantId, "never-published");
        await desk.SaveAsync(variantId, "drinking");
        desk.Clock.Advance(Day);
        await desk.PublishAsync(variantId);

        var row = Assert.Single((await Reader(desk).LoadAllAsync()).Rows);

        Assert.Equal(["alcohol"], row.FormerSlugs);
        Assert.Equal((Desk.Monday, Desk.Monday + Day), (row.FirstPublishedAt, row.PublishedAt));
    }

    [Theory, EachDatabase]
    public async Task What_is_unpublished_is_gone_and_what_is_retracted_stays_with_its_notices(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await desk.UnpublishAsync(await PublishedAsync(desk, "alcohol"));
        var retracted = await PublishedAsync(desk, "opioids");
        await desk.RetractAsync(retracted, "Wrong dose.");
        desk.Clock.Advance(Day);
        await desk.ActAsync(retracted, async (db, variant) =>
        {
            db.Add(new Notice { Id = Guid.CreateVersion7(), VariantId = retracted, Kind = NoticeKind.Replaced, Text = "See there.", At = desk.Clock.Now, Version = 1 });
            return new(ChangeKind.Commented, variant, await db.Revisions.SingleAsync(r => r.VariantId == retracted), desk.Actor);
        });

        var row = Assert.Single((await Reader(desk).LoadAllAsync()).Rows);

        Assert.Equal((retracted, true, 1), (row.VariantId, row.IsRetracted, row.Version));
        Assert.Equal(["See there.", "Wrong dose."], row.Notices.Select(n => n.Text));
    }

    [Theory, EachDatabase]
    public async Task A_new_revision_lifts_the_retraction(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await PublishedAsync(desk, "opioids");
        await desk.RetractAsync(variantId, "Wrong dose.");
        await desk.SaveAsync(variantId, "opioids");
        await desk.PublishAsync(variantId);

        var row = Assert.Single((await Reader(desk).LoadAllAsync()).Rows);

        Assert.Equal((false, 2), (row.IsRetracted, row.Version));
        Assert.Equal(["Wrong dose."], row.Notices.Select(n => n.Text));
    }

    [Theory, EachDatabase]
    public async Task Only_what_readers_saw_change_after_the_sequence_is_told(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await PublishedAsync(desk, "untouched");
        var unpublished = await PublishedAsync(desk, "unpublished");
        var retracted = await PublishedAsync(desk, "retracted");
        var onlySaved = await PublishedAsync(desk, "only-saved");
        var start = await Reader(desk).LoadAllAsync();
        await desk.UnpublishAsync(unpublished);
        await desk.RetractAsync(retracted, "Wrong dose.");
        await desk.SaveAsync(onlySaved, "only-saved");
        var published = await PublishedAsync(desk, "published");

        var changes = await Reader(desk).ChangesAfterAsync(start.Sequence);

        Assert.Equal((start.LogId, start.Sequence + 5), (changes.LogId, changes.Sequence));
        Assert.Equal(new[] { unpublished, retracted, published }.Order(), changes.Variants.Keys.Order());
        Assert.Null(changes.Variants[unpublished]);
        Assert.True(changes.Variants[retracted]?.IsRetracted);
        Assert.False(changes.Variants[published]?.IsRetracted);
        Assert.Empty((await Reader(desk).ChangesAfterAsync(changes.Sequence)).Variants);
    }

    [Theory, EachDatabase]
    public async Task Following_the_changes_from_any_place_ends_at_what_a_new_start_would_load(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var reader = Reader(desk);
        var followed = new Dictionary<Guid, PublishedRow?>();
        var at = 0L;
        var ids = new List<Guid>();
        for (var step = 0; step < 30; step++)
        {
            // Ten entries, each saved, published and taken away at different times.
            if (step < 10)
            {
                ids.Add(await desk.CreateAsync($"slug-{step}"));
            }

            var id = ids[step * 7 % ids.Count];
            await (step % 5 == 4 ? desk.UnpublishAsync(id) : desk.PublishAsync(id));
            if (step % 3 == 0)
            {
                var changes = await reader.ChangesAfterAsync(at);
                at = changes.Sequence;
                foreach (var (variantId, row) in changes.Variants)
                {
                    followed[variantId] = row;
                }
            }
        }

        foreach (var (variantId, row) in (await reader.ChangesAfterAsync(at)).Variants)
        {
            followed[variantId] = row;
        }

        var loaded = await reader.LoadAllAsync();
        Assert.NotEmpty(loaded.Rows);
        Assert.Equivalent(
            loaded.Rows.OrderBy(r => r.VariantId).ToList(),
            followed.Values.OfType<PublishedRow>().OrderBy(r => r.VariantId).ToList(),
            strict: true);
    }

    [Theory, EachDatabase]
    public async Task The_past_is_what_readers_saw_at_each_moment(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await desk.CreateAsync("alcohol");
        var hour = TimeSpan.FromHours(1);
        Func<Task>[] days =
        [
            () => desk.PublishAsync(variantId),
            () => desk.SaveAsync(variantId, "drinking"),
            () => desk.PublishAsync(variantId),
            () => desk.UnpublishAsync(variantId),
            () => desk.PublishAsync(variantId),
            () => desk.RetractAsync(variantId, "Wrong dose."),
            () => desk.SaveAsync(variantId, "drinking"),
            () => desk.PublishAsync(variantId),
        ];
        foreach (var act in days)
        {
            desk.Clock.Advance(Day);
            await act();
        }

        var seen = new List<string>();
        for (var day = 0; day <= days.Length; day++)
        {
            var row = (await Reader(desk).LoadAtAsync(Desk.Monday + (Day * day) + hour)).Rows.SingleOrDefault();
            seen.Add(row is null
                ? "nothing"
                : $"{row.Version}{(row.IsRetracted ? " retracted" : "")}, first {row.FirstPublishedAt:dd}, published {row.PublishedAt:dd}, modified {row.ContentModifiedAt:dd}, {row.FormerSlugs.Single()}, {row.Notices.Single().Text}");
        }

        Assert.Equal(
        [
            "nothing",
            "1, first 02, published 02, modified 02, drinking, Wrong dose.",
            "1, first 02, published 02, modified 02, drinking, Wrong dose.",
            "2, first 02, published 04, modified 04, alcohol, Wrong dose.",
            "nothing",
            "2, first 02, published 06, modified 04, alcohol, Wrong dose.",
            "2 retracted, first 02, published 06, modified 04, alcohol, Wrong dose.",
            "2 retracted, first 02, published 06, modified 04, alcohol, Wrong dose.",
            "3, first 02, published 09, modified 09, alcohol, Wrong dose.",
        ], seen);
    }

    [Theory, EachDatabase]
    public async Task A_text_is_seen_from_the_very_moment_of_its_publication(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await PublishedAsync(desk, "alcohol");

        Assert.Empty((await Reader(desk).LoadAtAsync(Desk.Monday.AddMilliseconds(-1))).Rows);
        Assert.Single((await Reader(desk).LoadAtAsync(Desk.Monday)).Rows);
        Assert.Single((await Reader(desk).LoadAtAsync(Desk.Monday.ToOffset(TimeSpan.FromHours(2)))).Rows);
    }

    [Theory, EachDatabase]
    public async Task The_past_shows_the_approval_of_the_revision_of_then_and_none_that_came_later(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await desk.CreateAsync("alcohol");
        await desk.ApproveAsync(variantId);
        await desk.PublishAsync(variantId);
        desk.Clock.Advance(Day);
        await desk.SaveAsync(variantId, "alcohol");
        await desk.PublishAsync(variantId);
        desk.Clock.Advance(Day);
        await desk.ApproveAsync(variantId);

        var first = Assert.Single((await Reader(desk).LoadAtAsync(Desk.Monday)).Rows);
        var second = Assert.Single((await Reader(desk).LoadAtAsync(Desk.Monday + Day)).Rows);
        var third = Assert.Single((await Reader(desk).LoadAtAsync(Desk.Monday + Day + Day)).Rows);

        Assert.Equal((1, Desk.Monday), (first.Version, first.Review?.ApprovedAt));
        Assert.Equal((2, null), (second.Version, second.Review));
        Assert.Equal((2, Desk.Monday + Day + Day), (third.Version, third.Review?.ApprovedAt));
    }

    [Theory, EachDatabase]
    public async Task A_reader_does_not_wait_for_a_writer_and_sees_nothing_unfinished(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        await PublishedAsync(desk, "alcohol");
        await using var writing = desk.Database.Open();
        await using var transaction = await writing.Database.BeginTransactionAsync();
        await writing.Database.ExecuteSqlAsync($"""update "Variants" set "PublishedVersion" = null""");

        var contents = await Reader(desk).LoadAllAsync();

        Assert.Single(contents.Rows);
    }

    [Theory, EachDatabase]
    public async Task Rows_and_sequence_are_of_one_moment_while_others_publish(string database)
    {
        await using var desk = await Desk.OpenAsync(database, server);
        var variantId = await PublishedAsync(desk, "alcohol");
        var publishing = Task.Run(async () =>
        {
            for (var act = 0; act < 50; act++)
            {
                desk.Clock.Advance(Day);
                await desk.PublishAsync(variantId);
            }
        });

        // Created and published on Monday, that is up to sequence 2, and then once a day.
        var loads = 0;
        for (; !publishing.IsCompleted; loads++)
        {
            var contents = await Reader(desk).LoadAllAsync();
            Assert.Equal(Desk.Monday + (Day * (contents.Sequence - 2)), Assert.Single(contents.Rows).PublishedAt);
        }

        await publishing;
        Assert.NotEqual(0, loads);
    }

    [Theory]
    [InlineData("""{"slug":"a","title":"b"}""", "a")]
    [InlineData("""{"sections":[{"slug":"x"},{"slug":"y"}],"slug":"a"}""", "a")]
    [InlineData("""{"seo":{"slug":"x"}}""", null)]
    [InlineData("""{"slug":null}""", null)]
    [InlineData("{}", null)]
    public void The_slug_of_a_document_is_its_own_and_none_further_down(string document, string? expected)
    {
        var slug = PublishedRow.SlugOf(document);

        Assert.Equal(expected, slug);
    }

    private static PublishedReader Reader(Desk desk) => new(desk.Database.Factory);

    private static async Task<Guid> PublishedAsync(Desk desk, string slug)
    {
        var variantId = await desk.CreateAsync(slug);
        await desk.PublishAsync(variantId);
        return variantId;
    }
}
