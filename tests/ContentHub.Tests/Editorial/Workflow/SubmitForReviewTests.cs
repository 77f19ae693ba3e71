using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

public sealed class SubmitForReviewTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task Everything_that_is_missing_is_told_at_once_and_nothing_is_submitted(string database)
    {
        var practice = await practices.OnAsync(database);
        var created = await practice.DoneAsync("createFaqEntry", new { content = new { question = $"What is missing on {database}?" } }, practice.Ann);
        var id = (string)created["draft"]!["id"]!;

        var refused = await practice.RefusedAsync("submitForReview", new { id, version = 1 }, practice.Ann);

        Assert.Equal("WorkflowError", (string?)refused["__typename"]);
        Assert.Equal("BLOCKED_BY_FINDINGS", (string?)refused["code"]);
        Assert.Equal("DRAFT", (string?)refused["state"]);
        Assert.Equal(["topics", "shortAnswer", "answer"], refused["findings"]!.AsArray().Select(f => (string?)Assert.Single(f!["path"]!.AsArray())));
        Assert.Equal(["topics", "shortAnswer", "answer"], created["findings"]!.AsArray().Select(f => (string?)Assert.Single(f!["path"]!.AsArray())));
        Assert.All(created["findings"]!.AsArray(), f => Assert.Equal("ERROR", (string?)f!["severity"]));
    }

    [Theory, EachDatabase]
    public async Task An_incomplete_draft_offers_neither_submitting_nor_publishing_to_anybody(string database)
    {
        var practice = await practices.OnAsync(database);
        var created = await practice.DoneAsync("createGlossaryTerm", new { content = new { title = $"Unfinished on {database}" } }, practice.Edith);
        var item = new Item((string)created["draft"]!["id"]!, (string)created["draft"]!["entryId"]!, (string)created["draft"]!["slug"]!, 1, IsClinical: false);

        var actions = (await practice.SeeAsync(item, practice.Edith))!["actions"]!.AsArray();
        var refused = await practice.RefusedAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);
        var emergency = await practice.RefusedAsync("publish", new { id = item.Id, version = 1, emergencyReason = "A recall." }, practice.Paul);

        foreach (var action in new[] { "SUBMIT_FOR_REVIEW", "PUBLISH", "PUBLISH_IN_EMERGENCY" })
        {
            var offered = actions.Single(a => (string?)a!["action"] == action)!;
            Assert.False((bool)offered["allowed"]!);
            Assert.Empty(offered["whoCan"]!.AsArray());
        }

        Assert.Equal("BLOCKED_BY_FINDINGS", (string?)refused["code"]);
        Assert.Equal("BLOCKED_BY_FINDINGS", (string?)emergency["code"]);
        Assert.Null(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task Submitting_an_older_version_is_a_conflict_and_an_unknown_entry_is_not_found(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.EditAsync(await practice.DraftAsync(), "Second text.");

        var stale = await practice.RefusedAsync("submitForReview", new { id = item.Id, version = 1 }, practice.Ann);
        var ahead = await practice.RefusedAsync("submitForReview", new { id = item.Id, version = 3 }, practice.Ann);
        var unknown = await practice.RefusedAsync("submitForReview", new { id = "nothing", version = 1 }, practice.Ann);

        Assert.Equal("ConflictError", (string?)stale["__typename"]);
        Assert.Equal("ConflictError", (string?)ahead["__typename"]);
        Assert.Equal("NotFoundError", (string?)unknown["__typename"]);
        Assert.Equal("NOT_FOUND", (string?)unknown["code"]);
        Assert.Equal("DRAFT", await practice.StateOfAsync(item));
    }
}
