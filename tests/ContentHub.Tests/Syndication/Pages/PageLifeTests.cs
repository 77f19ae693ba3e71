using System.Net;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Syndication.Pages;

/// <summary>What becomes of a page's address while its entry is renamed, corrected, doubted, taken back and taken down.</summary>
public sealed class PageLifeTests(Practices practices, PostgreSqlServer server) : IClassFixture<Practices>
{
    private static string Page(Item item, string extension = "html") => $"/content/faq-entry/{item.Slug}.{extension}?locale=en-US";

    [Theory, EachDatabase]
    public async Task A_former_address_leads_to_the_new_one_for_good(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var slug = $"{item.Slug}-renamed";
        await practice.DoneAsync("updateFaqEntry", new { id = item.Id, expectedVersion = 1, patch = new { slug } }, practice.Ann);
        await practice.PublishedAsync(item with { Version = 2 });

        var former = await practice.App.GetAsync(Page(item, "md"));
        var today = await practice.App.GetAsync(former.Header("Location")!);

        Assert.Equal((HttpStatusCode.MovedPermanently, ""), (former.Status, former.Text));
        Assert.EndsWith($"/content/faq-entry/{slug}.md?locale=en-US", former.Header("Location"));
        Assert.Equal(HttpStatusCode.OK, today.Status);
    }

    [Theory, EachDatabase]
    public async Task What_was_retracted_is_gone_and_says_why_without_a_word_of_the_text(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var before = await practice.App.GetAsync(Page(item));
        await practice.DoneAsync("retract", new { id = item.Id, version = 1, reason = "It named a <wrong> dose." }, practice.Paul);

        var pages = new[] { await practice.App.GetAsync(Page(item)), await practice.App.GetAsync(Page(item, "md")), await practice.App.GetAsync(Page(item, "jsonld")) };
        var again = await practice.App.GetAsync(Page(item), ("If-None-Match", before.Header("ETag")!));

        Assert.Contains("All of it.", before.Text);
        Assert.Equal(HttpStatusCode.Gone, again.Status);
        Assert.All(pages, p => Assert.Equal(HttpStatusCode.Gone, p.Status));
        Assert.All(pages, p => Assert.DoesNotContain("All of it.", p.Text));
        Assert.All(pages, p => Assert.DoesNotContain("First text.", p.Text));
        Assert.Contains("<strong>This text was taken back: do not rely on it.</strong>", pages[0].Text);
        Assert.Contains("It named a &lt;wrong&gt; dose.", pages[0].Text);
        Assert.Contains("<meta name=\"robots\" content=\"noindex\">", pages[0].Text);
        Assert.Contains("It named a \\<wrong\\> dose.", pages[1].Text);
        Assert.Equal(["@context", "@id", "@type", "name", "url"], pages[2].Json.AsObject().Select(p => p.Key).Order());
    }

    [Theory, EachDatabase]
    public async Task What_was_taken_down_looks_like_what_never_was(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var draft = await practice.DraftAsync();
        await practice.DoneAsync("unpublish", new { id = item.Id, version = 1 }, practice.Edith);

        var unpublished = await practice.App.GetAsync(Page(item));
        var neverOut = await practice.App.GetAsync(Page(draft));
        var unknown = await practice.App.GetAsync("/content/faq-entry/never-was.html");

        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal([unknown.Text, unknown.Text], [unpublished.Text, neverOut.Text]);
    }

    [Theory, EachDatabase]
    public async Task A_correction_for_safety_and_a_doubt_stand_above_the_text_and_the_former_not_for_ever(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        await practice.DoneAsync("addNotice", new { id = item.Id, version = 1, kind = "CORRECTION", text = "A seizure is an emergency.", correctionClass = "SAFETY" }, practice.Rhea);
        await practice.DoneAsync("addNotice", new { id = item.Id, version = 1, kind = "CORRECTION", text = "Ten weeks, not eight." }, practice.Edith);
        await practice.DoneAsync("addNotice", new { id = item.Id, version = 1, kind = "EXPRESSION_OF_CONCERN", text = "A source is in doubt." }, practice.Rhea);

        var fresh = (await practice.App.GetAsync(Page(item))).Text;
        var markdown = (await practice.App.GetAsync(Page(item, "md"))).Text;
        practice.Advance(TimeSpan.FromDays(92));
        var later = (await practice.App.GetAsync(Page(item))).Text;

        Assert.True(Place(fresh, "A seizure is an emergency.") < Place(fresh, "All of it.") && Place(fresh, "A source is in doubt.") < Place(fresh, "All of it."));
        Assert.True(Place(fresh, "Ten weeks, not eight.") > Place(fresh, "All of it."));
        Assert.True(Place(markdown, "A seizure is an emergency.") < Place(markdown, "All of it.") && Place(markdown, "Ten weeks, not eight.") > Place(markdown, "All of it."));
        Assert.True(Place(later, "A seizure is an emergency.") > Place(later, "All of it.") && Place(later, "A source is in doubt.") < Place(later, "All of it."));

        static int Place(string page, string words)
        {
            Assert.Contains(words, page);
            return page.IndexOf(words, StringComparison.Ordinal);
        }
    }

