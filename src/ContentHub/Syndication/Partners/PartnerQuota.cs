using System.Collections.Concurrent;
using ContentHub.Api.Execution;
using ContentHub.Api.FrontDoor;
using ContentHub.Delivery;
using ContentHub.Storage;

namespace ContentHub.Syndication.Partners;

/// <summary>
/// How much a partner may ask, by the minute and by the day (UTC). The minute is counted by each node; the day by all of them together, through the
/// database, where a node adds what it has answered every few seconds: so near the limit some more may pass than it says.
/// </summary>
internal sealed class PartnerQuota(SnapshotFollower follower, PartnerUses uses, TimeProvider time, ILogger<PartnerQuota> logger) : BackgroundService, IRequestStart
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Counter> _counters = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _usedKeys = new();

    public RequestStage Stage => RequestStage.Quota;

    public ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var caller = CallerContext.Of(userContext);
        if (caller.PartnerId is not { } id || follower.Current.Partners.Find(id) is not { } partner)
        {
            return ValueTask.CompletedTask;
        }

        var now = time.GetUtcNow();
        var counter = _counters.GetOrAdd(id, _ => new(time));
        var minute = counter.TakeOfMinute(partner.PerMinute);
        var left = minute.IsGranted ? counter.TakeOfDay(DayOf(now), partner.PerDay) : counter.LeftOfDay(DayOf(now), partner.PerDay);
        if (caller.PartnerKeyId is { } keyId)
        {
            _usedKeys[keyId] = now;
        }

        RateLimits.Tell(http, "partner", partner.PerMinute, TimeSpan.FromMinutes(1), minute.Remaining, minute.FullIn);
        RateLimits.Tell(http, "partner-day", partner.PerDay, TimeSpan.FromDays(1), Math.Max(0, left), UntilMidnight(now));
        return minute.IsGranted
            ? left >= 0 ? ValueTask.CompletedTask : throw RateLimits.Refusal($"This is more than your {partner.PerDay} requests a day; the next day begins at midnight UTC.", RateLimits.Seconds(UntilMidnight(now)))
            : throw RateLimits.Refusal($"Too many requests from you: there are {partner.PerMinute} a minute.", RateLimits.Seconds(minute.RetryAfter));
    }

    /// <summary>Writes down what was counted since the last time.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        foreach (var (id, counter) in _counters)
        {
            if (counter.TakeUnwritten(DayOf(time.GetUtcNow())) is not var (day, requests))
            {
                continue;
            }

            try
            {
                counter.Written(day, await uses.AddAsync(id, day, requests, cancellation));
            }
            catch
            {
                counter.GiveBack(day, requests);
                throw;
            }
        }

        foreach (var key in _usedKeys.Keys.ToList())
        {
            if (_usedKeys.TryRemove(key, out var at))
            {
                await uses.UsedAsync(key, at, cancellation);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(WriteEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // Also what was counted last before the stop.
                await WriteAsync(CancellationToken.None);
            }
            catch (Exception failure)
            {
                logger.LogError(failure, "What partners asked could not be written down; trying again in {Seconds} s.", WriteEvery.TotalSeconds);
            }
        }
    }

    private static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    private static TimeSpan UntilMidnight(DateTimeOffset now) => now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime;

    /// <summary>What one partner asked of this node.</summary>
    private sealed class Counter(TimeProvider time)
    {
        private readonly Lock _gate = new();
        private QuotaTable? _minute;
        private DateOnly _day;

        // Of this node, not yet in the database; and of all nodes, as last read from there.
        private long _unwritten;
        private long _written;

        public Quota TakeOfMinute(int perMinute)
        {
            lock (_gate)
            {
                if (_minute?.PerMinute != perMinute)
                {
                    _minute = new(perMinute, 1, time);
                }

                return _minute.Take(0);
            }
        }

        /// <returns>How many are left; negative: none was.</returns>
        public long TakeOfDay(DateOnly day, int perDay)
        {
            lock (_gate)
            {
                var left = LeftOf(day, perDay);
                if (left > 0)
                {
                    _unwritten++;
                }

                return left - 1;
            }
        }

        public long LeftOfDay(DateOnly day, int perDay)
        {
            lock (_gate)
            {
                return LeftOf(day, perDay);
            }
        }

        /// <summary>What is to be added to the database; of today also nothing, to learn what the others have counted.</summary>
        public (DateOnly Day, long Requests)? TakeUnwritten(DateOnly today)
        {
            lock (_gate)
            {
                if (_unwritten == 0 && _day != today)
                {
                    return null;
                }

                var taken = (_day, _unwritten);
                (_written, _unwritten) = (_written + _unwritten, 0);
                return taken;
            }
        }

        public void Written(DateOnly day, long all)
        {
            lock (_gate)
            {
                if (day == _day)
                {
                    _written = Math.Max(all, _written);
                }
            }
        }

        public void GiveBack(DateOnly day, long requests)
        {
            lock (_gate)
            {
                if (day == _day)
                {
                    (_written, _unwritten) = (_written - requests, _unwritten + requests);
                }
            }
        }

        private long LeftOf(DateOnly day, int perDay)
        {
            if (day != _day)
            {
                // What was left to write of yesterday belongs to a day that nobody counts any more.
                (_day, _unwritten, _written) = (day, 0, 0);
            }

            return perDay - _written - _unwritten;
        }
    }
}
