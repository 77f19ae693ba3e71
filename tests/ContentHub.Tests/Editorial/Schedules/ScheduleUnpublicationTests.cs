using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Editorial.Schedules;

/// <summary>Taking something down at a time to come.</summary>
public sealed class ScheduleUnpublicationTests(Practices practices) : IClassFixture<Practices>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory, EachDatabase]
    public async Task Readers_see_it_until_its_time_and_not_after(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        await practice.DoneAsync("unpublish", new { id = item.Id, version = 1, at = practice.Now + Hour, reason = "The event is over." }, practice.Edith);

        var plan = Assert.Single(await practice.PlansAsync(item));
        var (before, state) = (await practice.ReadAsync(item), await practice.StateOfAsync(item));
        await practice.PassAsync(Hour);

        Assert.Equal("UNPUBLISH", (string?)plan["action"]);
        Assert.Equal("PUBLISHED", state);
        Assert.NotNull(before);
        Assert.Null(await practice.ReadAsync(item));
        Assert.Equal("UNPUBLISHED", await practice.StateOfAsync(item));
        Assert.EndsWith("The event is over.", (await practice.LogAsync(item))[^1], StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_version_that_went_out_meanwhile_is_not_taken_away_with_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        await practice.DoneAsync("unpublish", new { id = item.Id, version = 1, at = practice.Now + Hour }, practice.Edith);
        await practice.PublishedAsync(await practice.EditAsync(item, "Second text."));

        await practice.PassAsync(Hour);

        Assert.Equal("Second text.", (string?)(await practice.ReadAsync(item))!["shortAnswer"]);
        Assert.Contains("superseded", (string?)Assert.Single(await practice.PlansAsync(item))["refusal"]);
        Assert.Equal("SCHEDULE_LATE", (string?)Assert.Single(await practice.TasksAsync(item, practice.Edith))["kind"]);
    }

    [Theory, EachDatabase]
    public async Task It_can_be_cancelled_and_moved(string database)
    {
        var practice = await practices.OnAsync(database);
        var (kept, moved) = (await practice.PublishedAsync(), await practice.PublishedAsync());
        foreach (var item in new[] { kept, moved })
        {
            await practice.DoneAsync("unpublish", new { id = item.Id, version = 1, at = practice.Now + Hour }, practice.Edith);
        }

        await practice.DoneAsync("cancelSchedule", new { id = kept.Id, version = 1 }, practice.Edith);
        await practice.DoneAsync("unpublish", new { id = moved.Id, version = 1, at = practice.Now + (3 * Hour) }, practice.Edith);
        await practice.PassAsync(2 * Hour);
        var between = await practice.ReadAsync(moved);
        await practice.PassAsync(2 * Hour);

        Assert.NotNull(await practice.ReadAsync(kept));
        Assert.NotNull(between);
        Assert.Null(await practice.ReadAsync(moved));
    }
}
