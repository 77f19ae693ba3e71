using System.Text.Json.Nodes;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Syndication.Changes;
using Xunit;

namespace ContentHub.Tests.Editorial.Notices;

/// <summary>What readers and whoever holds a copy are told when something was wrong, is doubted, or has another entry in its place.</summary>
public sealed class AddNoticeTests(Practices practices) : IClassFixture<Practices>
{
    [Theory, EachDatabase]
    public async Task A_correction_is_told_to_readers_and_followers_by_its_class(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync(await practice.EditAsync(await practice.PublishedAsync(), "Ten weeks."));
        var modifiedAt = (string?)(await practice.ReadAsync(item))!["contentModifiedAt"];
        using var live = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));

        await practice.DoneAsync("addNotice", new { id = item.Id, version = 2, kind = "CORRECTION", text = "It said eight weeks; it is ten.", reasonCode = "WRONG_FACT" }, practice.Edith);
        var byEditor = await practice.RefusedAsync("addNotice", new { id = item.Id, version = 2, kind = "CORRECTION", text = "x", correctionClass = "SAFETY" }, practice.Edith);
        await practice.DoneAsync("addNotice", new { id = item.Id, version = 2, kind = "CORRECTION", text = "A seizure is an emergency.", correctionClass = "SAFETY", reasonCode = "HARM_POSSIBLE" }, practice.Rhea);
        var at = practice.Now;
        var read = (await practice.ReadAsync(item))!;
        var told = new[] { await live.NextOfAsync(item.EntryId), await live.NextOfAsync(item.EntryId) };

        Assert.Equal("MEDICAL_REVIEWER,PUBLISHER", string.Join(',', byEditor["requires"]!.AsArray()));
        Assert.Equal(
            ["CORRECTION SAFETY HARM_POSSIBLE 2 A seizure is an emergency.", "CORRECTION MINOR WRONG_FACT 2 It said eight weeks; it is ten."],
            read["notices"]!.AsArray().Select(n => $"{n!["kind"]} {n["correctionClass"]} {n["reason"]} {n["version"]} {n["text"]}"));
        Assert.Equal((at.AddDays(90), null), ((DateTimeOffset?)read["notices"]![0]!["onTopUntil"], (DateTimeOffset?)read["notices"]![1]!["onTopUntil"]));
        Assert.Equal((modifiedAt, 2), ((string?)read["contentModifiedAt"], (int)read["publishedVersion"]!));
        Assert.Equal(["CORRECTED 2 NORMAL It said eight weeks; it is ten.", "CORRECTED 2 HIGH A seizure is an emergency."], told.Select(Told));
    }

    [Theory, EachDatabase]
    public async Task A_correction_that_is_prepared_goes_out_with_the_version_that_it_is_about(string database)
    {
        var practice = await practices.OnAsync(database);
        var first = await practice.PublishedAsync();
        var second = await practice.ApprovedAsync(await practice.EditAsync(first, "The right text."));
        using var live = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));

        await practice.DoneAsync("addNotice", new { id = first.Id, version = 2, kind = "CORRECTION", text = "The old text was wrong.", correctionClass = "SAFETY" }, practice.Rhea);
        var before = (await practice.ReadAsync(first))!;
        var prepared = await EditorsNoticesAsync(practice, first);
        await practice.DoneAsync("publish", new { id = first.Id, version = 2 }, practice.Edith);
        var after = (await practice.ReadAsync(first))!;
        await practice.DoneAsync("confirmReview", new { id = second.Id, version = 2 }, practice.Rhea);
        var told = new[] { await live.NextOfAsync(first.EntryId), await live.NextOfAsync(first.EntryId) };

        Assert.Empty(before["notices"]!.AsArray());
        Assert.Equal("The old text was wrong.", (string?)Assert.Single(prepared)!["text"]);
        Assert.Equal("The old text was wrong.", (string?)Assert.Single(after["notices"]!.AsArray())!["text"]);
        Assert.Equal(["CORRECTED 2 HIGH The old text was wrong.", "REVIEWED 2 NORMAL "], told.Select(Told));
        Assert.Equal(1, (int)(await AtAsync(practice, first, practice.Now.AddSeconds(-3)))!["publishedVersion"]!);
    }

    [Theory, EachDatabase]
    public async Task A_doubt_stands_until_somebody_settles_it_and_waits_for_more_people_after_30_days(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        using var live = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));

        await practice.DoneAsync("addNotice", new { id = item.Id, version = 1, kind = "EXPRESSION_OF_CONCERN", text = "We are checking the dose.", reasonCode = "SOURCE_WITHDRAWN" }, practice.Paul);
        var at = practice.Now;
        var task = Assert.Single(await practice.TasksAsync(item, practice.Rhea));
        practice.Advance(TimeSpan.FromDays(31));
        var late = Assert.Single(await practice.TasksAsync(item, practice.Rhea));
        var open = (await practice.ReadAsync(item))!["notices"]!.AsArray();
        await practice.DoneAsync("confirmReview", new { id = item.Id, version = 1 }, practice.Rhea);

        Assert.Equal("UPDATED 1 HIGH We are checking the dose.", Told(await live.NextOfAsync(item.EntryId)));
        Assert.Equal(("CONCERN_OPEN", at.AddDays(30)), ((string?)task["kind"], (DateTimeOffset)task["dueAt"]!));
        Assert.DoesNotContain("EDITOR", task["roles"]!.AsArray().Select(r => (string?)r));
        Assert.Contains("EDITOR", late["roles"]!.AsArray().Select(r => (string?)r));
        Assert.NotEqual((string?)task["id"], (string?)late["id"]);
        Assert.Equal("EXPRESSION_OF_CONCERN", (string?)Assert.Single(open)!["kind"]);
        Assert.Empty((await practice.ReadAsync(item))!["notices"]!.AsArray());
        Assert.NotNull(Assert.Single(await EditorsNoticesAsync(practice, item))!["endedAt"]);
        Assert.Empty(await practice.TasksAsync(item, practice.Rhea));
    }

    [Theory, EachDatabase]
    public async Task What_took_the_place_of_something_retracted_is_linked_both_ways(string database)
    {
        var practice = await practices.OnAsync(database);
        var (old, instead) = (await practice.InStateAsync(isClinical: true, WorkflowState.Retracted), await practice.PublishedAsync());
        using var live = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));

        await practice.DoneAsync("addNotice", new { id = old.Id, version = 1, kind = "REPLACED", text = "Read the new page.", replacedBy = instead.EntryId }, practice.Paul);
        var read = (await practice.ReadAsync(old))!;
        var back = await ReplacesAsync(practice, instead);
        var told = await live.NextOfAsync(old.EntryId);
        await practice.PublishedAsync(await practice.EditAsync(old, "The right text."));

        Assert.Equal(["REPLACED", "RETRACTED"], read["notices"]!.AsArray().Select(n => (string?)n!["kind"]));
        Assert.Equal(instead.EntryId, (string?)read["notices"]![0]!["replacedBy"]!["entryId"]);
        Assert.Equal([old.Slug], back);
        Assert.Equal(("RETRACTED 1 NORMAL Read the new page.", instead.EntryId, null), (Told(told), (string?)told["replacedBy"]!["entryId"], told["entry"]));

        // Published anew, it is not replaced any more; its history stays with it.
        Assert.Empty(await ReplacesAsync(practice, instead));
        Assert.Equal(2, (await practice.ReadAsync(old))!["notices"]!.AsArray().Count);
    }

    [Theory, EachDatabase]
    public async Task Each_kind_stands_only_where_it_belongs_and_all_faults_are_told_at_once(string database)
    {
        var practice = await practices.OnAsync(database);
        var (item, retracted, draft) = (await practice.PublishedAsync(), await practice.InStateAsync(isClinical: true, WorkflowState.Retracted), await practice.DraftAsync());

        var faults = await practice.MutateAsync("addNotice", new { id = item.Id, version = 1, kind = "RETRACTED", text = " ", correctionClass = "MINOR", replacedBy = item.EntryId }, practice.Paul);
        var tooLong = await practice.RefusedAsync("addNotice", new { id = item.Id, version = 1, kind = "CORRECTION", text = new string('a', 2001) }, practice.Paul);
        var nameless = await practice.RefusedAsync("addNotice", new { id = retracted.Id, version = 1, kind = "REPLACED", text = "Read the other." }, practice.Paul);
        var replaced = await practice.RefusedAsync("addNotice", new { id = item.Id, version = 1, kind = "REPLACED", text = "Read the other.", replacedBy = retracted.Id }, practice.Paul);
        var corrected = await practice.RefusedAsync("addNotice", new { id = retracted.Id, version = 1, kind = "CORRECTION", text = "It was wrong." }, practice.Paul);
        var unseen = await practice.RefusedAsync("addNotice", new { id = draft.Id, version = 1, kind = "CORRECTION", text = "It was wrong." }, practice.Paul);

        Assert.Equal(["text", "kind", "correctionClass", "replacedBy", "replacedBy"], faults["errors"]!.AsArray().Select(e => (string?)e!["path"]![1]));
        Assert.Equal(("TOO_LONG", "REQUIRED"), ((string?)tooLong["code"], (string?)nameless["code"]));
        Assert.Equal(["WRONG_STATE PUBLISHED", "WRONG_STATE RETRACTED", "WRONG_STATE DRAFT"], new[] { replaced, corrected, unseen }.Select(e => $"{e["code"]} {e["state"]}"));
        Assert.Empty((await practice.ReadAsync(item))!["notices"]!.AsArray());
    }

    [Theory, EachDatabase]
    public async Task A_correction_for_safety_needs_a_reviewed_version_unless_a_publisher_gives_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        await practice.DoneAsync("publish", new { id = item.Id, version = 1, emergencyReason = "The number was wrong." }, practice.Paul);

        var input = new { id = item.Id, version = 1, kind = "CORRECTION", text = "Call 988, not 998.", correctionClass = "SAFETY" };
        var refused = await practice.RefusedAsync("addNotice", input, practice.Rhea);
        await practice.DoneAsync("addNotice", input, practice.Paul);

        Assert.Equal("INVALID", (string?)refused["code"]);
        Assert.Equal("Call 988, not 998.", (string?)Assert.Single((await practice.ReadAsync(item))!["notices"]!.AsArray())!["text"]);
    }

    private static string Told(JsonNode change) => $"{change["kind"]} {change["version"]} {change["urgency"]} {change["reason"]}";

    private static async Task<IReadOnlyList<JsonNode?>> EditorsNoticesAsync(Practice practice, Item item) => [.. (await practice.App.QueryAsync(
        "query($id: ID!) { editorial { draft(id: $id) { notices { kind text version endedAt } } } }", new { id = item.Id }, practice.Edith))["editorial"]!["draft"]!["notices"]!.AsArray()];

    private static async Task<IReadOnlyList<string?>> ReplacesAsync(Practice practice, Item item) => [.. (await practice.App.QueryAsync(
        "query($slug: String!) { faqEntry(slug: $slug) { replaces { slug } } }", new { slug = item.Slug }))["faqEntry"]!["replaces"]!.AsArray().Select(r => (string?)r!["slug"])];

    private static async Task<JsonNode?> AtAsync(Practice practice, Item item, DateTimeOffset at) => (await practice.App.QueryAsync(
        "query($slug: String!, $at: DateTime) { faqEntry(slug: $slug, asOf: $at) { publishedVersion } }", new { slug = item.Slug, at }, practice.Edith))["faqEntry"];
}
