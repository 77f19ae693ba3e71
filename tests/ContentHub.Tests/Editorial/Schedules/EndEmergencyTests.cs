using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Editorial.Schedules;

/// <summary>Clinical text that went out in an emergency and that nobody approves does not stay.</summary>
public sealed class EndEmergencyTests(Practices practices) : IClassFixture<Practices>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory, EachDatabase]
    public async Task After_72_hours_the_last_approved_version_is_back(string database)
    {
        var practice = await practices.OnAsync(database);
        var first = await practice.PublishedAsync();
        var second = await EmergencyAsync(practice, await practice.EditAsync(first, "Not read by anybody."));

        var plan = Assert.Single(await practice.PlansAsync(second));
        await practice.PassAsync(TimeSpan.FromHours(71));
        var during = await practice.ReadAsync(first);
        await practice.PassAsync(TimeSpan.FromHours(1));
        var after = await practice.ReadAsync(first);

        Assert.True((bool)plan["isEmergencyEnd"]!);
        Assert.Equal("Not read by anybody.", (string?)during!["shortAnswer"]);
        Assert.Equal(("First text.", "Rhea"), ((string?)after!["shortAnswer"], (string?)after["review"]!["reviewerName"]));
        Assert.Equal("SUPERSEDED", await practice.StateOfAsync(second));
        Assert.Equal("Published 1 by Schedule: Nobody approved version 2, which went out in an emergency, within 72 hours. Version 1 is back.", (await practice.LogAsync(first))[^1]);
        Assert.Equal("EMERGENCY_PUBLISHED", (string?)Assert.Single(await practice.TasksAsync(second, practice.Edith))["kind"]);
    }

    [Theory, EachDatabase]
    public async Task Without_an_approved_version_it_is_taken_down(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await EmergencyAsync(practice, await practice.DraftAsync());

        await practice.PassAsync(TimeSpan.FromHours(73));

        Assert.Null(await practice.ReadAsync(item));
        Assert.Equal("UNPUBLISHED", await practice.StateOfAsync(item));
    }

    [Theory, EachDatabase]
    public async Task A_version_that_was_approved_before_a_retraction_does_not_come_back_but_the_notice_does(string database)
    {
        var practice = await practices.OnAsync(database);
        var first = await practice.PublishedAsync();
        var second = await practice.PublishedAsync(await practice.EditAsync(first, "Second text."));
        await practice.DoneAsync("retract", new { id = second.Id, version = 2, reason = "It named a wrong dose." }, practice.Paul);
        await EmergencyAsync(practice, await practice.EditAsync(second, "Third text."));

        await practice.PassAsync(TimeSpan.FromHours(73));
        var read = await practice.ReadAsync(first);

        Assert.Equal("RETRACTED", (string?)read!["status"]);
        Assert.Equal("It named a wrong dose.", (string?)read["notices"]![0]!["text"]);
    }

    [Theory, EachDatabase]
    public async Task An_approved_version_or_a_retraction_ends_the_wait_and_an_editor_cannot(string database)
    {
        var practice = await practices.OnAsync(database);
        var followed = await EmergencyAsync(practice, await practice.DraftAsync());
        var refused = await practice.RefusedAsync("cancelSchedule", new { id = followed.Id, version = 1 }, practice.Edith);
        var next = await practice.PublishedAsync(await practice.EditAsync(followed, "Read by Rhea."));
        var retracted = await EmergencyAsync(practice, await practice.DraftAsync());
        await practice.DoneAsync("retract", new { id = retracted.Id, version = 1, reason = "It was wrong too." }, practice.Paul);

        await practice.PassAsync(TimeSpan.FromHours(80));

        Assert.Equal("WRONG_STATE", (string?)refused["code"]);
        Assert.Equal("Read by Rhea.", (string?)(await practice.ReadAsync(next))!["shortAnswer"]);
        Assert.Equal("RETRACTED", (string?)(await practice.ReadAsync(retracted))!["status"]);
        Assert.Empty(await practice.PlansAsync(next));
    }

    [Theory, EachDatabase]
    public async Task Who_approves_the_version_itself_meanwhile_keeps_it_out(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await EmergencyAsync(practice, await practice.DraftAsync());
        await ApproveAsItStandsAsync(practice, item);

        var plans = await practice.PlansAsync(item);
        await practice.PassAsync(TimeSpan.FromHours(80));

        Assert.Empty(plans);
        Assert.NotNull(await practice.ReadAsync(item));
        Assert.StartsWith("ScheduleCancelled 1 by Schedule: The emergency is over", (await practice.LogAsync(item))[^1], StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task What_needs_no_review_stays_out(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await EmergencyAsync(practice, await practice.DraftAsync(isClinical: false));

        await practice.PassAsync(100 * Hour);

        Assert.NotNull(await practice.ReadAsync(item));
    }

    private static async Task<Item> EmergencyAsync(Practice practice, Item item)
    {
        await practice.DoneAsync("publish", new { id = item.Id, version = item.Version, emergencyReason = "The help line has a new number." }, practice.Paul);
        return item;
    }

    /// <summary>As the act does that confirms a published version.</summary>
    private static async Task ApproveAsItStandsAsync(Practice practice, Item item)
    {
        var log = (ChangeLog)practice.App.Services.GetService(typeof(ChangeLog))!;
        await using var db = practice.App.Database.Open();
        var entryId = Guid.Parse(item.EntryId);
        var variant = db.Variants.Single(v => v.EntryId == entryId);
        var revision = db.Revisions.Single(r => r.VariantId == variant.Id && r.Version == item.Version);
        (revision.ApprovedBy, revision.ApprovedAt, revision.NextReviewDue) = (variant.CreatedBy, practice.Now, DateOnly.FromDateTime(practice.Now.UtcDateTime).AddDays(90));
        await log.CommitAsync(db, [new ChangeDraft(ChangeKind.Approved, variant, revision, variant.CreatedBy) { At = practice.Now }], TestContext.Current.CancellationToken);
    }
}
