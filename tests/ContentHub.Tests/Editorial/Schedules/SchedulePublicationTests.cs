using ContentHub.Api;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Editorial.Schedules;

/// <summary>A publication at a time to come: when it happens, what ends it, and that nothing goes out that could not be published then.</summary>
public sealed class SchedulePublicationTests(Practices practices) : IClassFixture<Practices>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory, EachDatabase]
    public async Task It_goes_out_at_its_time_and_not_before_in_the_name_of_whoever_scheduled_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.ApprovedAsync(await practice.DraftAsync());
        var at = practice.Now + Hour;

        await practice.ScheduledAsync(item, at, "With the newsletter");
        var plan = Assert.Single(await practice.PlansAsync(item));
        await practice.PassAsync(at - practice.Now - TimeSpan.FromMilliseconds(1));
        var (before, stateBefore) = (await practice.ReadAsync(item), await practice.StateOfAsync(item));
        await practice.PassAsync(TimeSpan.FromMilliseconds(1));
        var after = await practice.ReadAsync(item);

        Assert.Equal(("PUBLISH", 1, at, "Edith", "With the newsletter", false), ((string?)plan["action"], (int)plan["version"]!, (DateTimeOffset)plan["at"]!, (string?)plan["by"]!["name"], (string?)plan["note"], (bool)plan["isLate"]!));
        Assert.Equal((null, "SCHEDULED"), (before, stateBefore));
        Assert.Equal(at, (DateTimeOffset)after!["publishedAt"]!);
        Assert.Equal("Rhea", (string?)after["review"]!["reviewerName"]);
        Assert.Equal("PUBLISHED", await practice.StateOfAsync(item));
        Assert.Empty(await practice.PlansAsync(item));
        Assert.Empty(await practice.TasksAsync(item, practice.Edith));
        var log = (await practice.LogAsync(item)).TakeLast(2);
        Assert.Equal([$"Scheduled 1 by Edith: To be published at {ScheduleRules.Words(at)}. With the newsletter", $"Published 1 by Edith: By the schedule, as asked for {ScheduleRules.Words(at)}. With the newsletter"], log);
    }

    [Theory, EachDatabase]
    public async Task A_server_does_it_by_itself(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.ApprovedAsync(await practice.DraftAsync());
        await practice.ScheduledAsync(item, practice.Now + Hour);
        var seen = practice.App.Current;
        var follower = (ContentHub.Delivery.SnapshotFollower)practice.App.Services.GetService(typeof(ContentHub.Delivery.SnapshotFollower))!;

        practice.Advance(Hour);
        await follower.ChangedFromAsync(seen).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.NotNull(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task A_time_that_makes_no_sense_is_refused_with_the_sense_of_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.ApprovedAsync(await practice.DraftAsync(isClinical: false));
        Task<System.Text.Json.Nodes.JsonNode> RefusedAsync(DateTimeOffset at) => practice.RefusedAsync("publish", new { id = item.Id, version = 1, at }, practice.Edith);

        var past = await RefusedAsync(practice.Now);
        var far = await RefusedAsync(practice.Now.AddDays(367));
        var emergency = await practice.RefusedAsync("publish", new { id = item.Id, version = 1, at = practice.Now + Hour, emergencyReason = "Now." }, practice.Paul);

        foreach (var refused in new[] { past, far, emergency })
        {
            Assert.Equal(("ValidationError", "INVALID", "[\"input\",\"at\"]"), ((string?)refused["__typename"], (string?)refused["code"], refused["path"]!.ToJsonString()));
        }

        Assert.Equal("APPROVED", await practice.StateOfAsync(item));
    }

    [Theory, EachDatabase]
    public async Task What_needs_an_approval_to_go_out_needs_it_to_be_scheduled_and_for_that_day(string database)
    {
        var practice = await practices.OnAsync(database);
        var unread = await practice.SubmittedAsync(await practice.DraftAsync());
        var brief = await practice.SubmittedAsync(await practice.DraftAsync());
        await practice.DoneAsync("approve", new { id = brief.Id, version = 1, nextReviewDue = DateOnly.FromDateTime(practice.Now.UtcDateTime).AddDays(5) }, practice.Rhea);

        var refused = await practice.RefusedAsync("publish", new { id = unread.Id, version = 1, at = practice.Now + Hour }, practice.Edith);
        var tooLate = await practice.RefusedAsync("publish", new { id = brief.Id, version = 1, at = practice.Now.AddDays(7) }, practice.Edith);
        await practice.ScheduledAsync(brief, practice.Now.AddDays(2));

        Assert.Equal(("WRONG_STATE", "IN_REVIEW"), ((string?)refused["code"], (string?)refused["state"]));
        Assert.Contains("MedicalReviewer", (string?)refused["message"]);
        Assert.Contains("review date", (string?)tooLate["message"]);
        Assert.Equal("SCHEDULED", await practice.StateOfAsync(brief));
    }

    [Theory, EachDatabase]
    public async Task Cancelled_it_goes_back_to_where_it_stood(string database)
    {
        var practice = await practices.OnAsync(database);
        var expected = new[] { (true, WorkflowState.Approved), (true, WorkflowState.Unpublished), (false, WorkflowState.Draft), (false, WorkflowState.InReview) };
        foreach (var (isClinical, state) in expected)
        {
            var item = await practice.ScheduledAsync(await practice.InStateAsync(isClinical, state), practice.Now + Hour);
            await practice.ScheduledAsync(item, practice.Now + (2 * Hour));

            await practice.DoneAsync("cancelSchedule", new { id = item.Id, version = 1, note = "Not yet" }, practice.Edith);
            await practice.PassAsync(3 * Hour);

            Assert.Equal(EnumNames.Of(state), await practice.StateOfAsync(item));
            Assert.Null(await practice.ReadAsync(item));
            Assert.Equal("ScheduleCancelled 1 by Edith: Not yet", (await practice.LogAsync(item))[^1]);
            Assert.Equal("WRONG_STATE", (string?)(await practice.RefusedAsync("cancelSchedule", new { id = item.Id, version = 1 }, practice.Edith))["code"]);
        }
    }

    [Theory, EachDatabase]
    public async Task Scheduled_anew_only_the_new_time_counts(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.InStateAsync(isClinical: true, WorkflowState.Approved);
        await practice.ScheduledAsync(item, practice.Now + Hour);
        await practice.ScheduledAsync(item, practice.Now + (3 * Hour));

        await practice.PassAsync(2 * Hour);
        var between = await practice.ReadAsync(item);
        await practice.PassAsync(2 * Hour);

        Assert.Null(between);
        Assert.NotNull(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task An_edit_changes_nothing_of_what_was_scheduled(string database)
    {
        var practice = await practices.OnAsync(database);
        var first = await practice.ScheduledAsync(await practice.InStateAsync(isClinical: true, WorkflowState.Approved), practice.Now + Hour);
        var second = await practice.EditAsync(first, "A text that nobody has read.");

        var offered = (await practice.SeeAsync(second))!["actions"]!.AsArray().Single(a => (string?)a!["action"] == "CANCEL_SCHEDULE")!;
        await practice.PassAsync(Hour);
        var read = await practice.ReadAsync(first);

        Assert.True((bool)offered["allowed"]!);
        Assert.Equal(("First text.", 1), ((string?)read!["shortAnswer"], (int)read["publishedVersion"]!));
        Assert.Equal("DRAFT", await practice.StateOfAsync(second));
    }

    [Theory, EachDatabase]
    public async Task Whatever_takes_the_ground_from_under_it_ends_it(string database)
    {
        var practice = await practices.OnAsync(database);
        async Task<Item> ScheduledAsync() => await practice.ScheduledAsync(await practice.InStateAsync(isClinical: true, WorkflowState.Approved), practice.Now + Hour);
        var sentBack = await ScheduledAsync();
        await practice.DoneAsync("requestChanges", new { id = sentBack.Id, version = 1, note = "Wrong number." }, practice.Rhea);
        var thrownAway = await ScheduledAsync();
        var draft = await practice.EditAsync(thrownAway, "Another text.");
        await practice.DoneAsync("discardDraft", new { id = draft.Id, version = 2 }, practice.Edith);
        var outNow = await ScheduledAsync();
        await practice.DoneAsync("publish", new { id = outNow.Id, version = 1 }, practice.Edith);
        var overtaken = await ScheduledAsync();
        var newer = await practice.PublishedAsync(await practice.EditAsync(overtaken, "A newer text."));

        await practice.PassAsync(2 * Hour);

        Assert.Equal(("CHANGES_REQUESTED", null), (await practice.StateOfAsync(sentBack), await practice.ReadAsync(sentBack)));
        Assert.Null(await practice.ReadAsync(thrownAway));
        Assert.Single(await practice.LogAsync(outNow), line => line.StartsWith("Published", StringComparison.Ordinal));
        Assert.Equal(("APPROVED", "A newer text."), (await practice.StateOfAsync(overtaken), (string?)(await practice.ReadAsync(newer))!["shortAnswer"]));
        Assert.Contains(await practice.LogAsync(overtaken), line => line.StartsWith("ScheduleCancelled 1 by Edith: Version 2", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_retraction_ends_what_was_scheduled_and_asks_for_a_new_review(string database)
    {
        var practice = await practices.OnAsync(database);
        var first = await practice.PublishedAsync();
        var second = await practice.ScheduledAsync(await practice.ApprovedAsync(await practice.EditAsync(first, "Second text.")), practice.Now + Hour);

        await practice.DoneAsync("retract", new { id = first.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);
        await practice.PassAsync(2 * Hour);

        Assert.Equal("RETRACTED", (string?)(await practice.ReadAsync(first))!["status"]);
        Assert.Equal("IN_REVIEW", await practice.StateOfAsync(second));
        Assert.Empty(await practice.PlansAsync(second));
    }

    [Theory, EachDatabase]
    public async Task What_could_not_be_published_by_then_is_refused_and_waits_for_an_editor(string database)
    {
        var practice = await practices.OnAsync(database);
        var target = await practice.PublishedAsync(isClinical: false);
        var item = await practice.LinkAsync(await practice.DraftAsync(), target);
        await practice.ScheduledAsync(await practice.ApprovedAsync(item), practice.Now + Hour);
        await practice.DoneAsync("unpublish", new { id = target.Id, version = 1 }, practice.Edith);

        await practice.PassAsync(Hour);
        var plan = Assert.Single(await practice.PlansAsync(item));
        var task = Assert.Single(await practice.TasksAsync(item, practice.Edith));
        await practice.DoneAsync("publish", new { id = target.Id, version = 1 }, practice.Edith);
        await practice.PassAsync(Hour);
        var afterwards = await practice.ReadAsync(item);
        await practice.DoneAsync("publish", new { id = item.Id, version = 2 }, practice.Edith);

        Assert.Contains("This link points to", (string?)plan["refusal"]);
        Assert.Equal(("SCHEDULE_LATE", "EDITOR"), ((string?)task["kind"], (string?)Assert.Single(task["roles"]!.AsArray())));
        Assert.Contains((string)plan["refusal"]!, (string?)task["note"]);
        Assert.Null(afterwards);
        Assert.NotNull(await practice.ReadAsync(item));
        Assert.Empty(await practice.TasksAsync(item, practice.Edith));
        Assert.Contains(await practice.LogAsync(item), line => line.StartsWith("ScheduleRefused 2 by Edith: ", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Whoever_is_no_editor_any_more_publishes_nothing_by_a_schedule(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.InStateAsync(isClinical: true, WorkflowState.Approved);
        await practice.DoneAsync("publish", new { id = item.Id, version = 1, at = practice.Now + Hour }, practice.Token("Eve", Role.Editor));
        await practice.SeeAsync(item, practice.Token("Eve", Role.Author));

        await practice.PassAsync(Hour);

        Assert.Null(await practice.ReadAsync(item));
        Assert.Contains("Eve, who scheduled it, is no Editor any more", (string?)Assert.Single(await practice.PlansAsync(item))["refusal"]);
    }

    [Theory, EachDatabase]
    public async Task A_role_that_came_back_before_it_was_scheduled_counts(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.InStateAsync(isClinical: true, WorkflowState.Approved);
        await practice.SeeAsync(item, practice.Token("Uma", Role.Editor));
        await practice.SeeAsync(item, practice.Token("Uma", Role.Author));
        await practice.DoneAsync("publish", new { id = item.Id, version = 1, at = practice.Now + Hour }, practice.Token("Uma", Role.Editor));

        await practice.PassAsync(Hour);

        Assert.NotNull(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task A_link_to_what_is_scheduled_before_it_holds(string database)
    {
        var practice = await practices.OnAsync(database);
        var target = await practice.ScheduledAsync(await practice.DraftAsync(isClinical: false), practice.Now + Hour);
        var item = await practice.ApprovedAsync(await practice.LinkAsync(await practice.DraftAsync(), target));

        var before = await practice.RefusedAsync("publish", new { id = item.Id, version = 2, at = practice.Now + (Hour / 2) }, practice.Edith);
        await practice.ScheduledAsync(item, practice.Now + Hour);
        await practice.PassAsync(2 * Hour);

        Assert.Equal("BLOCKED_BY_FINDINGS", (string?)before["code"]);
        Assert.NotNull(await practice.ReadAsync(item));
    }
}
