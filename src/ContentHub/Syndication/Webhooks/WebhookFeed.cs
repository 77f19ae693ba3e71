using ContentHub.Delivery;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;

namespace ContentHub.Syndication.Webhooks;

/// <summary>What comes next for an endpoint.</summary>
/// <param name="LogId">Of the log that it is in.</param>
/// <param name="Licensed">What the partner may read.</param>
/// <param name="Changes">Those that the endpoint wants, oldest first; empty: there is nothing up to <paramref name="End"/>.</param>
/// <param name="End">Behind the last of them.</param>
internal sealed record WebhookStretch(Guid LogId, Published Licensed, IReadOnlyList<PublicChange> Changes, LogPlace End);

/// <summary>The partner's change feed as an endpoint of it wants it: what is sent is what the feed says, by the licence as it is at that moment.</summary>
internal sealed class WebhookFeed(PartnerFeed partners, SnapshotFollower follower)
{
    /// <summary>The next stretch behind a place that has something in it.</summary>
    /// <param name="until">Inclusive; null: as far as this node's readers see.</param>
    public async Task<WebhookStretch> NextAsync(Webhook webhook, LogPlace after, LogPlace? until, CancellationToken cancellation)
    {
        var view = follower.Current;
        var through = until is { } last ? Math.Min(last.Sequence, view.Sequence) : view.Sequence;
        if (view.Partners.Find(webhook.PartnerId) is not { } partner)
        {
            return new(view.LogId, view, [], after);
        }

        var place = after.In(view.LogId);
        while (place.Sequence < through || place.Position > 0)
        {
            var (changes, end) = await partners.ReadAsync(partner, place, through, isCompact: false, cancellation);
            var wanted = changes.Where(c => WebhookEvents.Wants(webhook, c) && !(LogPlace.Of(c.Cursor) > until)).ToList();
            if (wanted.Count > 0)
            {
                return new(view.LogId, view.For(partner), wanted, Nearest(LogPlace.Of(end), until));
            }

            place = end;
        }

        return new(view.LogId, view, [], Nearest(LogPlace.Of(place), until));
    }

    /// <summary>How many events a stretch holds; null where counting them would take too long.</summary>
    public async Task<int?> CountAsync(Webhook webhook, LogPlace after, LogPlace until, int most, CancellationToken cancellation)
    {
        var count = 0;
        while (after < until)
        {
            var stretch = await NextAsync(webhook, after, until, cancellation);
            count += stretch.Changes.Count;
            if (stretch.Changes.Count == 0 || count > most)
            {
                return count > most ? null : count;
            }

            after = stretch.End;
        }

        return count;
    }

    private static LogPlace Nearest(LogPlace end, LogPlace? until) => until is { } last && end > last ? last : end;
}
