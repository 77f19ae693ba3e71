namespace ContentHub.Benchmarks.Load;

/// <summary>How long answers took, in steps of two per cent from 10 µs to 10 minutes, so that a run of any length takes the same memory.</summary>
internal sealed class Latencies
{
    private const double Step = 1.02;
    private const double LeastMilliseconds = 0.01;

    private readonly long[] _counts = new long[(int)(Math.Log(600_000 / LeastMilliseconds) / Math.Log(Step)) + 2];

    public long Count => _counts.Sum(count => Interlocked.Read(ref count));

    public void Add(TimeSpan latency) => Interlocked.Increment(ref _counts[PlaceOf(latency.TotalMilliseconds)]);

    /// <summary>In milliseconds; 0 when there were none.</summary>
    /// <param name="share">0 to 1.</param>
    public double Percentile(double share)
    {
        var rest = (long)Math.Ceiling(Count * share);
        for (var place = 0; place < _counts.Length; place++)
        {
            rest -= _counts[place];
            if (rest <= 0)
            {
                return Count == 0 ? 0 : LeastMilliseconds * Math.Pow(Step, place);
            }
        }

        return double.PositiveInfinity;
    }

    private int PlaceOf(double milliseconds) =>
        Math.Clamp((int)Math.Ceiling(Math.Log(Math.Max(milliseconds, LeastMilliseconds) / LeastMilliseconds) / Math.Log(Step)), 0, _counts.Length - 1);
}
