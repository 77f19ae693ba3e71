using System.Text.Json.Nodes;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Editorial.Releases;

/// <summary>Several entries at one moment: all or none, and never a part of them to any reader.</summary>
public sealed class PublishReleaseTests(Practices practices) : IClassFixture<Practices>
{
    private const string Payload = """
        drafts { id state publishedVersion scheduledAct { isRelease } } findings { rule draftId } sequence
        errors { __typename code path message ... on WorkflowError { state findings { rule } } ... on ForbiddenError { requires } ... on ConflictError { currentVersion } }
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory, EachDatabase]
    public async Task Entries_that_link_to_each_other_go_out_together_targets_first(string database)
    {
        var practice = await practices.OnAsync(database);
        var (page, term) = await LinkedAsync(practice);

        var alone = await practice.RefusedAsync("publish", new { id = page.Id, version = page.Version }, practice.Edith);
        var payload = await ReleaseAsync(practice, [page, term], note: "Launch");

        Assert.Equal("BLOCKED_BY_FINDINGS", (string?)alone["code"]);
        Assert.Empty(payload["errors"]!.AsArray());
        Assert.Equal([term.Id, page.Id], payload["drafts"]!.AsArray().Select(d => (string?)d!["id"]));
        Assert.All(payload["drafts"]!.AsArray(), d => Assert.Equal("PUBLISHED", (string?)d!["state"]));
        Assert.NotNull(await practice.ReadAsync(page));
        Assert.NotNull(await practice.ReadAsync(term));
        Assert.Equal("Published 2 by Edith: Launch", (await practice.LogAsync(page))[^1]);
        Assert.Equal((string?)payload["sequence"], $"{(await practice.StandingAsync(page)).Sequence}");
    }

    [Theory, EachDatabase]
    public async Task Readers_never_see_a_part_of_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var items = new List<Item>();
        for (var i = 0; i < 20; i++)
        {
            items.Add(await practice.DraftAsync(isClinical: false));
        }

        var ids = items.Select(i => Guid.Parse(i.EntryId)).ToList();
        var follower = practice.App.Services.GetRequiredService<ContentHub.Delivery.SnapshotFollower>();
        using var done = new CancellationTokenSource();
        var seen = Task.Run(async () =>
        {
            var counts = new HashSet<int>();
            while (true)
            {
                var view = follower.Current;
                counts.Add(ids.Count(id => view.Translations(id).Any()));
                if (done.IsCancellationRequested)
                {
                    return counts;
                }

                await Task.Yield();
            }
        });
        var payload = await ReleaseAsync(practice, items);
        await done.CancelAsync();

        Assert.Empty(payload["errors"]!.AsArray());
        Assert.Equal([0, 20], (await seen).Order());
    }

    [Theory, EachDatabase]
    public async Task One_that_cannot_go_out_keeps_all_back_and_every_reason_is_told_with_its_place(string database)
    {
        var practice = await practices.OnAsync(database);
        var good = await practice.ApprovedAsync(await practice.DraftAsync());
        var unread = await practice.SubmittedAsync(await practice.DraftAsync());
        var stale = await practice.DraftAsync(isClinical: false);
        await practice.EditAsync(stale, "Second text.");
        var broken = await practice.ApprovedAsync(await practice.LinkAsync(await practice.DraftAsync(), await practice.DraftAsync(isClinical: false)));
        var unknown = good with { Id = "D" + Convert.ToBase64String(Guid.NewGuid().ToByteArray())[..22].Replace('+', '-').Replace('/', '_') };
        Item[] items = [good, unread, stale, broken, good, unknown];
        var before = await practice.StandingAsync(good);

        var dry = await ReleaseAsync(practice, items, dryRun: true);
        var real = await ReleaseAsync(practice, items);

        foreach (var payload in new[] { dry, real })
        {
            Assert.Equal(
                [
                    """["input","items","1","version"] WRONG_STATE""", """["input","items","2","version"] CONFLICT""", """["input","items","3","version"] BLOCKED_BY_FINDINGS""",
                    """["input","items","4","id"] INVALID""", """["input","items","5","id"] NOT_FOUND""",
                ],
                payload["errors"]!.AsArray().Select(e => $"{e!["path"]!.ToJsonString()} {e["code"]}"));
            Assert.Empty(payload["drafts"]!.AsArray());
            Assert.Null(payload["sequence"]);
        }

        Assert.Equal(before, await practice.StandingAsync(good));
    }

    [Theory, EachDatabase]
    public async Task A_dry_run_changes_nothing(string database)
    {
        var practice = await practices.OnAsync(database);
        var (page, term) = await LinkedAsync(practice);
        var before = await practice.StandingAsync(page);

        var payload = await ReleaseAsync(practice, [page, term], dryRun: true);

        Assert.Empty(payload["errors"]!.AsArray());
        Assert.Equal([term.Id, page.Id], payload["drafts"]!.AsArray().Select(d => (string?)d!["id"]));
        Assert.Null(payload["sequence"]);
        Assert.Equal(before, await practice.StandingAsync(page));
    }

    [Theory, EachDatabase]
    public async Task Nothing_and_more_than_a_hundred_is_no_release_and_only_editors_make_one(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync(isClinical: false);

        var none = await ReleaseAsync(practice, []);
        var many = await ReleaseAsync(practice, Enumerable.Repeat(item, 101));
        var author = await ReleaseAsync(practice, [item], by: practice.Ann);

        Assert.All(new[] { none, many }, p => Assert.Equal("""["input","items"]""", Assert.Single(p["errors"]!.AsArray())!["path"]!.ToJsonString()));
        Assert.Equal("FORBIDDEN", (string?)Assert.Single(author["errors"]!.AsArray())!["code"]);
    }

    [Theory, EachDatabase]
    public async Task At_a_time_to_come_they_go_out_together_then(string database)
    {
        var practice = await practices.OnAsync(database);
        var (page, term) = await LinkedAsync(practice);

        var payload = await ReleaseAsync(practice, [page, term], at: practice.Now + Hour);
        await practice.PassAsync(Hour / 2);
        var before = (await practice.ReadAsync(page), await practice.ReadAsync(term));
        await practice.PassAsync(Hour);

        Assert.All(payload["drafts"]!.AsArray(), d => Assert.Equal(("SCHEDULED", true), ((string?)d!["state"], (bool)d["scheduledAct"]!["isRelease"]!)));
        Assert.Equal((null, null), before);
        Assert.Equal((string?)(await practice.ReadAsync(page))!["publishedAt"], (string?)(await practice.ReadAsync(term))!["publishedAt"]);
    }

    [Theory, EachDatabase]
    public async Task Scheduled_it_is_all_or_none_too(string database)
    {
        var practice = await practices.OnAsync(database);
        var target = await practice.PublishedAsync(isClinical: false);
        var (linking, other) = (await practice.ApprovedAsync(await practice.LinkAsync(await practice.DraftAsync(), target)), await practice.DraftAsync(isClinical: false));
        await ReleaseAsync(practice, [linking, other], at: practice.Now + Hour);
        await practice.DoneAsync("unpublish", new { id = target.Id, version = 1 }, practice.Edith);

        await practice.PassAsync(Hour);
        var (own, shared) = (Assert.Single(await practice.PlansAsync(linking)), Assert.Single(await practice.PlansAsync(other)));

        Assert.Null(await practice.ReadAsync(other));
        Assert.Contains("This link points to", (string?)own["refusal"]);
        Assert.StartsWith("Another entry of the release could not go out", (string?)shared["refusal"], StringComparison.Ordinal);
        Assert.Equal("SCHEDULE_LATE", (string?)Assert.Single(await practice.TasksAsync(other, practice.Edith))["kind"]);
    }

    [Theory, EachDatabase]
    public async Task Taking_one_out_ends_it_for_all(string database)
    {
        var practice = await practices.OnAsync(database);
        foreach (var isCancelled in new[] { true, false })
        {
            var (one, other) = (await practice.ApprovedAsync(await practice.DraftAsync()), await practice.ApprovedAsync(await practice.DraftAsync()));
            await ReleaseAsync(practice, [one, other], at: practice.Now + Hour);

            await (isCancelled
                ? practice.DoneAsync("cancelSchedule", new { id = one.Id, version = 1 }, practice.Edith)
                : practice.DoneAsync("requestChanges", new { id = one.Id, version = 1, note = "A wrong number." }, practice.Rhea));
            await practice.PassAsync(2 * Hour);

            Assert.Equal((isCancelled ? "APPROVED" : "CHANGES_REQUESTED", "APPROVED"), (await practice.StateOfAsync(one), await practice.StateOfAsync(other)));
            Assert.Null(await practice.ReadAsync(other));
            Assert.Equal("PUBLISH", (string?)Assert.Single(await practice.TasksAsync(other, practice.Edith))["kind"]);
        }
    }

    [Theory, EachDatabase]
    public async Task What_would_end_too_many_others_is_refused_in_words_and_a_retraction_never_is(string database)
    {
        var practice = await practices.OnAsync(database);
        var (item, other) = (await practice.PublishedAsync(), await practice.ApprovedAsync(await practice.DraftAsync()));
        await ReleaseAsync(practice, [await practice.ApprovedAsync(await practice.EditAsync(item, "Planned.")), other], at: practice.Now + (5000 * Hour));
        await using (var db = practice.App.Database.Open())
        {
            var entryId = Guid.Parse(other.EntryId);
            var plan = await db.Schedules.SingleAsync(s => db.Variants.Any(v => v.Id == s.VariantId && v.EntryId == entryId), TestContext.Current.CancellationToken);
            db.Schedules.AddRange(Enumerable.Range(0, 500).Select(_ => new ScheduledAct
            {
                Id = Guid.CreateVersion7(), VariantId = plan.VariantId, Version = 1, Kind = ScheduledKind.Publish, At = plan.At, By = plan.By, CreatedAt = plan.CreatedAt, ReleaseId = plan.ReleaseId, FromState = WorkflowState.Approved,
            }));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var next = await practice.ApprovedAsync(await practice.EditAsync(item with { Version = 2 }, "Out at once."));
        var before = await practice.StandingAsync(item);
        var refused = await practice.RefusedAsync("publish", new { id = item.Id, version = 3 }, practice.Edith);
        var after = await practice.StandingAsync(item);
        var payload = await ReleaseAsync(practice, [next]);
        await practice.DoneAsync("retract", new { id = item.Id, version = 1, reason = "It could have done harm." }, practice.Paul);

        Assert.Equal("INVALID", (string?)refused["code"]);
        Assert.StartsWith("This would change 503 things at one moment", (string?)refused["message"], StringComparison.Ordinal);
        Assert.Equal(before, after);
        Assert.Equal("INVALID", (string?)Assert.Single(payload["errors"]!.AsArray())!["code"]);
        Assert.Equal("RETRACTED", (string?)(await practice.ReadAsync(item))!["status"]);
        Assert.Equal("APPROVED", await practice.StateOfAsync(other));
    }

    [Theory, EachDatabase]
    public async Task Scheduled_anew_as_a_whole_each_has_one_plan(string database)
    {
        var practice = await practices.OnAsync(database);
        var (page, term) = await LinkedAsync(practice);
        await ReleaseAsync(practice, [page, term], at: practice.Now + Hour);

        await ReleaseAsync(practice, [term, page], at: practice.Now + (3 * Hour));
        await practice.PassAsync(2 * Hour);
        var between = await practice.ReadAsync(page);
        var plans = (await practice.PlansAsync(page), await practice.PlansAsync(term));
        await practice.DoneAsync("cancelSchedule", new { id = page.Id, version = 2 }, practice.Edith);

        Assert.Null(between);
        Assert.Single(plans.Item1);
        Assert.Single(plans.Item2);
        Assert.Equal(("APPROVED", "DRAFT"), (await practice.StateOfAsync(page), await practice.StateOfAsync(term)));
        Assert.DoesNotContain(await practice.LogAsync(page), line => line.Contains("Another entry", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Published_by_itself_before_it_does_not_hold_up_the_rest(string database)
    {
        var practice = await practices.OnAsync(database);
        var (page, term) = await LinkedAsync(practice);
        await ReleaseAsync(practice, [page, term], at: practice.Now + Hour);

        await practice.DoneAsync("publish", new { id = term.Id, version = term.Version }, practice.Edith);
        await practice.PassAsync(Hour);

        Assert.NotNull(await practice.ReadAsync(page));
        Assert.Single(await practice.LogAsync(term), line => line.StartsWith("Published 1", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_byline_has_the_name_of_somebody_who_goes_out_with_the_page(string database)
    {
        var practice = await practices.OnAsync(database);
        var person = (await practice.DoneAsync("createPerson", new { content = new { title = "Nia Newcomer", role = "Writer", isSample = true } }, practice.Edith))["draft"]!;
        var article = (await practice.DoneAsync("createArticle", new { content = new { title = $"News of {database}", summary = "Short.", authors = new[] { (string)person["entryId"]! } } }, practice.Ann))["draft"]!;
        var services = practice.App.Services;
        await using var db = practice.App.Database.Open();
        var type = services.GetRequiredService<ContentHub.Editorial.ContentTypes>()["ARTICLE"];
        var (personId, articleId) = (Guid.Parse((string)person["entryId"]!), Guid.Parse((string)article["entryId"]!));
        var variant = await db.Variants.SingleAsync(v => v.EntryId == personId, TestContext.Current.CancellationToken);
        await db.Revisions.SingleAsync(r => r.VariantId == variant.Id, TestContext.Current.CancellationToken);
        variant.PublishedVersion = 1;
        var document = await db.Revisions.AsNoTracking().Where(r => db.Variants.Any(v => v.Id == r.VariantId && v.EntryId == articleId)).Select(r => r.Document).SingleAsync(TestContext.Current.CancellationToken);

        var names = await ContentHub.Editorial.Workflow.Publish.NamesAsync(db, type.ReadContent((JsonObject)JsonNode.Parse(document)!), "en-US", TestContext.Current.CancellationToken);

        Assert.Contains("Nia Newcomer", names);
    }

    /// <summary>An approved question that links to a term, and the term; neither is out.</summary>
    private static async Task<(Item Page, Item Term)> LinkedAsync(Practice practice)
    {
        var term = await practice.DraftAsync(isClinical: false);
        var page = await practice.LinkAsync(await practice.DraftAsync(), term);
        return (await practice.ApprovedAsync(page), term);
    }

    private static async Task<JsonNode> ReleaseAsync(Practice practice, IEnumerable<Item> items, DateTimeOffset? at = null, string? note = null, bool dryRun = false, string? by = null) =>
        await practice.MutateAsync("publishRelease", new { items = items.Select(i => new { id = i.Id, version = i.Version }), at, note, dryRun }, by ?? practice.Edith, Payload);
}
