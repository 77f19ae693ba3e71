namespace ContentHub.Syndication.Webhooks;

/// <summary>What becomes of an event that was not taken.</summary>
internal enum RetryVerdict
{
    /// <summary>Again at a time.</summary>
    Retry,

    /// <summary>Not again by itself: the next one is tried, so that one bad event does not keep a retraction from readers.</summary>
    GiveUp,

    /// <summary>Nothing more is sent until somebody turns the endpoint on; it keeps its place.</summary>
    Disable,
}

/// <summary>An attempt that failed.</summary>
/// <param name="Status">Null when no answer came.</param>
/// <param name="Number">From 1.</param>
/// <param name="FirstAt">When the event was first tried.</param>
/// <param name="RetryAfter">What the answer asked for; null when nothing.</param>
/// <param name="HasGivenUp">The event before it was given up as well, and none was taken since.</param>
internal sealed record FailedAttempt(int? Status, int Number, DateTimeOffset FirstAt, TimeSpan? RetryAfter, bool HasGivenUp);

/// <summary>When a failed attempt is repeated, and for how long. Pure.</summary>
internal static class RetryRules
{
    private const int Gone = 410;
    private const double Growth = 3;

    /// <summary>Part of a delay by which it may be shorter or longer, so that endpoints of one host do not come back all at once.</summary>
    private const double Jitter = 0.2;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>An endpoint that is back hears of a retraction within the hour.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly TimeSpan AskedLeast = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskedMost = TimeSpan.FromHours(24);

    /// <param name="dice">0 to 1.</param>
    /// <returns>The verdict, and when to try again where that is it.</returns>
    public static (RetryVerdict Verdict, DateTimeOffset? At) After(FailedAttempt attempt, DateTimeOffset now, TimeSpan giveUpAfter, double dice)
    {
        var end = attempt.FirstAt + giveUpAfter;
        if (attempt.Status == Gone || attempt.HasGivenUp)
        {
            return (RetryVerdict.Disable, null);
        }

        if (now >= end)
        {
            return (RetryVerdict.GiveUp, null);
        }

        var next = now + (attempt.RetryAfter is { } asked ? Bounded(asked) : DelayAfter(attempt.Number, dice));
        return (RetryVerdict.Retry, next < end ? next : end);
    }

    /// <summary>How long to wait where the answer said nothing: 5 s, three times as long each time, an hour at most; a fifth more or less.</summary>
    /// <param name="number">Of the attempt that failed, from 1.</param>
    public static TimeSpan DelayAfter(int number, double dice)
    {
        var delay = First * Math.Pow(Growth, Math.Min(number - 1, 20));
        return (delay < Longest ? delay : Longest) * (1 + (((2 * dice) - 1) * Jitter));
    }

    private static TimeSpan Bounded(TimeSpan asked) => asked < AskedLeast ? AskedLeast : asked > AskedMost ? AskedMost : asked;
}
