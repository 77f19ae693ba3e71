using System.Runtime.CompilerServices;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Storage;

namespace ContentHub.Syndication.Changes;

/// <summary>Which changes a subscriber wants.</summary>
/// <param name="After">A cursor; null: from now on.</param>
/// <param name="Types">Null: all.</param>
/// <param name="Topic">Slug or entry id; null: all.</param>
/// <param name="Locale">Null: all.</param>
public sealed record ContentChangedArguments(string? After, IReadOnlyList<DeliveryType>? Types, string? Topic, string? Locale);

/// <summary>The subscription: what was missed, then what happens, as far as it is public.</summary>
public sealed class ContentChanged(ChangeFeed feed, SiteLocales locales)
{
    private const string TopicType = "TOPIC";

    /// <exception cref="RequestError">An argument is wrong.</exception>
    public async ValueTask<IAsyncEnumerable<PublicChange>> OpenAsync(ContentChangedArguments arguments, Published view, CancellationToken cancellation)
    {
        var types = arguments.Types?.ToHashSet();
        var locale = arguments.Locale is { } tag ? LocaleOf(tag) : null;
        var topic = arguments.Topic is { } name ? TopicOf(name, view) : (Guid?)null;
        var from = arguments.After is { } after ? await feed.PlaceOfAsync(after, cancellation) : await feed.EndAsync(cancellation);
        return WantedAsync(
            from,
            change => types?.Contains(change.Type) != false
                && (locale is null || change.Locale == locale)
                && (topic is not { } wanted || change.Topics.Contains(wanted)),
            // The enumeration brings its own: it lasts longer than the opening.
            CancellationToken.None);
    }

    private async IAsyncEnumerable<PublicChange> WantedAsync(ChangeCursor from, Func<PublicChange, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var change in feed.FollowAsync(from, cancellation))
        {
            if (isWanted(change))
            {
                yield return change;
            }
        }
    }

    private string LocaleOf(string tag) =>
        locales.All.FirstOrDefault(l => string.Equals(l.Tag, tag, StringComparison.OrdinalIgnoreCase))?.Tag
        ?? throw new RequestError("INVALID", $"The site has no such locale; it has {string.Join(", ", locales.All.Select(l => l.Tag))}.");

    private static Guid TopicOf(string name, Published view)
    {
        var topic = Guid.TryParse(name, out var id)
            ? view.ByEntry(id, locale: null, LocaleFallback.Chain)
            : view.BySlug(TopicType, name, locale: null, LocaleFallback.Chain);
        return topic?.Type.Name == TopicType ? topic.EntryId : throw new RequestError("INVALID", "There is no public topic with this slug or entry id.");
    }
}
