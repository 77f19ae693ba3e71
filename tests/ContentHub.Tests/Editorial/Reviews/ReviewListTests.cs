using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Editorial.Reviews;

/// <summary>What editors see of the reviews to come: counts, a list, tasks, and a little more time.</summary>
public sealed class ReviewListTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task Counts_list_and_tasks_follow_the_day_and_an_overdue_review_gets_more_time_once(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var never = await practice.DraftAsync();
        var later = await practice.PublishedAsync();
        var item = await practice.PublishedAsync();
        var today = DateOnly.FromDateTime(practice.Now.UtcDateTime);
        await practice.DoneAsync("confirmReview", new { id = item.Id, version = 1, nextReviewDue = today.AddDays(40) }, practice.Rhea);

        var seen = new List<string>();
        foreach (var days in new[] { 9, 1, 23, 7, 1, 89 })
        {
            practice.Advance(TimeSpan.FromDays(days));
            var tasks = await practice.TasksAsync(item, practice.Edith);
            var counts = (await practice.App.QueryAsync("{ editorial { reviews(types: [FAQ_ENTRY]) { current due overdue longOverdue undated } } }", token: practice.Edith))["editorial"]!["reviews"]!;
            var overdue = await practice.App.QueryAsync("{ editorial { drafts(where: { reviewStatus: { eq: OVERDUE } }) { totalCount } } }", token: practice.Edith);
            seen.Add($"{counts["current"]} {counts["due"]} {counts["overdue"]} {counts["longOverdue"]} {counts["undated"]}, {overdue["editorial"]!["drafts"]!["totalCount"]}: {string.Join(';', tasks.Select(t => $"{t["kind"]} {string.Join('+', t["roles"]!.AsArray())}"))}");
            Assert.Equal(tasks.Count, (await practice.TasksAsync(item, practice.Ann, new { mine = true })).Count);
            Assert.Equal(tasks.Count, (await practice.TasksAsync(item, practice.Rhea, new { mine = true })).Count);
        }

        Assert.Equal(
        [
            "2 0 0 0 0, 0: ",
            "1 1 0 0 0, 0: REVIEW_DUE MEDICAL_REVIEWER",
            "1 1 0 0 0, 0: REVIEW_DUE MEDICAL_REVIEWER",
            "1 1 0 0 0, 0: REVIEW_DUE MEDICAL_REVIEWER",
            "1 0 1 0 0, 1: REVIEW_OVERDUE EDITOR+MEDICAL_REVIEWER",
            "1 0 1 1 0, 1: REVIEW_OVERDUE EDITOR+MEDICAL_REVIEWER",
        ], seen);
        Assert.Equal([item.Id, later.Id], await OrderedAsync(practice, 100));
        Assert.Equal([item.Id, later.Id], await OrderedAsync(practice, 1));
        Assert.Contains("extend it once", (string?)Assert.Single(await practice.TasksAsync(item, practice.Edith))["note"], StringComparison.Ordinal);
        await ExtendAsync(practice, item, later);
        Assert.Empty((await practice.ReadAsync(later))!["notices"]!.AsArray());
        Assert.Null(await practice.ReadAsync(never));
    }

    private static async Task ExtendAsync(Practice practice, Item item, Item later)
    {
        var today = DateOnly.FromDateTime(practice.Now.UtcDateTime);
        var reviewedAs = (await practice.ReadAsync(item))!["review"]!;
        var byEditor = await practice.RefusedAsync("extendReview", new { id = item.Id, version = 1, nextReviewDue = today.AddDays(30), reason = "Rhea is away." }, practice.Edith);
        var faults = await practice.MutateAsync("extendReview", new { id = later.Id, version = 1, nextReviewDue = today.AddDays(31), reason = " " }, practice.Rhea);

        await practice.DoneAsync("extendReview", new { id = item.Id, version = 1, nextReviewDue = today.AddDays(30), reason = "Rhea is away." }, practice.Rhea);
        var review = (await practice.ReadAsync(item))!["review"]!;
        practice.Advance(TimeSpan.FromDays(31));
        var again = await practice.RefusedAsync("extendReview", new { id = item.Id, version = 1, nextReviewDue = today.AddDays(40), reason = "Still away." }, practice.Rhea);

        Assert.Equal("FORBIDDEN", (string?)byEditor["code"]);
        Assert.Equal(["reason", "nextReviewDue", "version"], faults["errors"]!.AsArray().Select(e => (string?)e!["path"]![1]));
        Assert.Equal(("OVERDUE", "DUE", $"{today.AddDays(30):yyyy-MM-dd}"), ((string?)reviewedAs["status"], (string?)review["status"], (string?)review["nextReviewDue"]));
        Assert.Contains("once already", (string?)again["message"], StringComparison.Ordinal);
    }

    /// <summary>Published questions in the order of their reviews, page by page.</summary>
    private static async Task<IReadOnlyList<string>> OrderedAsync(Practice practice, int first)
    {
        var found = new List<string>();
        JsonNode page;
        string? after = null;
        do
        {
            page = (await practice.App.QueryAsync(
                "query($first: Int!, $after: String) { editorial { drafts(first: $first, after: $after, orderBy: NEXT_REVIEW_DUE_ASC, where: { type: { eq: FAQ_ENTRY } }) { nodes { id nextReviewDue } pageInfo { hasNextPage endCursor } } } }",
                new { first, after }, practice.Edith))["editorial"]!["drafts"]!;
            found.AddRange(page["nodes"]!.AsArray().Where(n => n!["nextReviewDue"] is not null).Select(n => (string)n!["id"]!));
            after = (string?)page["pageInfo"]!["endCursor"];
        }
        while ((bool)page["pageInfo"]!["hasNextPage"]!);
        return found;
    }
}
