namespace ContentHub.Api.FrontDoor;

/// <summary>What became of a request's share.</summary>
/// <param name="Remaining">How many more would be granted at once.</param>
/// <param name="FullIn">When all of the quota is there again.</param>
/// <param name="RetryAfter">When the next one is granted; zero when this one was.</param>
internal readonly record struct Quota(bool IsGranted, int Remaining, TimeSpan FullIn, TimeSpan RetryAfter);

/// <summary>
/// What clients have left of a quota that refills evenly (the generic cell rate algorithm of ATM Forum's traffic management 4.0:
/// a client is one number, the moment at which its quota is full again).
/// </summary>
/// <remarks>
/// The table has a fixed size, so no flood of addresses makes it grow. The framework's partitioned limiter keeps an object with a queue per
/// address until that has been idle, which an attacker with a network of IPv6 decides. The price: two clients may share a
/// place. Among a thousand at once that is about one in 260, and they feel it only when both come near their limit.
/// </remarks>
/// <param name="perMinute">At least 1; all of it may be taken at once.</param>
/// <param name="places">Of 8 bytes each.</param>
internal sealed class QuotaTable(int perMinute, int places, TimeProvider time)
{
    readonly long[] _fullAt = new long[places];
    readonly long _minute = time.TimestampFrequency * 60;

    public int PerMinute => perMinute;

    /// <param name="client">Its hash.</param>
    public Quota Take(int client)
    {
        ref var fullAt = ref _fullAt[(uint)client % (uint)_fullAt.Length];
        var share = _minute / perMinute;
        while (true)
        {
            var seen = Volatile.Read(ref fullAt);
            var now = time.GetTimestamp();
            var taken = Math.Max(seen - now, 0) + share;
            if (taken > _minute)
            {
                return new(false, 0, Span(taken - share), Span(taken - _minute));
            }

            if (Interlocked.CompareExchange(ref fullAt, now + taken, seen) == seen)
            {
                return new(true, (int)((_minute - taken) / share), Span(taken), TimeSpan.Zero);
            }
        }
    }

    TimeSpan Span(long timestamps) => time.GetElapsedTime(0, timestamps);
}
