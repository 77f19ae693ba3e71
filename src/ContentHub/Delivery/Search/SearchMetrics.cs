using ContentHub.Api.Telemetry;

namespace ContentHub.Delivery.Search;

/// <summary>How much this node can search, and how far its index is behind what it shows.</summary>
internal sealed class SearchMetrics(ApiMetrics metrics, SearchFollower index, SnapshotFollower snapshot) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Meter.CreateObservableGauge("contenthub.search.documents", () => index.Documents, "{entry}", "Entries in one locale that this node's search index holds.");
        metrics.Meter.CreateObservableGauge(
            "contenthub.search.lag", () => Math.Max(0, snapshot.Current.Sequence - (index.Sequence ?? 0)), "{change}", "Changes that this node shows and its search index has not yet; all of them while there is no index.");
        metrics.Meter.CreateObservableGauge("contenthub.search.size", () => index.SizeInBytes, "By", "Of the search index on the disk.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
