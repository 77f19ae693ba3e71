using System.Globalization;
using ContentHub.Api.Errors;
using ContentHub.Storage;

namespace ContentHub.Editorial.Schedules;

/// <summary>When an act may be scheduled, and when it is late. Pure.</summary>
public static class ScheduleRules
{
    /// <summary>Nobody remembers what was planned longer ago; longer than that is a mistyped year.</summary>
    public const int AheadMostDays = 366;

    /// <summary>A moment is to the minute; what takes longer was missed.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(1);

    /// <summary>How long Editors are told that something was done late.</summary>
    public static readonly TimeSpan ToldFor = TimeSpan.FromDays(7);

    /// <returns>Why nothing can be scheduled for then; null when it can.</returns>
    public static ValidationError? FaultOf(DateTimeOffset at, DateTimeOffset now) => at <= now
        ? new($"The time to schedule for must be to come; it is {Words(now)} now. Leave `at` out to do it at once.", ErrorCode.Invalid, ["input", "at"])
        : at > now.AddDays(AheadMostDays)
            ? new($"At most {AheadMostDays} days ahead: until {Words(now.AddDays(AheadMostDays))}.", ErrorCode.Invalid, ["input", "at"])
            : null;

    public static bool IsLate(ScheduledAct act, DateTimeOffset now) => act.State switch
    {
        ScheduledState.Waiting => now - act.At > LateAfter,
        ScheduledState.Done => act.SettledAt - act.At > LateAfter,
        ScheduledState.Refused => true,
        _ => false,
    };

    /// <summary>What the log says of an act that the schedule did: for when, how late, and what was said with it.</summary>
    public static string ReasonOf(ScheduledAct act, DateTimeOffset now)
    {
        var late = now - act.At > LateAfter ? $", late at {Words(now)}" : "";
        return $"By the schedule, as asked for {Words(act.At)}{late}{With(act.Note)}";
    }

    /// <summary>What the log says of a plan.</summary>
    public static string PlanOf(ScheduledKind kind, DateTimeOffset at, string? note, bool isRelease) => kind switch
    {
        ScheduledKind.Publish => $"To be published {(isRelease ? "in a release " : "")}at {Words(at)}{With(note)}",
        ScheduledKind.Unpublish => $"To be unpublished at {Words(at)}{With(note)}",
        _ => throw new InvalidOperationException($"Nobody schedules {kind}."),
    };

    /// <summary>UTC, to the second, as the log keeps it for every reader alike.</summary>
    public static string Words(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string With(string? note) => string.IsNullOrWhiteSpace(note) ? "." : $". {note}";
}
