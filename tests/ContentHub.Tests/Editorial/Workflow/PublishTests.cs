using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

/// <summary>What readers see, since when, and that nobody gets clinical text to them that no second person has read.</summary>
public sealed class PublishTests(Practices practices) : IClassFixture<Practices>
{
    private static readonly TimeSpan AboveOneYear = TimeSpan.FromDays(400);

    [Theory, EachDatabase]
    public async Task From_no_state_can_an_editor_publish_clinical_text_that_is_not_approved(string database)
    {
        var practice = await practices.OnAsync(database);
        var everythingButReview = practice.Token("Olga", Role.Author, Role.Editor, Role.Admin);
        foreach (var state in new[] { WorkflowState.Draft, WorkflowState.InReview, WorkflowState.ChangesRequested, WorkflowState.Superseded, WorkflowState.Retracted })
        {
            var item = await practice.InStateAsync(isClinical: true, state);

            var refused = await practice.RefusedAsync("publish", new { id = item.Id, version = item.Version }, everythingButReview);
            var asEmergency = await practice.RefusedAsync("publish", new { id = item.Id, version = item.Version, emergencyReason = "I think so." }, everythingButReview);

            Assert.Equal(EnumNames.Of(state), (string?)refused["state"]);
            Assert.Equal("ForbiddenError", (string?)asEmergency["__typename"]);
            Assert.Equal("PUBLISHER", (string?)Assert.Single(asEmergency["requires"]!.AsArray()));
        }
    }

    [Theory, EachDatabase]
    public async Task An_unpublished_version_does_not_come_back_once_its_approval_is_past_the_review_date(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.InStateAsync(isClinical: true, WorkflowState.Unpublished);
        practice.Advance(AboveOneYear);

        var refused = await practice.RefusedAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);
        var offered = (await practice.SeeAsync(item))!["actions"]!.AsArray().Single(a => (string?)a!["action"] == "PUBLISH")!;

