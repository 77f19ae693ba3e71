using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ContentHub.Api.Telemetry;

namespace ContentHub.Syndication.Webhooks;

/// <summary>What this node measures of its deliveries. No label names an endpoint: a partner's address may hold what is its own business.</summary>
internal sealed class WebhookMetrics
{
    private readonly TimeProvider _time;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _waiting = new();

    public WebhookMetrics(ApiMetrics metrics, TimeProvider time)
    {
        _time = time;
        _attempts = metrics.Meter.CreateCounter<long>("contenthub.webhooks.attempts", "{attempt}", "Events sent to partners' endpoints, by outcome: delivered, failed (tried again), given_up, disabled.");
        _duration = metrics.Meter.CreateHistogram<double>("contenthub.webhooks.duration", "s", "From sending an event to its answer.", advice: new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15] });
        metrics.Meter.CreateObservableGauge("contenthub.webhooks.lag", () => Lag.TotalSeconds, "s", "Age of the oldest event that this node has not yet delivered to an endpoint that it was at.");
        metrics.Meter.CreateObservableGauge("contenthub.webhooks.failing", () => _waiting.Count, "{endpoint}", "Endpoints that did not take the last event that this node sent.");
    }

    public TimeSpan Lag => _waiting.IsEmpty ? TimeSpan.Zero : _time.GetUtcNow() - _waiting.Values.Min();

    /// <param name="at">When the event happened.</param>
    public void Attempted(Guid webhookId, RetryVerdict? verdict, TimeSpan duration, DateTimeOffset at)
    {
        _duration.Record(duration.TotalSeconds);
        _attempts.Add(1, new KeyValuePair<string, object?>("outcome", verdict switch
        {
            null => "delivered",
            RetryVerdict.Retry => "failed",
            RetryVerdict.GiveUp => "given_up",
            RetryVerdict.Disable => "disabled",
            _ => throw new InvalidOperationException($"Unknown verdict {verdict}."),
        }));
        if (verdict is RetryVerdict.Retry)
        {
            _waiting[webhookId] = at;
        }
        else
        {
            _waiting.TryRemove(webhookId, out _);
        }
    }
}
