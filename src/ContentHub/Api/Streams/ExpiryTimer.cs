namespace ContentHub.Api.Streams;

/// <summary>Does something once, at a moment that may be far away.</summary>
internal sealed class ExpiryTimer : IDisposable
{
    /// <summary>Timers take no more than some weeks, and the clock may be set meanwhile.</summary>
    static readonly TimeSpan SleepMax = TimeSpan.FromHours(1);

    readonly TimeProvider _time;
    readonly DateTimeOffset _at;
    readonly Action _act;
    readonly ITimer _timer;

    ExpiryTimer(TimeProvider time, DateTimeOffset at, Action act)
    {
        (_time, _at, _act) = (time, at, act);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Look();
    }

    /// <param name="at">Null: never.</param>
    public static IDisposable? Start(TimeProvider time, DateTimeOffset? at, Action act) => at is { } moment ? new ExpiryTimer(time, moment, act) : null;

    public void Dispose() => _timer.Dispose();

    void Look()
    {
        var left = _at - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            _act();
        }
        else
        {
            // A timer may ring a little early: a sleep has at least a millisecond, so that it comes to an end.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(Math.Min(left.Ticks, SleepMax.Ticks)).TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }
}
