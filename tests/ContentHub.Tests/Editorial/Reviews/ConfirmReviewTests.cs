using ContentHub.Api;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Editorial.Reviews;

/// <summary>“Checked, nothing to change.”</summary>
public sealed class ConfirmReviewTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task Readers_see_a_new_review_of_the_same_text_whatever_is_being_drafted(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var before = (await practice.ReadAsync(item))!;
        await practice.EditAsync(item, "A half-finished thought.");
        practice.Advance(TimeSpan.FromDays(20));
        var today = DateOnly.FromDateTime(practice.Now.UtcDateTime);

        var tooLate = await practice.RefusedAsync("confirmReview", new { id = item.Id, version = 1, nextReviewDue = today.AddMonths(24).AddDays(1) }, practice.Token("Rita", Role.MedicalReviewer));
        await practice.DoneAsync("confirmReview", new { id = item.Id, version = 1, note = "For colleagues." }, practice.Token("Rita", Role.MedicalReviewer));
        var after = (await practice.ReadAsync(item))!;

        Assert.Equal(["input", "nextReviewDue"], tooLate["path"]!.AsArray().Select(p => (string?)p));
        Assert.Equal(("Rhea", "Rita"), ((string?)before["review"]!["reviewerName"], (string?)after["review"]!["reviewerName"]));
        Assert.Equal((1, $"{today.AddMonths(12):yyyy-MM-dd}", "CURRENT"), ((int)after["review"]!["version"]!, (string?)after["review"]!["nextReviewDue"], (string?)after["review"]!["status"]));
        foreach (var field in new[] { "publishedVersion", "firstPublishedAt", "publishedAt", "contentModifiedAt", "shortAnswer" })
        {
            Assert.Equal((field, before[field]!.ToJsonString()), (field, after[field]!.ToJsonString()));
        }
    }

    [Theory, EachDatabase]
    public async Task Nobody_confirms_words_of_their_own_also_after_somebody_else_approved_them(string database)
    {
        var practice = await practices.OnAsync(database);
        var omar = practice.Token("Omar", Enum.GetValues<Role>());
        var item = await practice.PublishedAsync(await practice.DraftAsync(by: omar));
        var offered = (await practice.SeeAsync(item, omar))!["actions"]!.AsArray().Single(a => (string?)a!["action"] == "CONFIRM_REVIEW")!;

        var own = await practice.RefusedAsync("confirmReview", new { id = item.Id, version = 1 }, omar);
        var second = await practice.PublishedAsync(await practice.EditAsync(item, "Edith's text.", practice.Edith));
        await practice.DoneAsync("confirmReview", new { id = second.Id, version = 2 }, omar);

        Assert.False((bool)offered["allowed"]!);
        Assert.Equal("OWN_REVISION", (string?)own["code"]);
        Assert.Equal("Omar", (string?)(await practice.ReadAsync(item))!["review"]!["reviewerName"]);
    }

    [Theory, EachDatabase]
    public async Task It_settles_an_emergency_publication(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        await practice.DoneAsync("publish", new { id = item.Id, version = 1, emergencyReason = "Readers are in danger without it." }, practice.Paul);
        var unreviewed = (await practice.ReadAsync(item))!["review"];
        var task = Assert.Single(await practice.TasksAsync(item, practice.Rhea));

        await practice.DoneAsync("confirmReview", new { id = item.Id, version = 1 }, practice.Rhea);

        Assert.Null(unreviewed);
        Assert.Equal(("EMERGENCY_PUBLISHED", (DateTimeOffset)task["since"]! + TimeSpan.FromHours(24)), ((string?)task["kind"], (DateTimeOffset)task["dueAt"]!));
        Assert.Empty(await practice.TasksAsync(item, practice.Rhea));
        Assert.Equal("Rhea", (string?)(await practice.ReadAsync(item))!["review"]!["reviewerName"]);
    }

    [Theory, EachDatabase]
    public async Task The_past_shows_the_reviewer_and_the_status_of_that_day(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var approvedAt = practice.Now;
        practice.Advance(TimeSpan.FromDays(360));
        await practice.DoneAsync("confirmReview", new { id = item.Id, version = 1 }, practice.Token("Rita", Role.MedicalReviewer));
        var confirmedAt = practice.Now;
        practice.Advance(TimeSpan.FromDays(400));

        async Task<string> AtAsync(DateTimeOffset at)
        {
            var entry = (await practice.App.QueryAsync(
                "query($slug: String!, $at: DateTime) { faqEntry(slug: $slug, asOf: $at) { contentModifiedAt review { reviewerName nextReviewDue status } } }", new { slug = item.Slug, at }, practice.Edith))["faqEntry"];
            return entry is null ? "nothing" : $"{entry["review"]!["reviewerName"]} {entry["review"]!["status"]}";
        }

        Assert.Equal(["nothing", "Rhea CURRENT", "Rhea DUE", "Rita CURRENT", "Rita OVERDUE", "Rita OVERDUE"],
        [
            await AtAsync(approvedAt.AddMilliseconds(-1)), await AtAsync(approvedAt), await AtAsync(confirmedAt.AddMilliseconds(-1)), await AtAsync(confirmedAt),
            await AtAsync(practice.Now), await AtAsync(practice.Now.AddYears(1)),
        ]);
    }

    [Theory, EachDatabase]
    public async Task An_approval_that_was_taken_back_before_is_in_no_past(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.ApprovedAsync(await practice.DraftAsync());
        await practice.DoneAsync("requestChanges", new { id = item.Id, version = 1, note = "I was mistaken." }, practice.Rhea);
        await practice.DoneAsync("publish", new { id = item.Id, version = 1, emergencyReason = "Readers are in danger without it." }, practice.Paul);

        var past = await practice.App.QueryAsync("query($slug: String!, $at: DateTime) { faqEntry(slug: $slug, asOf: $at) { slug review { reviewerName } } }", new { slug = item.Slug, at = practice.Now }, practice.Edith);

        Assert.Equal(item.Slug, (string?)past["faqEntry"]!["slug"]);
        Assert.Null(past["faqEntry"]!["review"]);
    }

    [Theory, EachDatabase]
    public async Task An_editors_check_of_other_types_is_due_in_its_time_and_is_no_medical_review(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync(isClinical: false);
        await practice.DoneAsync("publish", new { id = item.Id, version = 1 }, practice.Edith);
        var today = DateOnly.FromDateTime(practice.Now.UtcDateTime);

        var published = await DueAsync(practice, item);
        practice.Advance(TimeSpan.FromDays(30));
        await practice.DoneAsync("confirmReview", new { id = item.Id, version = 1 }, practice.Edith);

        var confirmed = await DueAsync(practice, item);
        var confirmedOn = DateOnly.FromDateTime(practice.Now.UtcDateTime);
        practice.Advance(TimeSpan.FromDays(900));
        var more = DateOnly.FromDateTime(practice.Now.UtcDateTime).AddDays(10);
        await practice.DoneAsync("extendReview", new { id = item.Id, version = 1, nextReviewDue = more, reason = "The line is moving." }, practice.Edith);
        practice.Advance(TimeSpan.FromDays(20));
        var again = await practice.RefusedAsync("extendReview", new { id = item.Id, version = 1, nextReviewDue = more.AddDays(15), reason = "Still moving." }, practice.Edith);

        Assert.Equal((today.AddMonths(24), confirmedOn.AddMonths(24), more), (published, confirmed, await DueAsync(practice, item)));
        Assert.Contains("once already", (string?)again["message"], StringComparison.Ordinal);
        Assert.Null((await practice.ReadAsync(item))!["review"]);
    }

    private static async Task<DateOnly?> DueAsync(Practice practice, Item item)
    {
        await using var db = practice.App.Database.Open();
        var entryId = Guid.Parse(item.EntryId);
        return await db.Variants.Where(v => v.EntryId == entryId).Select(v => v.NextReviewDue).SingleAsync(TestContext.Current.CancellationToken);
    }
}
