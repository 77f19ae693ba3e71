using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

/// <summary>What waits for whom.</summary>
public sealed class TasksTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task Each_state_waits_for_the_role_that_can_move_it_on(string database)
    {
        var practice = await practices.OnAsync(database);
        (WorkflowState State, bool IsClinical, string? Task)[] expected =
        [
            (WorkflowState.Draft, true, null),
            (WorkflowState.InReview, true, "REVIEW for MEDICAL_REVIEWER"),
            (WorkflowState.InReview, false, "REVIEW for EDITOR"),
            (WorkflowState.ChangesRequested, true, "FIX for EDITOR"),
            (WorkflowState.Approved, true, "PUBLISH for EDITOR"),
            (WorkflowState.Scheduled, true, null),
            (WorkflowState.Published, true, null),
            (WorkflowState.Superseded, true, null),
            (WorkflowState.Unpublished, true, null),
            (WorkflowState.Retracted, true, null),
        ];
        foreach (var (state, isClinical, waiting) in expected)
        {
            var item = await practice.InStateAsync(isClinical, state);

            var tasks = await practice.TasksAsync(item, practice.Ada);

            Assert.Equal(waiting is null ? [] : [waiting], tasks.Select(t => $"{t["kind"]} for {string.Join(',', t["roles"]!.AsArray())}"));
        }
    }

    [Theory, EachDatabase]
    public async Task Mine_is_what_my_roles_can_do_and_what_I_began(string database)
    {
        var practice = await practices.OnAsync(database);
        var inReview = await practice.InStateAsync(isClinical: true, WorkflowState.InReview);
        var sentBack = await practice.InStateAsync(isClinical: true, WorkflowState.ChangesRequested);
        var both = practice.Token("Bo", Role.Editor, Role.MedicalReviewer);

        async Task<(int Review, int Fix)> MineAsync(string token, bool mine = true) =>
            ((await practice.TasksAsync(inReview, token, new { mine })).Count, (await practice.TasksAsync(sentBack, token, new { mine })).Count);

        Assert.Equal((1, 0), await MineAsync(practice.Rhea));
        Assert.Equal((0, 1), await MineAsync(practice.Edith));
        Assert.Equal((0, 1), await MineAsync(practice.Ann));
        Assert.Equal((0, 0), await MineAsync(practice.Abe));
        Assert.Equal((1, 1), await MineAsync(both));
        Assert.Equal((1, 0), await MineAsync(practice.Ann, mine: false));
        Assert.Equal((1, 1), await MineAsync(practice.Abe, mine: false));
    }

    [Theory, EachDatabase]
    public async Task Tasks_are_narrowed_by_kind_and_by_role_together(string database)
    {
        var practice = await practices.OnAsync(database);
        var inReview = await practice.InStateAsync(isClinical: true, WorkflowState.InReview);
        var approved = await practice.InStateAsync(isClinical: true, WorkflowState.Approved);

        async Task<string> KindsAsync(object where) => string.Join(' ', (await practice.TasksAsync(inReview, practice.Ann, where)).Concat(await practice.TasksAsync(approved, practice.Ann, where)).Select(t => (string?)t["kind"]));

        Assert.Equal("REVIEW PUBLISH", await KindsAsync(new { }));
        Assert.Equal("REVIEW", await KindsAsync(new { kinds = new[] { "REVIEW", "FIX" } }));
        Assert.Equal("PUBLISH", await KindsAsync(new { role = "EDITOR" }));
        Assert.Equal("", await KindsAsync(new { role = "EDITOR", kinds = new[] { "REVIEW" } }));
        Assert.Equal("", await KindsAsync(new { kinds = Array.Empty<string>() }));
    }

    [Theory, EachDatabase]
    public async Task A_task_carries_the_note_that_came_with_it_and_since_when_it_waits(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        await practice.DoneAsync("submitForReview", new { id = item.Id, version = 1, note = "Mind the second source." }, practice.Ann);
        var submittedAt = practice.Now;
        practice.Advance(TimeSpan.FromDays(1));
        var review = Assert.Single(await practice.TasksAsync(item, practice.Rhea));
        await practice.DoneAsync("requestChanges", new { id = item.Id, version = 1, note = "Say it in plain words." }, practice.Rhea);
        var fix = Assert.Single(await practice.TasksAsync(item, practice.Ann));

        Assert.Equal(("Mind the second source.", submittedAt), ((string?)review["note"], (DateTimeOffset)review["since"]!));
        Assert.Equal(("Say it in plain words.", practice.Now), ((string?)fix["note"], (DateTimeOffset)fix["since"]!));
        Assert.NotEqual((string?)review["id"], (string?)fix["id"]);
    }

    [Theory, EachDatabase]
    public async Task The_list_is_oldest_first_and_is_read_page_by_page(string database)
    {
        var practice = await practices.OnAsync(database);
        for (var i = 0; i < 3; i++)
        {
            await practice.InStateAsync(isClinical: true, WorkflowState.InReview);
        }

        var whole = await PageAsync(practice, 100, null);
        var paged = new List<JsonNode>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = await PageAsync(practice, 2, after);
            paged.AddRange(page["nodes"]!.AsArray().OfType<JsonNode>());
            (after, more) = ((string?)page["pageInfo"]!["endCursor"], (bool)page["pageInfo"]!["hasNextPage"]!);
        }

        var times = whole["nodes"]!.AsArray().Select(t => (DateTimeOffset)t!["since"]!).ToList();
        Assert.True(times.Count >= 3);
        Assert.Equal(times.Order(), times);
        Assert.Equal(times.Count, (int)whole["totalCount"]!);
        Assert.Equal(whole["nodes"]!.AsArray().Select(t => (string?)t!["id"]), paged.Select(t => (string?)t["id"]));
    }

    [Theory, EachDatabase]
    public async Task Every_role_may_read_the_tasks_and_nobody_else(string database)
    {
        var practice = await practices.OnAsync(database);
        const string query = "{ editorial { tasks { totalCount } } }";

        foreach (var token in new[] { practice.Ann, practice.Edith, practice.Rhea, practice.Paul, practice.Ada })
        {
            Assert.NotNull((await practice.App.QueryAsync(query, token: token))["editorial"]!["tasks"]);
        }

        foreach (var token in new[] { practice.Nora, null })
        {
            Assert.Null((await practice.App.SendAsync(query, token: token))["data"]?["editorial"]?["tasks"]);
        }
    }

    private static async Task<JsonNode> PageAsync(Practice practice, int first, string? after) => (await practice.App.QueryAsync(
        "query($first: Int!, $after: String) { editorial { tasks(first: $first, after: $after) { totalCount nodes { id since } pageInfo { hasNextPage endCursor } } } }",
        new { first, after }, practice.Ada))["editorial"]!["tasks"]!;
}
