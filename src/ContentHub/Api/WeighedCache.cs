using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ContentHub.Api;

/// <summary>
/// What was found once, until all of it weighs too much; then it is forgotten and found again, which is simpler than to know what is used least. For any
/// number of threads.
/// </summary>
/// <param name="weightMax">Of all together, in whichever unit; what weighs more by itself is not kept.</param>
internal sealed class WeighedCache<TKey, TValue>(long weightMax)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, long Weight)> _kept = new();
    private readonly Lock _keeping = new();
    private long _weight;

    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isKnown = _kept.TryGetValue(key, out var known);
        value = known.Value;
        return isKnown;
    }

    /// <summary>In place of what was kept under the key.</summary>
    public void Keep(TKey key, TValue value, long weight)
    {
        if (weight > weightMax)
        {
            return;
        }

        lock (_keeping)
        {
            _weight += weight - (_kept.TryGetValue(key, out var before) ? before.Weight : 0);
            if (_weight > weightMax)
            {
                _kept.Clear();
                _weight = weight;
            }

            _kept[key] = (value, weight);
        }
    }
}
