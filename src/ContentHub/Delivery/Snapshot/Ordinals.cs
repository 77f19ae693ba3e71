using System.Collections.Concurrent;

namespace ContentHub.Delivery.Snapshot;

/// <summary>Small numbers for ids, each given once and never taken back: what is kept per entry is kept in arrays. Previews number their drafts here too, at any time.</summary>
internal sealed class Ordinals
{
    private readonly ConcurrentDictionary<Guid, int> _numbers = new();
    private readonly Lock _numbering = new();
    private int _next;

    /// <summary>Its number; -1 when it has none yet.</summary>
    public int Find(Guid id) => _numbers.TryGetValue(id, out var number) ? number : -1;

    /// <summary>Its number, given now when it has none yet.</summary>
    public int Of(Guid id)
    {
        if (_numbers.TryGetValue(id, out var known))
        {
            return known;
        }

        lock (_numbering)
        {
            if (_numbers.TryGetValue(id, out var meanwhile))
            {
                return meanwhile;
            }

            _numbers[id] = _next;
            return _next++;
        }
    }
}
