using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

public sealed class RequestChangesTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task Requesting_changes_takes_an_approval_back(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.ApprovedAsync(await practice.DraftAsync());

        await practice.DoneAsync("requestChanges", new { id = item.Id, version = 1, note = "The second source is gone." }, practice.Rhea);
        var refused = await practice.RefusedAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);
        var seen = await practice.SeeAsync(item);

        Assert.Equal("CHANGES_REQUESTED", (string?)refused["state"]);
        Assert.Null(seen!["review"]);
    }

    [Theory, EachDatabase]
    public async Task After_it_the_same_version_may_be_submitted_and_approved_again(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.ApprovedAsync(await practice.DraftAsync());
        await practice.DoneAsync("requestChanges", new { id = item.Id, version = 1, note = "Is this so?" }, practice.Rhea);

        await practice.PublishedAsync(item);

        Assert.Equal("First text.", (string?)(await practice.ReadAsync(item))!["shortAnswer"]);
    }

    [Theory, EachDatabase]
    public async Task An_approval_can_be_taken_back_although_the_newest_has_moved_on(string database)
    {
        var practice = await practices.OnAsync(database);
        var approved = await practice.ApprovedAsync(await practice.DraftAsync());
        var newest = await practice.EditAsync(approved, "Second text.");

        await practice.DoneAsync("requestChanges", new { id = approved.Id, version = 1, note = "A mistake in it." }, practice.Rhea);
        var refused = await practice.MutateAsync("publish", new { id = approved.Id, version = 1 }, practice.Edith);

        Assert.NotEmpty(refused["errors"]!.AsArray());
        Assert.Null(await practice.ReadAsync(approved));
        Assert.Equal("CHANGES_REQUESTED", await practice.StateOfAsync(approved));
        Assert.Equal("DRAFT", await practice.StateOfAsync(newest));
    }

    [Theory, EachDatabase]
    public async Task It_takes_a_note(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.SubmittedAsync(await practice.DraftAsync());

        var refused = await practice.RefusedAsync("requestChanges", new { id = item.Id, version = 1, note = "  " }, practice.Rhea);

        Assert.Equal("REQUIRED", (string?)refused["code"]);
        Assert.Equal(["input", "note"], refused["path"]!.AsArray().Select(p => (string?)p));
        Assert.Equal("IN_REVIEW", await practice.StateOfAsync(item));
    }
}
