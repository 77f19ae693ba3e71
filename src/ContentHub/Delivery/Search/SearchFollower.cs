using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Delivery.Search;

/// <summary>
/// Keeps this node's search index: opens the one from before, or builds it anew where there is none, it is damaged, or of another log or
/// form; then follows the snapshot. Readers of everything else never wait for it.
/// </summary>
public sealed class SearchFollower(SnapshotFollower snapshot, IOptions<DatabaseOptions> database, TimeProvider time, ILogger<SearchFollower> logger) : BackgroundService
{
    /// <summary>A commit waits for the disk; after a kill, what came since the last is written again.</summary>
    private static readonly TimeSpan CommitAfter = TimeSpan.FromSeconds(5);

    private const int CommitAtDocuments = 1000;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>How long a search waits for what was published the moment before.</summary>
    private static readonly TimeSpan WaitMost = TimeSpan.FromSeconds(2);

    private readonly Lock _changing = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SearchFolder? _folder;
    private SearchIndex? _index;

    /// <summary>Completes when searches are answered for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Up to here the log is in the index; null while there is none.</summary>
    internal long? Sequence => _index?.Moment.Sequence;

    /// <summary>Entries that had to be written when the index was last opened; all of them when it was built anew.</summary>
    internal int Written { get; private set; }

    internal long SizeInBytes => _folder?.SizeInBytes() ?? 0;

    internal int Documents => _index?.Moment.Reader.NumDocs ?? 0;

    /// <summary>The index, at the view's place in the log or beyond it. To be disposed of.</summary>
    /// <returns>Null where there is none yet, or it is behind and stays so.</returns>
    internal SearchMoment? MomentFor(Published view)
    {
        if (HeldAt(view) is { } current)
        {
            return current;
        }

        if (_index is null || !_changing.TryEnter(WaitMost))
        {
            return null;
        }

        try
        {
            // A publication has just been shown: whoever searches first brings it in, so that nobody reads an index that is behind.
            if (_index is { } index && index.Moment.IsBehind(view))
            {
                index.Advance(snapshot.Current, CancellationToken.None);
            }

            return HeldAt(view);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The follower meets the same fault, and opens the index again.
            logger.LogError(failure, "The search index could not follow.");
            return null;
        }
        finally
        {
            _changing.Exit();
        }
    }

    private SearchMoment? HeldAt(Published view) => _index?.Moment is { } moment && moment.LogId == view.LogId && !moment.IsBehind(view) && moment.TryHold() ? moment : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAny(snapshot.Loaded, Task.Delay(Timeout.Infinite, stoppingToken));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Factory.StartNew(() => Open(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                await FollowAsync(stoppingToken);
                Close();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                logger.LogError(failure, "The search index cannot be used; it is opened again in {Seconds} s.", AgainAfter.TotalSeconds);
                Close();
                await Task.Delay(AgainAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Close(commits: true);
    }

    private void Open(CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var view = snapshot.Current;
        _folder ??= SearchFolder.Take(database.Value.Data);
        if (_folder.Fault(view.LogId) is { } fault)
        {
            logger.LogWarning("The search index is built anew: {Fault}.", fault);
            _folder.Empty();
        }

        var index = new SearchIndex(_folder.Path);
        try
        {
            Written = index.Advance(view, stopping);
            logger.LogInformation(
                "{Count} entries can be searched, {New} of them written now, in {Milliseconds:F0} ms.", index.Moment.Reader.NumDocs, Written, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch
        {
            index.Dispose();
            throw;
        }

        lock (_changing)
        {
            _index = index;
        }

        _ready.TrySetResult();
        if (index.Uncommitted > 0)
        {
            index.Commit();
        }
    }

    /// <summary>Until the log is another: the database was restored under us, and versions of another log are other texts.</summary>
    private async Task FollowAsync(CancellationToken stopping)
    {
        var index = _index ?? throw new InvalidOperationException("There is no search index.");
        long? uncommittedSince = null;
        for (var shown = snapshot.Current; shown.LogId == index.Moment.LogId; shown = await NextAsync(shown, uncommittedSince, stopping))
        {
            lock (_changing)
            {
                if (index.Moment.IsBehind(shown))
                {
                    index.Advance(shown, stopping);
                }
            }

            uncommittedSince = index.Uncommitted == 0 ? null : uncommittedSince ?? time.GetTimestamp();
            if (index.Uncommitted >= CommitAtDocuments || (uncommittedSince is { } since && time.GetElapsedTime(since) >= CommitAfter))
            {
                Commit(index);
                uncommittedSince = null;
            }
        }
    }

    /// <summary>The next view that is shown, or the same once a commit is due.</summary>
    private async Task<Published> NextAsync(Published shown, long? uncommittedSince, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var left = uncommittedSince is { } since ? CommitAfter - time.GetElapsedTime(since) : Timeout.InfiniteTimeSpan;
        await Task.WhenAny(snapshot.ChangedFromAsync(shown), Task.Delay(left < TimeSpan.Zero && left != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : left, time, patience.Token));
        await patience.CancelAsync();
        stopping.ThrowIfCancellationRequested();
        return snapshot.Current;
    }

    private void Commit(SearchIndex index)
    {
        lock (_changing)
        {
            index.Commit();
        }
    }

    private void Close(bool commits = false)
    {
        lock (_changing)
        {
            var index = _index;
            _index = null;
            if (index is not null)
            {
                try
                {
                    if (commits && index.Uncommitted > 0)
                    {
                        index.Commit();
                    }
                }
                catch (Exception failure) when (failure is not OutOfMemoryException)
                {
                    logger.LogWarning(failure, "The search index was not committed; it catches up at the next start.");
                }
                finally
                {
                    index.Dispose();
                }
            }
        }
    }

    public override void Dispose()
    {
        Close();
        _folder?.Dispose();
        base.Dispose();
    }
}
