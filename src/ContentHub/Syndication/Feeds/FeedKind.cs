using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Syndication.Feeds;

/// <summary>A format of feeds.</summary>
/// <param name="Name">In its address.</param>
internal sealed record FeedKind(string Name, string MediaType)
{
    public static FeedKind Atom { get; } = new("atom", "application/atom+xml");

    public static FeedKind Rss { get; } = new("rss", "application/rss+xml");

    public static FeedKind Json { get; } = new("json", "application/feed+json");

    public static IReadOnlyList<FeedKind> All { get; } = [Atom, Rss, Json];
}

/// <summary>Where feeds stand.</summary>
internal static class FeedAddresses
{
    public const string Root = "/feeds";

    public static Uri Of(Request request, FeedKind kind, DeliveryType type, string locale) =>
        new(request.ServerOrigin, $"{Root}/{kind.Name}?type={type.Kebab}&locale={locale}");

    /// <summary>The first page of what was asked for, or with a cursor a later one.</summary>
    public static Uri Of(Request request, FeedKind kind, FeedRequest feed, FeedCursor? after)
    {
        var query = new List<string>();
        query.AddRange(feed.Types.Select(t => $"type={t.Kebab}"));
        if (feed.Topic is { } topic)
        {
            query.Add($"topic={topic.Slug}");
        }

        query.Add($"locale={feed.Locale}");
        if (feed.IsFull)
        {
            query.Add("content=full");
        }

        if (after is { } cursor)
        {
            query.Add($"after={cursor}");
        }

        return new(request.ServerOrigin, $"{Root}/{kind.Name}?{string.Join('&', query)}");
    }
}
