using ContentHub.Delivery.Licences;
using ContentHub.Delivery.Snapshot;
using ContentHub.Storage;

namespace ContentHub.Delivery;

/// <summary>
/// Keeps this node's view of what is public: loads everything once, then follows the change log. Readers take
/// <see cref="Current"/> once per request and never wait.
/// </summary>
public sealed class SnapshotFollower(PublishedReader reader, ChangeLog log, DeliveryTypes types, SiteLocales locales, TimeProvider time, ILogger<SnapshotFollower> logger) : BackgroundService
{
    /// <summary>How long to sleep when nothing wakes us: the safety net under notifications.</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _waiting = new();
    private readonly List<(long Sequence, TaskCompletionSource Reached)> _waiters = [];
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Published _current = Published.Empty(locales);
    private long _followedAt = time.GetTimestamp();
    private SnapshotLoad? _load;

    /// <summary>What is public, as this node knows it. One consistent view: keep the reference for a whole request.</summary>
    public Published Current => Volatile.Read(ref _current);

    /// <summary>Completes when everything has been loaded once; only then may readers be served.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>How far loading everything is, for people; null before it begins and when it is done.</summary>
    public string? LoadProgress => Volatile.Read(ref _load)?.Progress;

    /// <summary>How long ago the database last said that this view has everything; about a second while all is well.</summary>
    public TimeSpan BehindFor => time.GetElapsedTime(Volatile.Read(ref _followedAt));

    /// <summary>Completes when this node shows what the change with this sequence did.</summary>
    public async Task WaitForAsync(long sequence, CancellationToken cancellation)
    {
        TaskCompletionSource reached;
        lock (_waiting)
        {
            if (Current.Sequence >= sequence)
            {
                return;
            }

            reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((sequence, reached));
        }

        try
        {
            await reached.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            lock (_waiting)
            {
                _waiters.RemoveAll(waiter => waiter.Reached == reached);
            }

            throw;
        }
    }

    /// <summary>Completes when this node shows something else than <paramref name="seen"/>.</summary>
    public Task ChangedFromAsync(Published seen)
    {
        lock (_waiting)
        {
            return Current == seen ? _changed.Task : Task.CompletedTask;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!_loaded.Task.IsCompleted)
                {
                    await LoadAsync(stoppingToken);
                }

                await log.WaitForCommitAsync(Current.Sequence, PollEvery, stoppingToken);
                await AdvanceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database may be away for a while; readers keep what they have.
                logger.LogError(failure, "The snapshot could not follow the change log; trying again in {Seconds} s.", PollEvery.TotalSeconds);
                await Task.Delay(PollEvery, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var view = await reader.ReadAllAsync(
            async everything =>
            {
                var load = new SnapshotLoad(everything.Count, Read, time, logger);
                Volatile.Write(ref _load, load);
                var entries = await load.RunAsync(everything.Rows, cancellation);
                return Published.Empty(locales).Advance(everything.LogId, everything.Sequence, entries).With(LicensedPartners.Of(everything.Partners));
            },
            cancellation);
        Volatile.Write(ref _load, null);
        Show(view);
        Volatile.Write(ref _followedAt, time.GetTimestamp());
        _loaded.TrySetResult();
        logger.LogInformation("{Count} entries are public, as of change {Sequence}.", view.VariantCount, view.Sequence);
    }

    private async Task AdvanceAsync(CancellationToken cancellation)
    {
        var changes = await reader.ChangesAfterAsync(Current.Sequence, cancellation);
        if (changes.LogId != Current.LogId)
        {
            // The database was restored under us: what we hold belongs to a future that is gone.
            await LoadAsync(cancellation);
        }
        else if (changes.Sequence > Current.Sequence)
        {
            var view = Current.Advance(changes.LogId, changes.Sequence, changes.Variants.Select(v => (v.Key, v.Value is null ? null : Read(v.Value))));
            Show(changes.Partners is { } partners ? view.With(LicensedPartners.Of(partners)) : view);
        }

        Volatile.Write(ref _followedAt, time.GetTimestamp());
    }

    /// <summary>One document that cannot be read must not keep all others from readers: it is left out, and the log says which.</summary>
    private PublishedEntry? Read(PublishedRow row)
    {
        try
        {
            return types[row.Type].Read(row);
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException)
        {
            logger.LogError(fault, "Variant {VariantId} of {Type}, version {Version}, cannot be read and is not shown.", row.VariantId, row.Type, row.Version);
            return null;
        }
    }

    private void Show(Published made)
    {
        var view = made.Shown(time.GetUtcNow());
        lock (_waiting)
        {
            Volatile.Write(ref _current, view);
            foreach (var waiter in _waiters.Where(w => w.Sequence <= view.Sequence))
            {
                waiter.Reached.TrySetResult();
            }

            _waiters.RemoveAll(w => w.Sequence <= view.Sequence);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
