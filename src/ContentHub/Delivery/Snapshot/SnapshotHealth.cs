using System.Globalization;
using ContentHub.Api.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ContentHub.Delivery.Snapshot;

/// <summary>
/// Whether this node shows what is public. It asks the follower, which asks the database once a second anyway, so that probes
/// cost nothing however many come.
/// </summary>
/// <remarks>
/// A database that went away makes no node unready at once: all nodes share it, and readers would lose what every node has in memory.
/// </remarks>
internal sealed class SnapshotHealth(SnapshotFollower follower, IOptions<HealthOptions> options) : IHealthCheck
{
    /// <summary>The follower asks every second; a slow answer is not a missing one.</summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!follower.Loaded.IsCompletedSuccessfully)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(follower.LoadProgress is { } progress ? $"loading what is public: {progress}" : "loading what is public"));
        }

        var behind = follower.BehindFor;
        var silence = string.Create(CultureInfo.InvariantCulture, $"the database has not answered for {behind.TotalSeconds:F0} s; readers are served from memory, editors are not");
        return Task.FromResult(
            behind > options.Value.BehindMost ? HealthCheckResult.Unhealthy(silence)
            : behind > SilentAfter ? HealthCheckResult.Degraded(silence)
            : HealthCheckResult.Healthy("follows the change log"));
    }
}
