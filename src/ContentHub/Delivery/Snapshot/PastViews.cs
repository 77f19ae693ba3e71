using ContentHub.Delivery.Licences;
using ContentHub.Storage;

namespace ContentHub.Delivery;

/// <summary>
/// What readers saw at a moment, built from the log on demand: the same view as today's, so that the same queries run on it.
/// Always with today's notices, else yesterday's retracted text would be one argument away.
/// </summary>
public sealed class PastViews(PublishedReader reader, DeliveryTypes types) : IDisposable
{
    /// <summary>Views that are kept: an editor compares two moments, not twenty.</summary>
    private const int KeptMax = 2;

    private readonly SemaphoreSlim _one = new(1);
    private readonly LinkedList<(DateTimeOffset At, long Sequence, Licence? Licence, Published View)> _kept = new();

    public void Dispose() => _one.Dispose();

    /// <param name="today">
    /// Brings the site's locales; and the past is built anew when the log has moved on, for its notices. Of a licensed view the past is licensed in the
    /// same way: it holds what the licence covers and nothing else, so relations of what is in it lead nowhere else.
    /// </param>
    public async ValueTask<Published> AtAsync(DateTimeOffset at, Published today)
    {
        await _one.WaitAsync();
        try
        {
            foreach (var kept in _kept)
            {
                if (kept.At == at && kept.Sequence == today.Sequence && kept.Licence == today.Licence)
                {
                    return kept.View;
                }
            }

            var view = today.Emptied();
            var rows = await reader.LoadAtAsync(at, CancellationToken.None);
            var entries = new List<(Guid, PublishedEntry?)>();
            Published? built = null;
            foreach (var row in rows.Rows)
            {
                var entry = types[row.Type].Read(row, () => built ?? view);
                if (today.Licence?.Covers(entry) != false)
                {
                    entries.Add((row.VariantId, entry));
                }
            }

            built = view.Advance(today.LogId, today.Sequence, entries).At(at);
            _kept.AddFirst((at, today.Sequence, today.Licence, built));
            if (_kept.Count > KeptMax)
            {
                _kept.RemoveLast();
            }

            return built;
        }
        finally
        {
            _one.Release();
        }
    }
}
