using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

public sealed class ApproveTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task An_edit_after_the_approval_needs_a_new_one(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.EditAsync(await practice.ApprovedAsync(await practice.DraftAsync()), "One word more.");

        var refused = await practice.RefusedAsync("publish", new { id = item.Id, version = 2 }, practice.Edith);
        var seen = await practice.SeeAsync(item);

        Assert.Equal("WRONG_STATE", (string?)refused["code"]);
        Assert.Equal("DRAFT", (string?)refused["state"]);
        Assert.Contains("MedicalReviewer", (string?)refused["message"], StringComparison.Ordinal);
        Assert.Null(seen!["review"]);
        Assert.Null(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task An_approved_version_goes_out_although_the_newest_has_moved_on(string database)
    {
        var practice = await practices.OnAsync(database);
        var approved = await practice.ApprovedAsync(await practice.DraftAsync());
        var newest = await practice.EditAsync(approved, "A half-finished thought.");

        var payload = await practice.DoneAsync("publish", new { id = approved.Id, version = 1 }, practice.Edith);
        var read = await practice.ReadAsync(approved);

        Assert.Equal(1, (int)payload["draft"]!["publishedVersion"]!);
        Assert.Equal(2, (int)payload["draft"]!["version"]!);
        Assert.Equal("First text.", (string?)read!["shortAnswer"]);
        Assert.Equal("Rhea", (string?)read["review"]!["reviewerName"]);
        Assert.Equal("DRAFT", await practice.StateOfAsync(newest));
    }

    [Theory, EachDatabase]
    public async Task An_older_version_that_nobody_approved_is_answered_with_the_newest(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.EditAsync(await practice.DraftAsync(isClinical: false), "Second text.");

        var refused = await practice.RefusedAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);

        Assert.Equal("ConflictError", (string?)refused["__typename"]);
        Assert.Equal(2, (int)refused["currentVersion"]!);
    }

    [Theory, EachDatabase]
    public async Task Only_the_newest_version_is_approved_and_whoever_read_an_older_one_is_told_what_changed(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.SubmittedAsync(await practice.DraftAsync());
        await practice.EditAsync(item, "Text that the reviewer has not read.");

        var refused = await practice.RefusedAsync("approve", new { id = item.Id, version = 1 }, practice.Rhea);

        Assert.Equal("ConflictError", (string?)refused["__typename"]);
        Assert.Equal("Ann", (string?)refused["changedBy"]!["name"]);
        Assert.Equal("Text that the reviewer has not read.", (string?)Assert.Single(refused["changes"]!.AsArray())!["after"]);
        Assert.Equal("IN_REVIEW", await practice.StateOfAsync(item));
    }

    [Theory, EachDatabase]
    public async Task The_next_review_is_due_by_the_types_policy_or_earlier_as_the_reviewer_says(string database)
    {
        var practice = await practices.OnAsync(database);
        var (byPolicy, earlier) = (await practice.SubmittedAsync(await practice.DraftAsync()), await practice.SubmittedAsync(await practice.DraftAsync()));
        var today = DateOnly.FromDateTime(practice.Now.UtcDateTime);

        await practice.DoneAsync("approve", new { id = byPolicy.Id, version = 1 }, practice.Rhea);
        await practice.DoneAsync("approve", new { id = earlier.Id, version = 1, nextReviewDue = today.AddMonths(2) }, practice.Rhea);
        await practice.DoneAsync("publish", new { id = byPolicy.Id, version = 1 }, practice.Edith);
        await practice.DoneAsync("publish", new { id = earlier.Id, version = 1 }, practice.Edith);

        Assert.Equal($"{today.AddMonths(12):yyyy-MM-dd}", (string?)(await practice.ReadAsync(byPolicy))!["review"]!["nextReviewDue"]);
        Assert.Equal($"{today.AddMonths(2):yyyy-MM-dd}", (string?)(await practice.ReadAsync(earlier))!["review"]!["nextReviewDue"]);
    }

    [Theory, EachDatabase]
    public async Task A_review_date_of_today_or_beyond_the_longest_is_refused(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.SubmittedAsync(await practice.DraftAsync());
        var today = DateOnly.FromDateTime(practice.Now.UtcDateTime);

        foreach (var due in new[] { today.AddDays(-1), today, today.AddMonths(24).AddDays(1) })
        {
            var refused = await practice.RefusedAsync("approve", new { id = item.Id, version = 1, nextReviewDue = due }, practice.Rhea);

            Assert.Equal("INVALID", (string?)refused["code"]);
            Assert.Equal(["input", "nextReviewDue"], refused["path"]!.AsArray().Select(p => (string?)p));
        }

        await practice.DoneAsync("approve", new { id = item.Id, version = 1, nextReviewDue = today.AddMonths(24) }, practice.Rhea);
    }
}
