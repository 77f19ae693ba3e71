using System.Data.Common;
using ContentHub.Delivery;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Editorial.Schedules;

/// <summary>Many nodes, killed nodes, no node at all: each act is done once, in the order of times.</summary>
public sealed class ScheduleWorkerTests(PostgreSqlServer server)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Of_two_nodes_on_one_database_exactly_one_does_each_act(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var items = await ScheduledAsync(practice, 12);
        var other = await ContentHubApp.StartAsync(practice.App.Database, clock: practice.Clock);

        practice.Advance(2 * Hour);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => WorkerOf(i % 2 == 0 ? practice.App : other).RunDueAsync(Cancellation)));
        await practice.PassAsync(TimeSpan.Zero);
        await practice.PassAsync(TimeSpan.Zero, other);
        var log = await AllAsync(practice);
        await other.StopAsync();

        Assert.Equal(items.Select(i => i.EntryId), log.Where(c => c.Kind is ChangeKind.Published && c.Reason is not null).Select(c => c.EntryId.ToString()));
        Assert.DoesNotContain(log, c => c.Kind is ChangeKind.ScheduleRefused);
        await using var db = practice.App.Database.Open();
        Assert.Null((await AuditVerification.RunAsync(db, cancellation: Cancellation)).Fault);
    }

    [Theory, EachDatabase]
    public async Task Two_nodes_that_both_think_it_is_theirs_do_it_once(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        await ScheduledAsync(practice, 5);
        await using var db = practice.App.Database.Open();
        var ids = await db.Schedules.OrderBy(s => s.At).Select(s => s.Id).ToListAsync(Cancellation);
        var other = await ContentHubApp.StartAsync(practice.App.Database, clock: practice.Clock);

        practice.Advance(2 * Hour);
        await Task.WhenAll(ids.SelectMany(id => new[] { practice.App, other }.Select(app => app.Services.GetRequiredService<RunScheduledAct>().RunAsync(id, Cancellation))));
        await other.StopAsync();
        var log = await AllAsync(practice);

        Assert.Equal(5, log.Count(c => c.Kind is ChangeKind.Published && c.Reason is not null));
        Assert.DoesNotContain(log, c => c.Kind is ChangeKind.ScheduleRefused);
    }

    [Theory, EachDatabase]
    public async Task What_a_killed_node_had_taken_another_does_once_its_lease_has_run_out(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var items = await ScheduledAsync(practice, 2);
        var leases = practice.App.Services.GetRequiredService<ScheduleLeases>();

        // Taken before anybody here looks, by a node that never comes back.
        var taken = await leases.TakeAsync(Guid.NewGuid(), practice.Now + (2 * Hour), 2 * Hour, Cancellation);
        await practice.PassAsync(3 * Hour);
        var during = (await practice.ReadAsync(items[0]), await practice.ReadAsync(items[1]));
        await practice.PassAsync(2 * Hour);

        Assert.NotNull(taken);
        Assert.Equal((null, null), during);
        Assert.NotNull(await practice.ReadAsync(items[0]));
        Assert.NotNull(await practice.ReadAsync(items[1]));
    }

    [Theory, EachDatabase]
    public async Task What_was_missed_while_no_node_ran_is_caught_up_in_order_and_told_as_late(string database)
    {
        var before = await Practice.OpenAsync(database, server);
        var late = await before.ApprovedAsync(await before.DraftAsync());
        var early = await before.ApprovedAsync(await before.DraftAsync());
        var (earlyAt, lateAt) = (before.Now.AddHours(1), before.Now.AddHours(2));
        await before.ScheduledAsync(late, lateAt);
        await before.ScheduledAsync(early, earlyAt);

        await using var practice = await before.RestartedAsync(3 * Hour);
        await practice.PassAsync(TimeSpan.Zero);
        var published = (await AllAsync(practice)).Where(c => c.Kind is ChangeKind.Published).ToList();
        var task = Assert.Single(await practice.TasksAsync(early, practice.Edith));

        Assert.Equal([early.EntryId, late.EntryId], published.Select(c => c.EntryId.ToString()));
        Assert.Equal($"By the schedule, as asked for {ScheduleRules.Words(earlyAt)}, late at {ScheduleRules.Words(practice.Now)}.", published[0].Reason);
        Assert.Equal("SCHEDULE_LATE", (string?)task["kind"]);
        Assert.Contains("it was done late", (string?)task["note"]);
        practice.Advance(TimeSpan.FromDays(8));
        Assert.Empty(await practice.TasksAsync(early, practice.Edith));
    }

    [Theory, EachDatabase]
    public async Task While_the_database_is_away_the_server_goes_on_and_afterwards_catches_up(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var item = (await ScheduledAsync(practice, 1))[0];
        await RenameAsync(practice, "Schedules", "Away");

        practice.Advance(2 * Hour);
        await Assert.ThrowsAnyAsync<DbException>(() => WorkerOf(practice.App).RunDueAsync(Cancellation));
        var during = await practice.ReadAsync(item);
        var seen = practice.App.Current;
        await RenameAsync(practice, "Away", "Schedules");
        await practice.App.Services.GetRequiredService<SnapshotFollower>().ChangedFromAsync(seen).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        Assert.Null(during);
        Assert.NotNull(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task An_act_that_fails_through_our_fault_holds_nobody_up_and_is_tried_again(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var items = await ScheduledAsync(practice, 2);
        var leases = practice.App.Services.GetRequiredService<ScheduleLeases>();
        var node = Guid.NewGuid();
        var due = practice.Now + (2 * Hour);
        var broken = (await leases.TakeAsync(node, due, Hour, Cancellation))!.Value;
        await leases.PutOffAsync(broken, node, due + Hour, Cancellation);

        await practice.PassAsync(2 * Hour);
        var (firstThen, secondThen) = (await practice.ReadAsync(items[0]), await practice.ReadAsync(items[1]));
        var task = Assert.Single(await practice.TasksAsync(items[0], practice.Edith));
        await practice.PassAsync(2 * Hour);

        Assert.Null(firstThen);
        Assert.NotNull(secondThen);
        Assert.Contains("is not yet", (string?)task["note"]);
        Assert.NotNull(await practice.ReadAsync(items[0]));
    }

    /// <summary>Questions that are to go out a minute apart, the first in an hour at the latest.</summary>
    private static async Task<IReadOnlyList<Item>> ScheduledAsync(Practice practice, int count)
    {
        var (items, at) = (new List<Item>(), practice.Now.AddMinutes(30));
        for (var i = 0; i < count; i++)
        {
            items.Add(await practice.ScheduledAsync(await practice.DraftAsync(isClinical: false), at.AddMinutes(i)));
        }

        return items;
    }

    private static ScheduleWorker WorkerOf(ContentHubApp app) => app.Services.GetRequiredService<ScheduleWorker>();

    private static async Task<IReadOnlyList<Change>> AllAsync(Practice practice)
    {
        await using var db = practice.App.Database.Open();
        var topics = db.Variants.Where(v => v.Type == "TOPIC").Select(v => v.Id);
        return await db.Changes.AsNoTracking().Where(c => !topics.Contains(c.VariantId)).OrderBy(c => c.Sequence).ToListAsync(Cancellation);
    }

    private static async Task RenameAsync(Practice practice, string from, string to)
    {
        await using var db = practice.App.Database.Open();
#pragma warning disable EF1002 // Two names of ours.
        await db.Database.ExecuteSqlRawAsync($"""alter table "{from}" rename to "{to}" """, Cancellation);
#pragma warning restore EF1002
    }
}
