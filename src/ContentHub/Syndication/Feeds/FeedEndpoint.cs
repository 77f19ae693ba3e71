using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Syndication.Feeds;

/// <summary><c>GET /feeds/{atom|rss|json}?type=&amp;topic=&amp;locale=&amp;content=full</c>.</summary>
internal sealed class FeedEndpoint(DeliveryTypes types, GoneEntries gone)
{
    public async ValueTask<PlainAnswer> AnswerAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var request = Request.Of(userContext);
        var kind = FeedKind.All.FirstOrDefault(k => k.Name == (string)http.Request.RouteValues["kind"]!)
            ?? throw new RequestRefusedException(StatusCodes.Status404NotFound, "NOT_FOUND", $"There is no such feed: {string.Join(", ", FeedKind.All.Select(k => k.Name))}.");
        var feed = FeedRequest.Of(http.Request.Query, request.View, types);
        var page = FeedItems.Page(feed, request.View, await gone.AllAsync(request.View.Sequence, http.RequestAborted));
        var body = kind == FeedKind.Json ? new JsonFeed(request, feed, page).ToBytes()
            : kind == FeedKind.Rss ? new XmlFeed(request, feed, page).ToRss()
            : new XmlFeed(request, feed, page).ToAtom();
        return new(StatusCodes.Status200OK, $"{kind.MediaType}; charset=utf-8", body)
        {
            UnchangedSince = UnchangedSince.Of(request),
            Language = feed.Locale,
            Headers = [.. FeedKind.All.Where(other => other != kind).Select(other =>
                (HeaderNames.Link, $"<{FeedAddresses.Of(request, other, feed, after: null).AbsoluteUri}>; rel=\"alternate\"; type=\"{other.MediaType}\""))],
        };
    }
}
