using ContentHub.Api.Telemetry;
using ContentHub.Storage;

namespace ContentHub.Delivery.Snapshot;

/// <summary>How much this node shows, and how far behind the log it is.</summary>
internal sealed class SnapshotMetrics(ApiMetrics metrics, SnapshotFollower follower, ChangeLog log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Meter.CreateObservableGauge("contenthub.snapshot.sequence", () => follower.Current.Sequence, "{change}", "The last change that readers of this node see.");
        metrics.Meter.CreateObservableGauge("contenthub.snapshot.entries", () => follower.Current.VariantCount, "{entry}", "Entries in one locale that readers of this node can see.");
        metrics.Meter.CreateObservableGauge(
            "contenthub.snapshot.lag", () => Math.Max(0, log.KnownHead - follower.Current.Sequence), "{change}", "Changes that this node has heard of and does not show yet.");
        metrics.Meter.CreateObservableGauge("contenthub.snapshot.age", () => follower.BehindFor.TotalSeconds, "s", "Since this node last heard from the database that it shows everything.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
