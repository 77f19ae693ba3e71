using ContentHub.Delivery;
using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Syndication.Webhooks;

/// <summary>
/// Looks which endpoints have something waiting, and gives each a turn of its own, so that none waits for another. On every node: a lease in the
/// endpoint's row says which one sends. Those that are failing have places of their own, so that they never take those of the others.
/// </summary>
internal sealed class WebhookWorker(WebhookRows rows, WebhookTurn turn, RetractionsByWebhook retractions, SnapshotFollower follower, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookWorker> logger) : BackgroundService
{
    private const int ForgottenAtOnce = 1_000;

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly Guid _node = Guid.NewGuid();
    private readonly SemaphoreSlim _look = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (Task Task, bool IsFailing)> _running = [];
    private readonly Dictionary<Guid, LogPlace> _looked = [];
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _forgotAt;

    /// <summary>Something may be waiting that no commit tells of.</summary>
    public void Wake()
    {
        TaskCompletionSource waited;
        lock (_gate)
        {
            waited = _wake;
            _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waited.TrySetResult();
    }

    /// <summary>Sends all that is due now, and returns when each endpoint has taken it or failed.</summary>
    public async Task RunDueAsync(CancellationToken cancellation)
    {
        while (await LookAsync(cancellation))
        {
            Task[] running;
            lock (_gate)
            {
                running = [.. _running.Values.Select(r => r.Task)];
            }

            await Task.WhenAll(running).WaitAsync(cancellation);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _look.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await follower.Loaded.WaitAsync(stoppingToken);
        var isFailing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            Task woken;
            lock (_gate)
            {
                woken = _wake.Task;
            }

            var view = follower.Current;
            try
            {
                await LookAsync(stoppingToken);
                await ForgetAsync(stoppingToken);
                isFailing = false;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isFailing)
                {
                    logger.LogError(failure, "Events cannot be sent to partners now; trying again every {Seconds} s.", options.Value.LookEvery.TotalSeconds);
                }

                isFailing = true;
            }

            await Task.WhenAny(isFailing ? Task.Delay(Timeout.Infinite, stoppingToken) : Task.WhenAny(woken, follower.ChangedFromAsync(view)), Task.Delay(options.Value.LookEvery, stoppingToken));
        }

        Task[] left;
        lock (_gate)
        {
            left = [.. _running.Values.Select(r => r.Task)];
        }

        // Each writes down what was delivered and lets go of its endpoint.
        await Task.WhenAll(left);
    }

    /// <returns>Whether anything is being sent.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        await _look.WaitAsync(cancellation);
        try
        {
            var ready = await rows.ReadyAsync(_node, time.GetUtcNow(), cancellation);
            if (ready.Count == 0)
            {
                return false;
            }

            await retractions.RemindAsync(ready, cancellation);
            var view = follower.Current;
            var replays = (await rows.ReplaysAsync(cancellation)).DistinctBy(r => r.WebhookId).ToDictionary(r => r.WebhookId);
            var isAny = false;
            foreach (var webhook in ready)
            {
                isAny |= Begin(webhook, replays.GetValueOrDefault(webhook.Id), view, cancellation);
            }

            return isAny;
        }
        finally
        {
            _look.Release();
        }
    }

    /// <returns>Whether it has a turn.</returns>
    private bool Begin(Webhook webhook, WebhookReplay? replay, Published view, CancellationToken cancellation)
    {
        var isFailing = webhook.State is WebhookState.Failing;
        lock (_gate)
        {
            LogPlace? looked = _looked.TryGetValue(webhook.Id, out var found) ? found : null;
            var place = looked > webhook.Place ? looked.Value : webhook.Place;
            if (_running.ContainsKey(webhook.Id))
            {
                return true;
            }

            if ((place.Sequence >= view.Sequence && place.Position == 0 && replay is null && !isFailing) || _running.Values.Count(r => r.IsFailing == isFailing) >= options.Value.Concurrency)
            {
                return false;
            }

            // Its end takes it out again, which waits for this lock.
            _running[webhook.Id] = (Task.Run(() => RunAsync(webhook, replay, looked, cancellation), CancellationToken.None), isFailing);
            return true;
        }
    }

    private async Task RunAsync(Webhook webhook, WebhookReplay? replay, LogPlace? looked, CancellationToken cancellation)
    {
        LogPlace? nothingUpTo = null;
        try
        {
            nothingUpTo = await turn.RunAsync(webhook, replay, looked, _node, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was delivered is written down.
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "A turn at endpoint {WebhookId} ended early; its lease runs out, then a node goes on.", webhook.Id);
            await Task.Delay(options.Value.LookEvery, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(webhook.Id);
                if (nothingUpTo is { } place)
                {
                    _looked[webhook.Id] = place;
                }
                else
                {
                    _looked.Remove(webhook.Id);
                }
            }

            if (nothingUpTo is null || nothingUpTo.Value.Sequence < follower.Current.Sequence)
            {
                Wake();
            }
        }
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now - _forgotAt < ForgetEvery)
        {
            return;
        }

        _forgotAt = now;
        while (await rows.ForgetAsync(now - options.Value.KeepFor, WebhookEvents.Always.ToString(), ForgottenAtOnce, cancellation) == ForgottenAtOnce)
        {
            // Some at a time, so that acts come in between.
        }
    }
}