        Assert.Equal("WorkflowError", (string?)refused["__typename"]);
        Assert.Equal("UNPUBLISHED", (string?)refused["state"]);
        Assert.DoesNotContain("PUBLISH", refused["allowed"]!.AsArray().Select(a => (string?)a));
        Assert.False((bool)offered["allowed"]!);
        Assert.Null(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task On_its_review_date_an_approval_still_holds_and_on_the_day_after_it_does_not(string database)
    {
        var practice = await practices.OnAsync(database);
        var (today, tomorrow) = (await practice.SubmittedAsync(await practice.DraftAsync()), await practice.SubmittedAsync(await practice.DraftAsync()));
        foreach (var item in new[] { today, tomorrow })
        {
            await practice.DoneAsync("approve", new { id = item.Id, version = 1, nextReviewDue = DateOnly.FromDateTime(practice.Now.UtcDateTime).AddDays(3) }, practice.Rhea);
        }

        practice.Advance(TimeSpan.FromDays(3));
        await practice.DoneAsync("publish", new { id = today.Id, version = 1 }, practice.Edith);
        practice.Advance(TimeSpan.FromDays(1));
        var refused = await practice.RefusedAsync("publish", new { id = tomorrow.Id, version = 1 }, practice.Edith);

        Assert.NotNull(await practice.ReadAsync(today));
        Assert.Equal("APPROVED", (string?)refused["state"]);
        Assert.Null(await practice.ReadAsync(tomorrow));
    }

    [Theory, EachDatabase]
    public async Task An_emergency_takes_a_reason_that_says_something(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();

        foreach (var reason in new[] { "", "   " })
        {
            var refused = await practice.RefusedAsync("publish", new { id = item.Id, version = 1, emergencyReason = reason }, practice.Paul);

            Assert.Equal("REQUIRED", (string?)refused["code"]);
            Assert.Equal(["input", "emergencyReason"], refused["path"]!.AsArray().Select(p => (string?)p));
        }

        Assert.Null(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task An_emergency_goes_out_without_a_review_and_asks_reviewers_to_look_until_one_has(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();

        await practice.DoneAsync("publish", new { id = item.Id, version = 1, emergencyReason = "The help line has a new number." }, practice.Paul);
        var read = await practice.ReadAsync(item);
        var task = Assert.Single(await practice.TasksAsync(item, practice.Rhea, new { mine = true }));
        await practice.DoneAsync("restoreRevision", new { id = item.Id, expectedVersion = 1, restore = 1 }, practice.Edith);
        var reviewed = await practice.PublishedAsync(item with { Version = 2 });
        var later = await practice.ReadAsync(reviewed);

        Assert.Equal("CURRENT", (string?)read!["status"]);
        Assert.Null(read["review"]);
        Assert.Equal("EMERGENCY_PUBLISHED", (string?)task["kind"]);
        Assert.Equal("The help line has a new number.", (string?)task["note"]);
        Assert.Equal("MEDICAL_REVIEWER", (string?)Assert.Single(task["roles"]!.AsArray()));
        Assert.Equal("Rhea", (string?)later!["review"]!["reviewerName"]);
        Assert.Equal((string?)read["contentModifiedAt"], (string?)later["contentModifiedAt"]);
        Assert.Empty(await practice.TasksAsync(item, practice.Rhea));
    }

    [Theory, EachDatabase]
    public async Task An_emergency_over_an_approval_that_ran_out_shows_no_review_and_asks_for_one(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.InStateAsync(isClinical: true, WorkflowState.Unpublished);
        practice.Advance(AboveOneYear);

        await practice.DoneAsync("publish", new { id = item.Id, version = 1, emergencyReason = "Nothing else says it." }, practice.Paul);

        Assert.Null((await practice.ReadAsync(item))!["review"]);
        Assert.Equal("EMERGENCY_PUBLISHED", (string?)Assert.Single(await practice.TasksAsync(item, practice.Rhea))["kind"]);
    }

    [Theory, EachDatabase]
    public async Task An_emergency_with_a_good_approval_leaves_no_work_behind(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.ApprovedAsync(await practice.DraftAsync());

        await practice.DoneAsync("publish", new { id = item.Id, version = 1, emergencyReason = "No editor is in today." }, practice.Paul);

        Assert.Equal("Rhea", (string?)(await practice.ReadAsync(item))!["review"]!["reviewerName"]);
        Assert.Empty(await practice.TasksAsync(item, practice.Rhea));
    }

    [Theory, EachDatabase]
    public async Task The_reason_of_an_emergency_stands_in_the_log_and_on_its_version(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();

        var done = await practice.DoneAsync("publish", new { id = item.Id, version = 1, note = "As agreed.", emergencyReason = "The label changed today." }, practice.Paul);
        var revision = (await practice.App.QueryAsync("query($id: ID!) { editorial { revision(id: $id, version: 1) { emergencyReason approvedBy { name } } } }", new { id = item.Id }, practice.Edith))["editorial"]!["revision"]!;
        await using var db = practice.App.Database.Open();
        var sequence = long.Parse((string)done["sequence"]!, System.Globalization.CultureInfo.InvariantCulture);
        var change = await db.Changes.SingleAsync(c => c.Sequence == sequence, TestContext.Current.CancellationToken);

        Assert.Equal(ChangeKind.Published, change.Kind);
        Assert.Equal("The label changed today.", change.Reason);
        Assert.Equal(WorkflowState.Draft, change.FromState);
        Assert.Equal("The label changed today.", (string?)revision["emergencyReason"]);
        Assert.Null(revision["approvedBy"]);
    }

    [Theory, EachDatabase]
    public async Task The_next_version_supersedes_the_one_that_was_out_also_where_that_is_the_newest(string database)
    {
        var practice = await practices.OnAsync(database);
        var first = await practice.ApprovedAsync(await practice.DraftAsync());
        var second = await practice.PublishedAsync(await practice.EditAsync(first, "Second text."));

        await practice.DoneAsync("publish", new { id = first.Id, version = 1 }, practice.Edith);
        var listed = (await practice.App.QueryAsync(
            "{ editorial { drafts(first: 100, where: { state: { eq: SUPERSEDED } }) { nodes { id state } } } }", token: practice.Edith))["editorial"]!["drafts"]!["nodes"]!.AsArray();

        Assert.Equal("First text.", (string?)(await practice.ReadAsync(first))!["shortAnswer"]);
        Assert.Equal("PUBLISHED", await practice.StateOfAsync(first));
        Assert.Equal("SUPERSEDED", await practice.StateOfAsync(second));
        Assert.Contains(first.Id, listed.Select(d => (string?)d!["id"]));
    }

    [Theory, EachDatabase]
    public async Task Four_dates_are_kept_apart(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var began = practice.Now;
        practice.Advance(TimeSpan.FromHours(1));
        await practice.PublishedAsync(item);
        var (first, firstAt) = (await practice.ReadAsync(item), practice.Now);
        practice.Advance(TimeSpan.FromHours(1));
        await practice.PublishedAsync(await practice.EditAsync(item, "Second text."));
        var (second, secondAt) = (await practice.ReadAsync(item), practice.Now);
        practice.Advance(TimeSpan.FromHours(1));
        await practice.DoneAsync("restoreRevision", new { id = item.Id, expectedVersion = 2, restore = 2 }, practice.Edith);
        await practice.PublishedAsync(item with { Version = 3 });
        var (same, sameAt) = (await practice.ReadAsync(item), practice.Now);

        Assert.True(began < firstAt);
        Assert.Equal((firstAt, firstAt, firstAt), Dates(first));
        Assert.Equal((firstAt, secondAt, secondAt), Dates(second));
        Assert.Equal((firstAt, sameAt, secondAt), Dates(same));
        Assert.Equal(3, (int)same!["publishedVersion"]!);
    }

    [Theory, EachDatabase]
    public async Task Taking_an_entry_down_and_up_again_keeps_when_it_was_first_seen_and_when_its_text_changed(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var firstAt = practice.Now;
        practice.Advance(TimeSpan.FromHours(1));

        await practice.DoneAsync("unpublish", new { id = item.Id, version = 1, reason = "No longer offered." }, practice.Edith);
        var gone = await practice.ReadAsync(item);
        practice.Advance(TimeSpan.FromHours(1));
        await practice.DoneAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);
        var (back, backAt) = (await practice.ReadAsync(item), practice.Now);

        Assert.Null(gone);
        Assert.Equal((firstAt, backAt, firstAt), Dates(back));
        Assert.Equal("Rhea", (string?)back!["review"]!["reviewerName"]);
    }

    [Theory, EachDatabase]
    public async Task Another_text_after_a_time_without_any_is_a_change_of_substance(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.InStateAsync(isClinical: false, WorkflowState.Unpublished);
        var first = await practice.App.QueryAsync("query($id: ID!) { editorial { revision(id: $id, version: 1) { publishedAt } } }", new { id = item.Id }, practice.Edith);

        await practice.PublishedAsync(await practice.EditAsync(item, "Second text."));
        var read = await practice.ReadAsync(item);

        Assert.Equal(((DateTimeOffset)first["editorial"]!["revision"]!["publishedAt"]!, practice.Now, practice.Now), Dates(read));
    }

    [Theory, EachDatabase]
    public async Task A_newer_draft_does_not_stand_in_the_way_of_taking_the_entry_down(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var newer = await practice.EditAsync(item, "A half-finished thought.");

        await practice.DoneAsync("unpublish", new { id = item.Id, version = 1 }, practice.Edith);

        Assert.Null(await practice.ReadAsync(item));
        Assert.Equal("UNPUBLISHED", await practice.StateOfAsync(item));
        Assert.Equal("DRAFT", await practice.StateOfAsync(newer));
    }

    [Theory, EachDatabase]
    public async Task Editing_what_is_out_moves_nothing_that_readers_see(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var before = await practice.ReadAsync(item);

        await practice.SubmittedAsync(await practice.EditAsync(item, "Second text."));

        Assert.Equal(before!.ToJsonString(), (await practice.ReadAsync(item))!.ToJsonString());
    }

    private static (DateTimeOffset First, DateTimeOffset Latest, DateTimeOffset Substance) Dates(JsonNode? read) =>
        ((DateTimeOffset)read!["firstPublishedAt"]!, (DateTimeOffset)read["publishedAt"]!, (DateTimeOffset)read["contentModifiedAt"]!);
}
