using System.ComponentModel.DataAnnotations;

namespace ContentHub.Editorial.Schedules;

/// <summary>When what was scheduled is done. Section <c>ContentHub:Schedules</c>.</summary>
public sealed record ScheduleOptions
{
    /// <summary>How often a node looks for what is due; 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without a result another node takes over; 5 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan LeaseFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a clinical text that went out in an emergency stays out without anybody's approval; 1 h to 30 d, or 0: until
    /// somebody acts. Counts for publications from then on.
    /// </summary>
    public TimeSpan EmergencyLasts { get; init; } = TimeSpan.FromHours(72);

    internal bool HasPossibleEmergency => EmergencyLasts == TimeSpan.Zero || (EmergencyLasts >= TimeSpan.FromHours(1) && EmergencyLasts <= TimeSpan.FromDays(30));
}
