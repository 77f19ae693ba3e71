using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

public sealed class DiscardDraftTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task What_never_was_public_leaves_all_lists_and_frees_its_address_but_stays_in_the_log(string database)
    {
        var practice = await practices.OnAsync(database);
        var title = $"Thrown away on {database}";
        var item = await practice.SubmittedAsync(await practice.DraftAsync(title: title));
        await practice.DoneAsync("addComment", new { id = item.Id, version = 1, text = "Is this right?", mentions = new[] { "MEDICAL_REVIEWER" } }, practice.Edith);
        var entryId = Guid.Parse(item.EntryId);

        await practice.DoneAsync("discardDraft", new { id = item.Id, version = 1 }, practice.Ann);
        var listed = (await practice.App.QueryAsync("query($text: String!) { editorial { drafts(where: { text: $text }) { totalCount } } }", new { text = title }, practice.Edith))["editorial"]!["drafts"]!;
        var later = await practice.RefusedAsync("submitForReview", new { id = item.Id, version = 1 }, practice.Ann);
        var again = await practice.DraftAsync(title: title);
        await using var db = practice.App.Database.Open();
        var kinds = await db.Changes.Where(c => c.EntryId == entryId).OrderBy(c => c.Sequence).Select(c => c.Kind).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, (int)listed["totalCount"]!);
        Assert.Null(await practice.SeeAsync(item));
        Assert.Null(await practice.StateOfAsync(item));
        Assert.Empty(await practice.TasksAsync(item, practice.Rhea));
        Assert.Equal("NOT_FOUND", (string?)later["code"]);
        Assert.Equal(item.Slug, again.Slug);
        Assert.NotEqual(item.EntryId, again.EntryId);
        Assert.Equal([ChangeKind.Created, ChangeKind.SubmittedForReview, ChangeKind.Commented, ChangeKind.DraftDiscarded], kinds);
    }

    [Theory, EachDatabase]
    public async Task Of_what_is_public_the_newest_becomes_again_what_readers_see(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var before = await practice.ReadAsync(item);
        await practice.DoneAsync("updateFaqEntry", new { id = item.Id, expectedVersion = 1, patch = new { shortAnswer = "Second text.", slug = $"{item.Slug}-renamed" } }, practice.Ann);

        var payload = await practice.DoneAsync("discardDraft", new { id = item.Id, version = 2 }, practice.Ann);
        var seen = await practice.SeeAsync(item);
        var freed = await practice.DraftAsync(title: $"{item.Slug} renamed");
        var next = await practice.EditAsync(item, "Third text.");

        Assert.Equal(1, (int)payload["draft"]!["version"]!);
        Assert.Equal("PUBLISHED", (string?)payload["draft"]!["state"]);
        Assert.Equal("First text.", (string?)seen!["content"]!["shortAnswer"]);
        Assert.Equal(before!.ToJsonString(), (await practice.ReadAsync(item))!.ToJsonString());
        Assert.Equal($"{item.Slug}-renamed", freed.Slug);
        Assert.Equal(3, next.Version);
        Assert.Equal("SUPERSEDED", await practice.StateOfAsync(item with { Version = 2 }));
    }

    [Theory, EachDatabase]
    public async Task No_version_that_was_thrown_away_with_it_goes_out_any_more(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var approved = await practice.ApprovedAsync(await practice.EditAsync(item, "Second text."));
        var newest = await practice.EditAsync(approved, "Third text.");

        await practice.DoneAsync("discardDraft", new { id = item.Id, version = newest.Version }, practice.Ann);
        var refused = await practice.MutateAsync("publish", new { id = item.Id, version = approved.Version }, practice.Edith);

        Assert.NotEmpty(refused["errors"]!.AsArray());
        Assert.Equal("SUPERSEDED", await practice.StateOfAsync(approved));
        Assert.Equal("First text.", (string?)(await practice.ReadAsync(item))!["shortAnswer"]);
    }

    [Theory, EachDatabase]
    public async Task Of_what_was_taken_down_the_newest_becomes_again_what_readers_saw_last(string database)
    {
        var practice = await practices.OnAsync(database);
        foreach (var state in new[] { WorkflowState.Unpublished, WorkflowState.Retracted })
        {
            var item = await practice.InStateAsync(isClinical: true, state);
            await practice.EditAsync(item, "Second text.");

            var payload = await practice.DoneAsync("discardDraft", new { id = item.Id, version = 2 }, practice.Ann);

            Assert.Equal(1, (int)payload["draft"]!["version"]!);
            Assert.Equal(EnumNames.Of(state), (string?)payload["draft"]!["state"]);
        }
    }

    [Theory, EachDatabase]
    public async Task A_locale_that_was_thrown_away_can_be_begun_again(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var spanish = await practice.DoneAsync("createFaqEntry", new { entryId = item.EntryId, locale = "es-US", content = new { question = $"¿Qué es {item.Slug}?" } }, practice.Ann);
        await practice.DoneAsync("discardDraft", new { id = (string)spanish["draft"]!["id"]!, version = 1 }, practice.Ann);

        var again = await practice.DoneAsync("createFaqEntry", new { entryId = item.EntryId, locale = "es-US", content = new { question = $"¿Qué es {item.Slug}?" } }, practice.Abe);

        Assert.Equal(1, (int)again["draft"]!["version"]!);
    }
}
