using System.ComponentModel.DataAnnotations;

namespace ContentHub.Api.Health;

/// <summary>What <c>/health/ready</c> tells load balancers. Section <c>ContentHub:Health</c>.</summary>
public sealed record HealthOptions
{
    /// <summary>
    /// How long a node that cannot ask the database for news goes on taking readers, 1 s to 24 h. They are served from memory
    /// meanwhile; after it they could miss a retraction that other nodes show.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "ContentHub:Health:BehindMost is 00:00:01 to 1.00:00:00.")]
    public TimeSpan BehindMost { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long to go on answering after the order to stop, 0 to 60 s, while <c>/health/ready</c> already says no: a little more than
    /// the load balancer's probes are apart.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "ContentHub:Health:DrainFor is 00:00:00 to 00:01:00.")]
    public TimeSpan DrainFor { get; init; }
}
