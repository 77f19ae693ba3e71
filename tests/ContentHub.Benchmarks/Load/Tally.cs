using System.Collections.Concurrent;
using System.Globalization;

namespace ContentHub.Benchmarks.Load;

/// <summary>What came of all that was asked.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, Latencies> _latencies = new();
    private readonly ConcurrentDictionary<string, int> _errors = new();
    private readonly ConcurrentDictionary<string, string> _examples = new();
    private long _answers;

    public long Answers => Interlocked.Read(ref _answers);

    public int ErrorCount => _errors.Values.Sum();

    public void Answered(string kind, TimeSpan latency)
    {
        Interlocked.Increment(ref _answers);
        _latencies.GetOrAdd(kind, _ => new()).Add(latency);
    }

    /// <param name="what">Few different ones; the example tells the rest.</param>
    public void Failed(string kind, string what, string example)
    {
        var error = $"{kind}: {what}";
        _errors.AddOrUpdate(error, 1, (_, count) => count + 1);
        _examples.TryAdd(error, example.Length > 500 ? example[..500] : example);
    }

    public IEnumerable<string> Lines()
    {
        foreach (var (kind, latencies) in _latencies.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{kind,-24} {latencies.Count,9} answers   p50 {latencies.Percentile(0.5),8:f2} ms   p90 {latencies.Percentile(0.9),8:f2} ms   p99 {latencies.Percentile(0.99),8:f2} ms   p99.9 {latencies.Percentile(0.999),8:f2} ms   slowest {latencies.Percentile(1),8:f2} ms");
        }

        foreach (var (error, count) in _errors.OrderByDescending(e => e.Value))
        {
            yield return $"ERROR {count} × {error}; for example {_examples[error]}";
        }
    }
}
