using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Workflow;

/// <summary>Taking something away for safety: at once, for good, and so that readers learn of it where they knew the text.</summary>
public sealed class RetractTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task Readers_find_the_title_and_the_reason_and_no_text_at_the_same_address(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var before = await practice.ReadAsync(item);

        await practice.DoneAsync("retract", new { id = item.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);
        var read = await practice.ReadAsync(item);

        Assert.Equal("RETRACTED", (string?)read!["status"]);
        Assert.Equal(item.Slug, (string?)read["slug"]);
        Assert.Equal((string?)before!["title"], (string?)read["title"]);
        Assert.Equal("", (string?)read["shortAnswer"]);
        Assert.Empty(read["answer"]!.AsArray());
        Assert.Equal("", (string?)read["body"]!["plain"]);
        var notice = Assert.Single(read["notices"]!.AsArray())!;
        Assert.Equal("RETRACTED", (string?)notice["kind"]);
        Assert.Equal("It named a wrong dose.", (string?)notice["text"]);
        Assert.Equal(1, (int)notice["version"]!);
        Assert.Equal(practice.Now, (DateTimeOffset)notice["at"]!);
        Assert.Null(notice["replacedBy"]);
    }

    [Theory, EachDatabase]
    public async Task A_newer_draft_does_not_stand_in_the_way(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var newer = await practice.EditAsync(item, "A half-finished thought.");

        await practice.DoneAsync("retract", new { id = item.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);

        Assert.Equal("RETRACTED", (string?)(await practice.ReadAsync(item))!["status"]);
        Assert.Equal("RETRACTED", await practice.StateOfAsync(item));
        Assert.Equal("DRAFT", await practice.StateOfAsync(newer));
    }

    [Theory, EachDatabase]
    public async Task What_readers_saw_last_can_be_retracted_after_it_was_taken_down_and_a_draft_says_so(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.InStateAsync(isClinical: true, WorkflowState.Unpublished);
        await practice.EditAsync(item, "A half-finished thought.");
        var offered = (await practice.SeeAsync(item, practice.Paul))!["actions"]!.AsArray().Single(a => (string?)a!["action"] == "RETRACT")!;

        await practice.DoneAsync("retract", new { id = item.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);

        Assert.True((bool)offered["allowed"]!);
        Assert.Equal("RETRACTED", (string?)(await practice.ReadAsync(item))!["status"]);
    }

    [Theory, EachDatabase]
    public async Task Only_what_readers_see_or_saw_last_can_be_retracted(string database)
    {
        var practice = await practices.OnAsync(database);
        var first = await practice.InStateAsync(isClinical: true, WorkflowState.Unpublished);
        var second = await practice.PublishedAsync(await practice.EditAsync(first, "Second text."));

        var whileOut = await practice.RefusedAsync("retract", new { id = first.Id, version = 1, reason = "Wrong." }, practice.Paul);
        await practice.DoneAsync("unpublish", new { id = second.Id, version = 2 }, practice.Edith);
        var afterwards = await practice.RefusedAsync("retract", new { id = first.Id, version = 1, reason = "Wrong." }, practice.Paul);

        foreach (var refused in new[] { whileOut, afterwards })
        {
            Assert.Equal("WRONG_STATE", (string?)refused["code"]);
            Assert.Equal("UNPUBLISHED", (string?)refused["state"]);
            Assert.Contains("version 2", (string?)refused["message"], StringComparison.Ordinal);
        }

        Assert.Equal("UNPUBLISHED", await practice.StateOfAsync(first));
    }

    [Theory, EachDatabase]
    public async Task It_is_final_for_the_version_and_a_new_one_with_a_fresh_approval_lifts_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.InStateAsync(isClinical: true, WorkflowState.Retracted);
        var firstAt = (string?)(await practice.ReadAsync(item))!["firstPublishedAt"];

        var again = await practice.RefusedAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);
        var inEmergency = await practice.RefusedAsync("publish", new { id = item.Id, version = 1, emergencyReason = "We need it." }, practice.Paul);
        var next = await practice.EditAsync(item, "The right text.");
        var whileDraft = await practice.ReadAsync(item);
        await practice.PublishedAsync(next);
        var read = await practice.ReadAsync(item);

        Assert.Equal("RETRACTED", (string?)again["state"]);
        Assert.Equal("RETRACTED", (string?)inEmergency["state"]);
        Assert.Equal("RETRACTED", (string?)whileDraft!["status"]);
        Assert.Equal("CURRENT", (string?)read!["status"]);
        Assert.Equal("The right text.", (string?)read["shortAnswer"]);
        Assert.Equal(2, (int)read["review"]!["version"]!);
        Assert.Equal(firstAt, (string?)read["firstPublishedAt"]);
        Assert.Equal("It named a wrong dose.", (string?)Assert.Single(read["notices"]!.AsArray())!["text"]);
        Assert.Equal("RETRACTED", await practice.StateOfAsync(item));
    }

    [Theory, EachDatabase]
    public async Task An_approval_from_before_does_not_lift_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var next = await practice.ApprovedAsync(await practice.EditAsync(item, "Second text."));

        await practice.DoneAsync("retract", new { id = item.Id, version = 1, reason = "It named a wrong dose." }, practice.Paul);
        var refused = await practice.RefusedAsync("publish", new { id = next.Id, version = 2 }, practice.Edith);
        var task = Assert.Single(await practice.TasksAsync(item, practice.Rhea, new { mine = true }));
        await practice.DoneAsync("approve", new { id = next.Id, version = 2 }, practice.Rhea);
        await practice.DoneAsync("publish", new { id = next.Id, version = 2 }, practice.Edith);

        Assert.Equal("IN_REVIEW", (string?)refused["state"]);
        Assert.Equal("REVIEW", (string?)task["kind"]);
        Assert.Equal("CURRENT", (string?)(await practice.ReadAsync(item))!["status"]);
    }

    [Theory, EachDatabase]
    public async Task An_older_version_that_was_taken_down_does_not_lift_it(string database)
    {
        var practice = await practices.OnAsync(database);
        foreach (var isClinical in new[] { true, false })
        {
            var first = await practice.InStateAsync(isClinical, WorkflowState.Unpublished);
            var second = await practice.PublishedAsync(await practice.EditAsync(first, "Second text."));
            await practice.DoneAsync("retract", new { id = second.Id, version = 2, reason = "It named a wrong dose." }, practice.Paul);

            var refused = await practice.RefusedAsync("publish", new { id = first.Id, version = 1 }, practice.Edith);

            Assert.Equal("WRONG_STATE", (string?)refused["code"]);
            Assert.Equal("RETRACTED", (string?)(await practice.ReadAsync(first))!["status"]);
        }
    }

    [Theory, EachDatabase]
    public async Task A_notice_names_what_to_read_instead_by_any_id_once_that_is_public(string database)
    {
        var practice = await practices.OnAsync(database);
        var instead = await practice.DraftAsync(title: $"Read this instead on {database}");
        var (byEntry, byDraft) = (await practice.PublishedAsync(), await practice.PublishedAsync());

        await practice.DoneAsync("retract", new { id = byEntry.Id, version = 1, reason = "See the other one.", replacedBy = instead.EntryId }, practice.Paul);
        await practice.DoneAsync("retract", new { id = byDraft.Id, version = 1, reason = "See the other one.", replacedBy = instead.Id }, practice.Paul);
        var whileDraft = await practice.ReadAsync(byEntry);
        await practice.PublishedAsync(instead);

        Assert.Null(whileDraft!["notices"]![0]!["replacedBy"]);
        foreach (var item in new[] { byEntry, byDraft })
        {
            var other = (await practice.ReadAsync(item))!["notices"]![0]!["replacedBy"];
            Assert.Equal(instead.EntryId, (string?)other!["entryId"]);
            Assert.Equal(instead.Slug, (string?)other["slug"]);
        }
    }

    [Theory, EachDatabase]
    public async Task All_faults_of_a_retraction_are_told_at_once(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();

        var unknown = await practice.MutateAsync("retract", new { id = item.Id, version = 1, reason = " ", replacedBy = Guid.NewGuid() }, practice.Paul);
        var itself = await practice.MutateAsync("retract", new { id = item.Id, version = 1, reason = new string('a', 2001), replacedBy = item.EntryId }, practice.Paul);

        foreach (var payload in new[] { unknown, itself })
        {
            Assert.Equal(["reason", "replacedBy"], payload["errors"]!.AsArray().Select(e => (string?)e!["path"]![1]));
        }

        Assert.Equal(["REQUIRED", "UNKNOWN_REFERENCE"], unknown["errors"]!.AsArray().Select(e => (string?)e!["code"]));
        Assert.Equal("TOO_LONG", (string?)itself["errors"]![0]!["code"]);
        Assert.Equal("CURRENT", (string?)(await practice.ReadAsync(item))!["status"]);
    }
}
