using System.Threading.RateLimiting;

namespace ContentHub.Api.FrontDoor;

/// <summary>How an attempt to be let in ended.</summary>
internal enum Entry
{
    Granted,
    AddressIsFull,
    ServerIsFull,
}

/// <summary>Lets so many in at once; some more wait a moment.</summary>
/// <param name="max">At least 1.</param>
/// <param name="waitingMax">How many may wait.</param>
/// <param name="perAddressMax">0: as many as come.</param>
/// <param name="delay">Of threads.</param>
internal sealed class Lane(int max, int waitingMax, int perAddressMax, ThreadDelay delay) : IDisposable
{
    /// <summary>Longer makes no sense: by then whoever waits has gone or asks again.</summary>
    static readonly TimeSpan WaitMost = TimeSpan.FromSeconds(1);

    readonly AddressCounts _addresses = new(perAddressMax);
    readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = max, QueueLimit = waitingMax });

    /// <summary>Whether the next one would have to wait.</summary>
    public bool IsFull => _limiter.GetStatistics() is { CurrentAvailablePermits: 0 };

    /// <param name="address">Null: not counted.</param>
    /// <param name="work">What is done once inside, with <paramref name="argument"/>.</param>
    /// <exception cref="OperationCanceledException">Whoever asked has gone.</exception>
    public async ValueTask<Entry> RunAsync<T>(ClientAddress? address, Func<T, Task> work, T argument, CancellationToken cancellation)
    {
        if (address is { } entering && !_addresses.TryEnter(entering))
        {
            return Entry.AddressIsFull;
        }

        try
        {
            using var lease = await EnterAsync(cancellation);
            if (lease is not { IsAcquired: true })
            {
                return Entry.ServerIsFull;
            }

            // Those who give way are counted as inside, so that floods of what takes long meet the limits.
            if (delay.IsLong)
            {
                await Task.Yield();
            }

            await work(argument);
            return Entry.Granted;
        }
        finally
        {
            if (address is { } leaving)
            {
                _addresses.Leave(leaving);
            }
        }
    }

    public void Dispose() => _limiter.Dispose();

    /// <returns>Null when the wait was in vain.</returns>
    async ValueTask<RateLimitLease?> EnterAsync(CancellationToken cancellation)
    {
        var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        wait.CancelAfter(WaitMost);
        try
        {
            return await _limiter.AcquireAsync(1, wait.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
