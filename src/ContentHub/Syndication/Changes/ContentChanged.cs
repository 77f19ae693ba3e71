using System.Runtime.CompilerServices;
using ContentHub.Accounts;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Storage;
using ContentHub.Syndication.Retractions;

namespace ContentHub.Syndication.Changes;

/// <summary>Which changes a subscriber wants.</summary>
/// <param name="After">A cursor; null: from now on.</param>
/// <param name="Types">Null: all.</param>
/// <param name="Topic">Slug or entry id; null: all.</param>
/// <param name="Locale">Null: all.</param>
public sealed record ContentChangedArguments(string? After, IReadOnlyList<DeliveryType>? Types, string? Topic, string? Locale);

/// <summary>The subscription: what was missed, then what happens, as far as it is public.</summary>
internal sealed class ContentChanged(ChangeFeed feed, PartnerFeed partners, IPartnerKeys keys, SiteLocales locales, PartnersHear hear)
{
    /// <exception cref="RequestError">An argument is wrong.</exception>
    public async ValueTask<IAsyncEnumerable<PublicChange>> OpenAsync(ContentChangedArguments arguments, Request request, CancellationToken cancellation)
    {
        var view = request.View;
        var types = arguments.Types?.ToHashSet();
        var locale = arguments.Locale is { } tag ? locales.Named(tag) : null;
        var topic = arguments.Topic is { } name ? TopicOf(name, view) : (Guid?)null;
        var from = arguments.After is { } after ? await feed.PlaceOfAsync(after, cancellation) : await feed.EndAsync(cancellation);

        // The enumeration brings its own cancellation: it lasts longer than the opening.
        if (request.Caller is not { PartnerId: { } partnerId, PartnerKeyId: { } keyId })
        {
            return WantedAsync(feed.FollowAsync(from, CancellationToken.None), IsWanted, CancellationToken.None);
        }

        if (arguments.After is not null)
        {
            hear.CameBack(partnerId, from);
        }

        return NotedAsync(partnerId, WantedAsync(FollowAsync(partnerId, keyId, from, CancellationToken.None), IsWanted, CancellationToken.None), CancellationToken.None);

        bool IsWanted(PublicChange change) =>
            types?.Contains(change.Type) != false
            && (locale is null || change.Locale == locale)
            && (topic is not { } wanted || change.Topics.Contains(wanted));
    }

    /// <summary>Notes what a partner's program is about to get.</summary>
    private async IAsyncEnumerable<PublicChange> NotedAsync(Guid partnerId, IAsyncEnumerable<PublicChange> changes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var change in changes.WithCancellation(cancellation))
        {
            await hear.SendingAsync(partnerId, [change], TellingWay.Subscription, cancellation);
            yield return change;
        }
    }

    private static async IAsyncEnumerable<PublicChange> WantedAsync(IAsyncEnumerable<PublicChange> all, Func<PublicChange, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var change in all.WithCancellation(cancellation))
        {
            if (isWanted(change))
            {
                yield return change;
            }
        }
    }

    /// <summary>What one partner may know, for as long as its key holds.</summary>
    private async IAsyncEnumerable<PublicChange> FollowAsync(Guid partnerId, Guid keyId, ChangeCursor from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = Delivery.Licences.LicensedPartners.None;
        while (true)
        {
            var view = await feed.MoreAsync(from, known, cancellation);
            known = view.Partners;
            if (!keys.Holds(keyId) || known.Find(partnerId) is not { } partner)
            {
                throw new RequestError("UNAUTHENTICATED", "The partner key is not valid any more.");
            }

            while (from.Sequence < view.Sequence || from.Position > 0)
            {
                var (changes, end) = await partners.ReadAsync(partner, from, view.Sequence, isCompact: false, cancellation);
                foreach (var change in changes)
                {
                    yield return change;
                }

                from = end;
            }
        }
    }

    private static Guid TopicOf(string name, Published view) =>
        NamedTopic.Find(name, view, locale: null)?.EntryId ?? throw new RequestError("INVALID", "There is no public topic with this slug or entry id.");
}
