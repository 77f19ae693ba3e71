using ContentHub.Api.Telemetry;

namespace ContentHub.Api.Streams;

/// <summary>Counts what is held open. How much may be is for the front door to say.</summary>
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
