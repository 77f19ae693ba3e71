using System.Collections.Concurrent;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;

namespace ContentHub.Syndication.Retractions;

/// <summary>
/// Notes that partners' programs have got what they were sent. A page or an event that holds a retraction is noted before it goes out, once, on whichever
/// node; a program that then goes on behind it has shown that it got it. How far the programs are is collected and written every few seconds.
/// </summary>
internal sealed class PartnersHear(Retractions retractions, RetractionTellings tellings, TimeProvider time, ILogger<PartnersHear> logger) : BackgroundService
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);

    /// <summary>Of what was sent; beyond it some is noted again, which changes nothing.</summary>
    private const int NotedMax = 100_000;

    private readonly ConcurrentDictionary<(Guid Partner, ChangeCursor Retraction, TellingWay Way), bool> _noted = new();
    private readonly ConcurrentDictionary<Guid, Place> _places = new();
    private readonly Lock _gate = new();
    private Task _writing = Task.CompletedTask;

    /// <summary>To be called before the answer goes out.</summary>
    public async ValueTask SendingAsync(Guid partnerId, IEnumerable<PublicChange> changes, TellingWay way, CancellationToken cancellation)
    {
        var fresh = changes.Where(c => c.Kind is Changes.ChangeKind.Retracted && !_noted.ContainsKey((partnerId, c.Cursor, way))).Select(c => c.Cursor).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        try
        {
            var concerning = (await retractions.KnownAsync(cancellation)).Of(partnerId).Select(c => c.Cursor).ToHashSet();
            await tellings.SendingAsync(partnerId, [.. fresh.Where(concerning.Contains).Select(c => c.Sequence)], way, time.GetUtcNow(), cancellation);
            if (_noted.Count > NotedMax)
            {
                _noted.Clear();
            }

            fresh.ForEach(cursor => _noted[(partnerId, cursor, way)] = true);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // To be told of a retraction matters more than that it was noted.
            logger.LogError(failure, "It could not be noted that partner {PartnerId} was sent a retraction.", partnerId);
        }
    }

    /// <summary>A program went on behind a place: it has got what it had been sent up to there.</summary>
    public void CameBack(Guid partnerId, ChangeCursor at)
    {
        var now = time.GetUtcNow();
        _places.AddOrUpdate(partnerId, _ => new(at, now, at, now), (_, known) => known.With(at, now));
    }

    /// <summary>Writes down how far the programs are. Once it is done, all is written that came before.</summary>
    public Task WriteAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _writing = AfterAsync(_writing, cancellation);
        }
    }

    private async Task AfterAsync(Task before, CancellationToken cancellation)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WriteAllAsync(cancellation);
    }

    private async Task WriteAllAsync(CancellationToken cancellation)
    {
        foreach (var partnerId in _places.Keys.ToList())
        {
            if (!_places.TryRemove(partnerId, out var place))
            {
                continue;
            }

            try
            {
                await tellings.CameBackAsync(partnerId, place.Last.ToString(), place.LastAt, cancellation);
                await tellings.ToldAsync(partnerId, place.Through, place.FurthestAt, cancellation);
            }
            catch
            {
                // What came in the meantime is the later one.
                _places.AddOrUpdate(partnerId, place, (_, later) => place.With(later.Furthest, later.FurthestAt).With(later.Last, later.LastAt));
                throw;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(WriteEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // Also what came last before the stop.
                await WriteAsync(CancellationToken.None);
            }
            catch (Exception failure)
            {
                logger.LogError(failure, "How far partners are could not be written down; trying again in {Seconds} s.", WriteEvery.TotalSeconds);
            }
        }
    }

    /// <summary>Where a program was last, and where it was furthest: one that fills its copy anew has still got what it had.</summary>
    private sealed record Place(ChangeCursor Last, DateTimeOffset LastAt, ChangeCursor Furthest, DateTimeOffset FurthestAt)
    {
        /// <summary>Up to here, inclusive. A cursor inside of a change of the licence is not behind it, but such a change is no retraction.</summary>
        public long Through => Furthest.Sequence;

        public Place With(ChangeCursor at, DateTimeOffset now) =>
            at.LogId != Furthest.LogId || at.Sequence >= Furthest.Sequence ? new(at, now, at, now) : this with { Last = at, LastAt = now };
    }
}
