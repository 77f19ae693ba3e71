using ContentHub.Delivery;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Syndication.Webhooks;

/// <summary>Many nodes, stopped nodes, dead endpoints: each endpoint gets everything in order, and waits for no other.</summary>
public sealed class WebhookWorkerTests(PostgreSqlServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task What_was_not_written_down_when_a_node_stopped_is_sent_again_by_the_next(string database)
    {
        var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        await practice.MakeWebhookAsync(receiver);
        var held = new TaskCompletionSource();
        receiver.Answer = async (_, http) =>
        {
            if (receiver.Changes.Count == 2)
            {
                held.TrySetResult();
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        };
        var terms = new[] { await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false), await practice.PublishedAsync(isClinical: false) };
        await held.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        await practice.App.StopAsync();
        receiver.Answer = null;
        await using var next = await ContentHubApp.StartAsync(practice.App.Database, clock: practice.Clock, settings: WebhookDesk.Settings);
        await next.SendDueAsync();

        Assert.Equal(new[] { terms[0], terms[1], terms[1], terms[2] }.Select(t => $"PUBLISHED {t.Slug}"), receiver.Lines);
        Assert.Equal(receiver.Changes[1].Id, receiver.Changes[2].Id);
    }

    [Theory, EachDatabase]
    public async Task What_a_killed_node_had_taken_another_sends_once_its_lease_has_run_out(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await practice.MakeWebhookAsync(receiver);
        var rows = practice.App.Services.GetRequiredService<WebhookRows>();

        // Taken by a node that never comes back.
        Assert.NotNull(await rows.TakeAsync(Guid.Parse(webhook.Id), Guid.NewGuid(), practice.Now, TimeSpan.FromMinutes(10), Cancellation));
        var term = await practice.PublishedAsync(isClinical: false);
        await practice.PassAndSendAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(receiver.Changes);
        await practice.PassAndSendAsync(TimeSpan.FromMinutes(6));

        Assert.Equal([$"PUBLISHED {term.Slug}"], receiver.Lines);
    }

    [Theory, EachDatabase]
    public async Task Two_nodes_send_each_event_once_and_in_order(string database)
    {
        await using var practice = await WebhookDesk.OpenAsync(database, server);
        await using var receiver = await Receiver.StartAsync();
        await practice.MakeWebhookAsync(receiver);
        var other = await ContentHubApp.StartAsync(practice.App.Database, clock: practice.Clock, settings: WebhookDesk.Settings);
        var lines = new List<string>();

        for (var i = 0; i < 6; i++)
        {
            lines.Add($"PUBLISHED {(await practice.PublishedAsync(isClinical: false)).Slug}");
            await other.Services.GetRequiredService<SnapshotFollower>().WaitForAsync(practice.App.Current.Sequence, Cancellation);
            await Task.WhenAll(practice.App.SendDueAsync(), other.SendDueAsync());
        }

        await other.StopAsync();
        await practice.App.SendDueAsync();
        Assert.Equal(lines, receiver.Lines);
    }

    [Fact]
    public async Task One_that_does_not_answer_delays_no_other()
    {
        await using var practice = await WebhookDesk.OpenAsync("SQLite", server);
        await using var silent = await Receiver.StartAsync();
        await using var lively = await Receiver.StartAsync();
        await practice.MakeWebhookAsync(silent);
        await practice.MakeWebhookAsync(lively);
        var (release, asked, took) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        silent.Answer = (_, _) => Task.WhenAll(release.Task, Task.FromResult(asked.TrySetResult()));
        lively.Answer = (_, _) =>
        {
            if (lively.Changes.Count == 3)
            {
                took.TrySetResult();
            }

            return Task.CompletedTask;
        };

        for (var i = 0; i < 3; i++)
        {
            await practice.PublishedAsync(isClinical: false);
        }

        await Task.WhenAll(asked.Task, took.Task).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.Single(silent.Changes);
        release.SetResult();
        await practice.App.SendDueAsync();
        Assert.Equal(lively.Lines, silent.Lines);
    }
}
