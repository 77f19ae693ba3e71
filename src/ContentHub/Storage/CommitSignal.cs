namespace ContentHub.Storage;

/// <summary>Wakes whoever waits for the log to grow. Any number may wait; many commits wake them once.</summary>
internal sealed class CommitSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _head;

    /// <summary>The highest sequence that was raised; 0 before the first.</summary>
    public long Head
    {
        get
        {
            lock (_gate)
            {
                return _head;
            }
        }
    }

    /// <summary>The log ends at <paramref name="sequence"/> or later.</summary>
    public void Raise(long sequence)
    {
        lock (_gate)
        {
            if (sequence <= _head)
            {
                return;
            }

            _head = sequence;
        }

        Wake();
    }

    /// <summary>The log may have grown: look.</summary>
    public void Wake()
    {
        TaskCompletionSource waited;
        lock (_gate)
        {
            waited = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waited.SetResult();
    }

    public async Task WaitAsync(long after, TimeSpan most, CancellationToken cancellation)
    {
        Task next;
        lock (_gate)
        {
            if (_head > after)
            {
                return;
            }

            next = _next.Task;
        }

        // To have waited long enough is no failure.
        await next.WaitAsync(most, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }
}
