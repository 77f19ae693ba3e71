using ContentHub.Api;
using ContentHub.Editorial.Reviews;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Storage;
using ContentHub.Tests.Syndication.Changes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Editorial.Reviews;

/// <summary>The log says when a review becomes due and overdue, once, whichever node sees the day come.</summary>
public sealed class TellReviewsTests(PostgreSqlServer server)
{
    private static readonly Dictionary<string, string?> Rarely = new() { ["ContentHub:Reviews:Every"] = "01:00:00" };

    [Theory, EachDatabase]
    public async Task The_day_turns_in_the_sites_zone_for_readers_filters_and_followers_alike(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server, Rarely);
        var item = await practice.PublishedAsync();
        var due = DateOnly.Parse((string)(await practice.ReadAsync(item))!["review"]!["nextReviewDue"]!, System.Globalization.CultureInfo.InvariantCulture);

        // Midnight in California, in summer.
        DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(new TimeOnly(7, 0)), TimeSpan.Zero);
        using var live = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));
        var seen = new List<string>();
        foreach (var moment in new[] { Midnight(due.AddDays(-30)).AddMilliseconds(-1), Midnight(due.AddDays(-30)), Midnight(due.AddDays(1)).AddMilliseconds(-1), Midnight(due.AddDays(1)) })
        {
            practice.Advance(moment - practice.Now);
            var told = await practice.App.Services.GetRequiredService<TellReviews>().RunAsync(TestContext.Current.CancellationToken);
            var again = await practice.App.Services.GetRequiredService<TellReviews>().RunAsync(TestContext.Current.CancellationToken);
            var status = (string)(await practice.ReadAsync(item))!["review"]!["status"]!;
            var found = await practice.App.QueryAsync("query($status: ReviewStatus!) { faqEntries(where: { reviewStatus: { eq: $status } }) { totalCount } }", new { status });
            seen.Add($"{status} {(int)found["faqEntries"]!["totalCount"]!} told {told} {again}");
        }

        Assert.Equal(["CURRENT 1 told 0 0", "DUE 1 told 1 0", "DUE 1 told 0 0", "OVERDUE 1 told 1 0"], seen);
        Assert.Equal(["REVIEW_DUE 1", "REVIEW_OVERDUE 1"], (await live.NextAsync(2)).Select(c => $"{c["kind"]} {c["version"]}"));
        await using var db = practice.App.Database.Open();
        Assert.Null((await AuditVerification.RunAsync(db, cancellation: TestContext.Current.CancellationToken)).Fault);
    }

    [Theory, EachDatabase]
    public async Task Of_two_nodes_one_says_so_and_what_was_missed_is_said_as_it_stands(string database)
    {
        var shared = await TestDatabase.CreateAsync(database, server);
        var clock = new ManualClock(Desk.Monday);
        await using var practice = await Practice.OpenAsync(shared, clock, Rarely);
        var other = await ContentHubApp.StartAsync(shared, clock: clock, settings: Rarely);
        var items = new List<Item>();
        for (var i = 0; i < 4; i++)
        {
            items.Add(await practice.PublishedAsync());
        }

        // Nobody looked while they were due; one is reviewed again in time.
        practice.Advance(TimeSpan.FromDays(300));
        await practice.DoneAsync("confirmReview", new { id = items[0].Id, version = 1 }, practice.Rhea);
        practice.Advance(TimeSpan.FromDays(80));
        using var start = new Barrier(2);
        var told = await Task.WhenAll(new[] { practice.App, other }.Select(node => Task.Run(async () =>
        {
            start.SignalAndWait();
            return await node.Services.GetRequiredService<TellReviews>().RunAsync(CancellationToken.None);
        })));
        await other.StopAsync();

        await using var db = practice.App.Database.Open();
        var rows = await db.Changes.Where(c => c.Kind == ChangeKind.ReviewDue || c.Kind == ChangeKind.ReviewOverdue).ToListAsync(TestContext.Current.CancellationToken);
        var actor = await db.People.SingleAsync(p => p.Subject == "system:reviews", TestContext.Current.CancellationToken);
        Assert.Equal(3, told.Sum());
        Assert.Equal(items.Skip(1).Select(i => (Guid.Parse(i.EntryId), ChangeKind.ReviewOverdue)).Order(), rows.Select(r => (r.EntryId, r.Kind)).Order());
        Assert.All(rows, r => Assert.Equal(actor.Id, r.ActorId));
    }

    [Theory, EachDatabase]
    public async Task The_server_looks_at_the_calendar_by_itself(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server, new() { ["ContentHub:Reviews:Every"] = "00:00:01" });
        await practice.PublishedAsync();
        using var live = await Subscriber.OpenAsync(practice.App, Subscriber.EndOf(practice.App));

        practice.Advance(TimeSpan.FromDays(340));

        Assert.Equal("REVIEW_DUE", (string?)(await live.NextAsync())["kind"]);
    }
}
