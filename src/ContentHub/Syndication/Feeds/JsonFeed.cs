using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ContentHub.Api.Scalars;
using ContentHub.Content.Topics;
using ContentHub.Delivery.Fields;
using ContentHub.Syndication.Pages;

namespace ContentHub.Syndication.Feeds;

/// <summary>A page of a feed as JSON Feed 1.1 (jsonfeed.org). It has no tombstones: a retraction is an item with the notice in place of the text, marked as such for programs.</summary>
internal sealed class JsonFeed(Request request, FeedRequest asked, FeedPage page)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public byte[] ToBytes()
    {
        var feed = new JsonObject
        {
            ["version"] = "https://jsonfeed.org/version/1.1",
            ["title"] = FeedTitles.Of(request, asked),
            ["home_page_url"] = request.Origin.AbsoluteUri,
            ["feed_url"] = FeedAddresses.Of(request, FeedKind.Json, asked, asked.After).AbsoluteUri,
            ["description"] = FeedTitles.Describe(request, asked),
            ["language"] = asked.Locale,
            ["authors"] = new JsonArray(new JsonObject { ["name"] = request.Site.Name, ["url"] = request.Origin.AbsoluteUri }),
        };
        if (page.Next is { } next)
        {
            feed["next_url"] = FeedAddresses.Of(request, FeedKind.Json, asked, next).AbsoluteUri;
        }

        feed["items"] = new JsonArray([.. page.Items.Where(i => i.Entry is not null).Select(Item)]);
        return JsonSerializer.SerializeToUtf8Bytes(feed, Readable);
    }

    private JsonObject Item(FeedItem item)
    {
        var entry = item.Entry!;
        var shown = new EntryPage(entry, request);
        var json = new JsonObject
        {
            ["id"] = item.Id,
            ["url"] = shown.Address.AbsoluteUri,
            ["title"] = FeedText.TitleOf(shown),
            ["content_html"] = asked.IsFull ? FeedText.Full(shown) : FeedText.Summary(shown),
            ["date_published"] = DateTimeScalar.Format(entry.FirstPublishedAt),
            ["date_modified"] = DateTimeScalar.Format(item.UpdatedAt),
            ["language"] = entry.Locale,
            ["tags"] = new JsonArray([entry.Type.Kebab, .. entry.IsRetracted ? [] : request.Relations.LinkedAll<Topic>(entry, entry.Topics).Select(t => (JsonNode)t.Title.ToString())]),
            ["_contenthub"] = new JsonObject
            {
                ["status"] = entry.IsRetracted ? "RETRACTED" : "CURRENT",
                ["version"] = entry.Version,
            },
        };
        if (shown.Abstract.Length > 0)
        {
            json["summary"] = shown.Abstract;
        }

        if (shown.Byline is { } byline)
        {
            json["authors"] = new JsonArray(new JsonObject { ["name"] = byline });
        }

        return json;
    }
}
