using ContentHub.Delivery;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;

namespace ContentHub.Syndication.Retractions;

/// <summary>
/// Which retractions there are, and which partners each concerns: all that ever could have a copy, whatever has become of their licence or keys since.
/// Both follow from the log alone, so each node reads a retraction once, and what a partner may take later changes nothing of it.
/// </summary>
internal sealed class Retractions(PublicChangeReader reader, SnapshotFollower follower) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private KnownRetractions _known = new(Guid.Empty, 0, []);

    /// <summary>All of them, as far as this node's readers are.</summary>
    public async ValueTask<KnownRetractions> KnownAsync(CancellationToken cancellation)
    {
        var view = follower.Current;
        return IsUpTo(Volatile.Read(ref _known), view) ? _known : await ReadAsync(view, cancellation);
    }

    public void Dispose() => _one.Dispose();

    private async Task<KnownRetractions> ReadAsync(Published view, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var known = _known.LogId == view.LogId ? _known : new(view.LogId, 0, []);
            if (!IsUpTo(known, view))
            {
                var more = await reader.RetractionsAsync(view.LogId, known.Through, view.Sequence, cancellation);
                known = new(view.LogId, view.Sequence, [.. known.All, .. more.Select(change => Retraction.Of(change, view.Partners))]);
            }

            Volatile.Write(ref _known, known);
            return known;
        }
        finally
        {
            _one.Release();
        }
    }

    private static bool IsUpTo(KnownRetractions known, Published view) => known.LogId == view.LogId && known.Through >= view.Sequence;
}

/// <summary>The retractions of a log. Immutable.</summary>
/// <param name="Through">Up to here none is missing.</param>
/// <param name="All">Oldest first.</param>
internal sealed record KnownRetractions(Guid LogId, long Through, IReadOnlyList<Retraction> All)
{
    /// <summary>Those that concern a partner, as it is told of them, oldest first.</summary>
    public IReadOnlyList<PublicChange> Of(Guid partnerId) => [.. All.Select(r => r.ByPartner.GetValueOrDefault(partnerId)).OfType<PublicChange>()];

    /// <summary>The last one of a text; null when there is none.</summary>
    public Retraction? LastOf(Guid variantId) => All.LastOrDefault(r => r.Change.VariantId == variantId);
}

/// <summary>One retraction.</summary>
/// <param name="ByPartner">What each partner that it concerns is told.</param>
internal sealed record Retraction(PublicChange Change, IReadOnlyDictionary<Guid, PublicChange> ByPartner)
{
    public long Sequence => Change.Cursor.Sequence;

    public static Retraction Of(PublicChange change, Delivery.Licences.LicensedPartners partners) => new(
        change,
        partners.All.Select(p => (p.Id, Told: LicensedChange.Of(change, p))).Where(p => p.Told is not null).ToDictionary(p => p.Id, p => p.Told!));
}
