using ContentHub.Delivery.Fields;

namespace ContentHub.Syndication.Feeds;

/// <summary>What feeds are called.</summary>
internal static class FeedTitles
{
    /// <summary>The site, the topic if there is one, and the language as it calls itself.</summary>
    public static string Of(Request request, FeedRequest feed)
    {
        var language = request.View.Locales.All.First(l => l.Tag == feed.Locale).Name;
        var topic = feed.Topic is { } about ? $": {about.Title}" : "";
        return $"{request.Site.Name}{topic} · {language}";
    }

    /// <summary>What a feed is about, in a sentence.</summary>
    public static string Describe(Request request, FeedRequest feed) => feed.Topic is { Summary.IsEmpty: false } about ? about.Summary.ToString() : Of(request, feed);
}
