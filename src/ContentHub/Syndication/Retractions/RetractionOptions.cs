using System.ComponentModel.DataAnnotations;

namespace ContentHub.Syndication.Retractions;

/// <summary>What is asked of partners when something is retracted. Section <c>ContentHub:Retractions</c>.</summary>
public sealed record RetractionOptions
{
    /// <summary>From the retraction on; 1 h to 30 d. A program that asks at least daily can keep a day, and no reader should be shown a harmful text for longer.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan AcknowledgeWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long after an endpoint has taken a retraction it is sent again, until it is acknowledged; 1 min to 7 d.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan RepeatEvery { get; init; } = TimeSpan.FromHours(6);
}
