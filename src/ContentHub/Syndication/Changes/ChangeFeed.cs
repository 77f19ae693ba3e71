using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Delivery.Licences;
using ContentHub.Storage;

namespace ContentHub.Syndication.Changes;

/// <summary>
/// The change log as readers may know it, as an ordered sequence that anybody can follow from any place. This node reads each
/// change once for all who are up to date; who is behind reads from the database until they are. A change is told when this
/// node's readers see it, not before.
/// </summary>
public sealed class ChangeFeed(PublicChangeReader reader, SnapshotFollower follower, ILogger<ChangeFeed> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RecentChanges _recent = new(Guid.Empty, 0, 0, []);

    /// <summary>Where the log ends, as far as this node's readers know.</summary>
    public async Task<ChangeCursor> EndAsync(CancellationToken cancellation)
    {
        await _started.Task.WaitAsync(cancellation);
        var view = follower.Current;
        return new(view.LogId, view.Sequence);
    }

    /// <exception cref="RequestError">It is no cursor, or there is no such place in this log.</exception>
    public async Task<ChangeCursor> PlaceOfAsync(string text, CancellationToken cancellation)
    {
        if (!ChangeCursor.TryParse(text, out var cursor))
        {
            throw new RequestError("INVALID_CURSOR", "`after` is no cursor of a change; pass one as it was received.");
        }

        var end = await EndAsync(cancellation);

        // Another node may be ahead of this one, and its subscriber come here next.
        if (cursor.LogId != end.LogId || (cursor.Sequence > end.Sequence && cursor.Sequence > await reader.HeadAsync(cancellation)))
        {
            throw InvalidCursor();
        }

        return cursor;
    }

    /// <summary>Everything behind a place, in order, none left out and none twice; then what happens from now on.</summary>
    /// <exception cref="RequestError">The log is not the one that the place is in, or not any more.</exception>
    public async IAsyncEnumerable<PublicChange> FollowAsync(ChangeCursor start, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await _started.Task.WaitAsync(cancellation);
        var sequence = start.Sequence;
        while (true)
        {
            await WaitBehindAsync(start with { Sequence = sequence }, cancellation);
            var batch = await ReadAsync(start.LogId, sequence, cancellation);
            foreach (var change in batch.Changes)
            {
                yield return change;
            }

            sequence = batch.Through;
        }
    }

    /// <summary>The next stretch behind a sequence; empty at the end.</summary>
    /// <exception cref="RequestError">The log is not the one that was asked for.</exception>
    public async Task<ChangeBatch> ReadAsync(Guid logId, long after, CancellationToken cancellation)
    {
        var recent = Volatile.Read(ref _recent);
        if (recent.LogId != logId)
        {
            throw InvalidCursor();
        }

        return after >= recent.After ? recent.Behind(after) : await reader.ReadAsync(logId, after, recent.Through, cancellation);
    }

    /// <summary>The next stretch behind a sequence, for readers of one view: nothing that the view does not show yet.</summary>
    /// <param name="through">The view's sequence.</param>
    /// <param name="isCompact">Only the newest change of each text.</param>
    public Task<ChangeBatch> ReadAsync(Guid logId, long after, long through, bool isCompact, CancellationToken cancellation)
    {
        var recent = Volatile.Read(ref _recent);
        return !isCompact && recent.LogId == logId && recent.After <= after && recent.Through >= through
            ? Task.FromResult(recent.Behind(after).Up(through))
            : reader.ReadAsync(logId, after, through, cancellation, isCompact);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await follower.Loaded.WaitAsync(stoppingToken);
        while (true)
        {
            var view = follower.Current;
            try
            {
                await AdvanceAsync(view, stoppingToken);
                await follower.ChangedFromAsync(view).WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogError(failure, "The change feed could not be read; trying again in {Seconds} s.", RetryAfter.TotalSeconds);
                await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Waits until this node's readers see more than a place in the log, or partners may take something else.</summary>
    /// <exception cref="RequestError">The log is not the one that the place is in, or not any more.</exception>
    public async Task<Published> MoreAsync(ChangeCursor cursor, LicensedPartners known, CancellationToken cancellation)
    {
        await _started.Task.WaitAsync(cancellation);
        while (true)
        {
            var view = follower.Current;
            if (view.LogId != cursor.LogId)
            {
                throw InvalidCursor();
            }

            if (view.Partners != known || view.Sequence > cursor.Sequence || (view.Sequence == cursor.Sequence && cursor.Position > 0))
            {
                return view;
            }

            await follower.ChangedFromAsync(view).WaitAsync(cancellation);
        }
    }

    private async Task AdvanceAsync(Published view, CancellationToken cancellation)
    {
        if (view.LogId != _recent.LogId)
        {
            // At the start, or the database was restored under us.
            Show(new(view.LogId, view.Sequence, view.Sequence, ImmutableArray<PublicChange>.Empty), isNews: true);
            _started.TrySetResult();
        }

        while (_recent.Through < view.Sequence)
        {
            var batch = await reader.ReadAsync(view.LogId, _recent.Through, view.Sequence, cancellation);
            Show(_recent.With(batch), isNews: batch.Changes.Count > 0);
        }
    }

    private void Show(RecentChanges recent, bool isNews)
    {
        lock (_gate)
        {
            Volatile.Write(ref _recent, recent);
            if (isNews)
            {
                _next.SetResult();
                _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private Task WaitBehindAsync(ChangeCursor cursor, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var isBehind = _recent.LogId == cursor.LogId && _recent.Through <= cursor.Sequence;
            return isBehind ? _next.Task.WaitAsync(cancellation) : Task.CompletedTask;
        }
    }

    private static RequestError InvalidCursor() =>
        new("INVALID_CURSOR", "`after` is no place in this change log; the database may have been restored. Fill your copy anew, then follow from there.");
}