    [Theory, EachDatabase]
    public async Task An_overdue_review_is_said_plainly_from_the_day_on(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var item = await practice.PublishedAsync();
        practice.Advance(TimeSpan.FromMinutes(1));
        var before = await practice.App.GetAsync(Page(item));

        practice.Advance(TimeSpan.FromDays(400));
        var after = await practice.App.GetAsync(Page(item), ("If-None-Match", before.Header("ETag")!), ("If-Modified-Since", before.Header("Last-Modified")!));
        var byTime = await practice.App.GetAsync(Page(item), ("If-Modified-Since", before.Header("Last-Modified")!));

        const string Overdue = "This text should have been reviewed again by that day and has not been. It may be out of date.";
        Assert.Contains("Reviewed by Rhea on", before.Text);
        Assert.DoesNotContain(Overdue, before.Text);
        Assert.Contains(Overdue, after.Text);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [after.Status, byTime.Status]);
        Assert.Contains(Overdue, (await practice.App.GetAsync(Page(item, "md"))).Text);
    }

    [Theory, EachDatabase]
    public async Task A_copy_is_new_until_something_readers_see_has_changed(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        practice.Advance(TimeSpan.FromMilliseconds(300));
        var item = await practice.PublishedAsync();
        practice.Advance(TimeSpan.FromMilliseconds(300));

        // Within that second more may change, which a time in whole seconds would hide.
        var atOnce = await practice.App.GetAsync(Page(item));
        practice.Advance(TimeSpan.FromSeconds(2));
        var time = (await practice.App.GetAsync(Page(item))).Header("Last-Modified")!;
        var same = await practice.App.GetAsync(Page(item), ("If-Modified-Since", time));

        await practice.PublishedAsync(await practice.EditAsync(item, "Second text."));
        practice.Advance(TimeSpan.FromSeconds(2));
        var changed = await practice.App.GetAsync(Page(item), ("If-Modified-Since", time));

        Assert.Equal((HttpStatusCode.OK, null), (atOnce.Status, atOnce.Header("Last-Modified")));
        Assert.Equal(HttpStatusCode.NotModified, same.Status);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Contains("Second text.", changed.Text);
    }

    [Fact]
    public async Task A_text_that_went_out_in_an_emergency_says_that_nobody_has_reviewed_it()
    {
        var practice = await practices.OnAsync(TestDatabase.Sqlite);
        var item = await practice.DraftAsync();
        await practice.DoneAsync("publish", new { id = item.Id, version = 1, emergencyReason = "A recall." }, practice.Paul);

        var page = (await practice.App.GetAsync(Page(item))).Text;

        Assert.Contains("No clinician has reviewed this text yet.", page);
        Assert.DoesNotContain("A recall.", page);
    }

    [Fact]
    public async Task A_preview_shows_the_draft_to_whoever_has_it_and_to_no_cache()
    {
        var practice = await practices.OnAsync(TestDatabase.Sqlite);
        var item = await practice.DraftAsync();
        var made = await practice.MutateAsync("createPreview", new { id = item.Id, version = 1 }, practice.Ann, "token errors { message }");

        var shown = await practice.App.AskPlainAsync(HttpMethod.Get, Page(item), ("ContentHub-Preview", (string)made["token"]!));
        var others = await practice.App.GetAsync(Page(item));

        Assert.Equal((HttpStatusCode.OK, "private, no-store", null), (shown.Status, shown.Header("Cache-Control"), shown.Header("Last-Modified")));
        Assert.Contains("All of it.", shown.Text);
        Assert.Equal(HttpStatusCode.NotFound, others.Status);
    }
}
