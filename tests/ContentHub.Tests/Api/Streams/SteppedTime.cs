namespace ContentHub.Tests.Api.Streams;

/// <summary>A clock that moves only when it is told to, and rings its timers as it passes them.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : TimeProvider
{
    readonly Lock _gate = new();
    readonly List<Timer> _timers = [];
    DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var target = GetUtcNow() + by;
        while (NextUntil(target) is { } timer)
        {
            timer.Ring();
        }
    }

    /// <summary>Moves to the first timer that is due, or to the target when none is.</summary>
    Timer? NextUntil(DateTimeOffset target)
    {
        lock (_gate)
        {
            var next = _timers.Where(t => t.DueAt <= target).MinBy(t => t.DueAt);
            _now = next?.DueAt > _now ? next.DueAt.Value : next is null ? target : _now;
            next?.Schedule(next.Period);
            return next;
        }
    }

    sealed class Timer(SteppedTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? DueAt { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => callback(state);

        /// <summary>Within the clock's lock.</summary>
        public void Schedule(TimeSpan due) => DueAt = due > TimeSpan.Zero ? time._now + due : null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                Period = period;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                time._timers.Remove(this);
                time._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
