using ContentHub.Api.Telemetry;

namespace ContentHub.Api.Streams;

/// <summary>How many streams are open, for those who watch the server. The front door decides how many may be.</summary>
internal sealed class OpenStreams
{
    int _count;

    public OpenStreams(ApiMetrics metrics) =>
        metrics.Meter.CreateObservableUpDownCounter("contenthub.streams.open", () => Count, "{stream}", "WebSockets and event streams that are open.");

    public int Count => Volatile.Read(ref _count);

    /// <returns>To be disposed when the stream has ended.</returns>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _count);
        return new Place(this);
    }

    sealed class Place(OpenStreams streams) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref streams._count);
    }
}
