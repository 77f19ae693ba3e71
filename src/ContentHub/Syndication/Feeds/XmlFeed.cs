using System.ServiceModel.Syndication;
using System.Xml.Linq;
using ContentHub.Api.Scalars;
using ContentHub.Content.Entries;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Syndication.Pages;

namespace ContentHub.Syndication.Feeds;

/// <summary>
/// A page of a feed as Atom (RFC 4287, with tombstones by RFC 6721 and pages by RFC 5005) or as RSS 2.0. RSS has no tombstones: there a
/// retraction is an item with the notice in place of the text, under the id that it always had, and what was taken down is left out.
/// </summary>
internal sealed class XmlFeed(Request request, FeedRequest asked, FeedPage page)
{
    private static readonly XNamespace Tombstones = "http://purl.org/atompub/tombstones/1.0";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";

    public byte[] ToAtom()
    {
        var feed = Feed(FeedKind.Atom, page.Items.Where(i => !i.IsGone).Select(item => Item(item, isAtom: true)));
        feed.AttributeExtensions.Add(new("at", XNamespace.Xmlns.NamespaceName), Tombstones.NamespaceName);
        foreach (var gone in page.Items.Where(i => i.IsGone))
        {
            feed.ElementExtensions.Add(Tombstone(gone).CreateReader());
        }

        return XmlDocuments.Write(new Atom10FeedFormatter(feed).WriteTo);
    }

    public byte[] ToRss()
    {
        var feed = Feed(FeedKind.Rss, page.Items.Where(i => i.Entry is not null).Select(item => Item(item, isAtom: false)));
        return XmlDocuments.Write(new Rss20FeedFormatter(feed, serializeExtensionsAsAtom: true).WriteTo);
    }

    private SyndicationFeed Feed(FeedKind kind, IEnumerable<SyndicationItem> items)
    {
        var first = FeedAddresses.Of(request, kind, asked, after: null);
        var feed = new SyndicationFeed
        {
            // One feed on all its pages.
            Id = first.AbsoluteUri,
            Title = Plain(FeedTitles.Of(request, asked)),
            Description = Plain(FeedTitles.Describe(request, asked)),
            Language = asked.Locale,
            LastUpdatedTime = page.Items.Select(i => i.UpdatedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max().ToUniversalTime(),
            Copyright = Plain(request.Site.Licence),
            Generator = "ContentHub",
            Items = [.. items],
        };
        feed.Authors.Add(new SyndicationPerson { Name = XmlText.Clean(request.Site.Name), Uri = request.Origin.AbsoluteUri });
        feed.Links.Add(SyndicationLink.CreateAlternateLink(request.Origin, HtmlPage.MediaType));
        feed.Links.Add(Link("self", FeedAddresses.Of(request, kind, asked, asked.After), kind));
        feed.Links.Add(Link("first", first, kind));
        if (page.Next is { } next)
        {
            feed.Links.Add(Link("next", FeedAddresses.Of(request, kind, asked, next), kind));
        }

        return feed;
    }

    private SyndicationItem Item(FeedItem item, bool isAtom)
    {
        var entry = item.Entry!;
        var shown = new EntryPage(entry, request);
        var result = new SyndicationItem
        {
            Id = item.Id,
            Title = Plain(FeedText.TitleOf(shown)),
            PublishDate = entry.FirstPublishedAt.ToUniversalTime(),
            LastUpdatedTime = item.UpdatedAt.ToUniversalTime(),
        };
        result.Links.Add(SyndicationLink.CreateAlternateLink(shown.Address, HtmlPage.MediaType));
        var summary = SyndicationContent.CreateHtmlContent(FeedText.Summary(shown));
        var full = asked.IsFull ? SyndicationContent.CreateHtmlContent(FeedText.Full(shown)) : null;

        // RSS has one place for text.
        result.Summary = isAtom ? summary : full ?? summary;
        result.Content = isAtom ? full : null;
        if (shown.Byline is { } byline)
        {
            AddAuthor(result, XmlText.Clean(byline), isAtom);
        }

        result.Categories.Add(new SyndicationCategory(entry.Type.Kebab));
        foreach (var topic in entry.IsRetracted ? [] : request.Relations.LinkedAll<Topic>(entry, entry.Topics))
        {
            result.Categories.Add(new SyndicationCategory(topic.Slug.ToString(), null, XmlText.Clean(topic.Title.ToString())));
        }

        return result;
    }

    // An author in RSS is an e-mail address; names stand in Dublin Core.
    private static void AddAuthor(SyndicationItem item, string byline, bool isAtom)
    {
        if (isAtom)
        {
            item.Authors.Add(new SyndicationPerson { Name = byline });
        }
        else
        {
            item.ElementExtensions.Add(new XElement(DublinCore + "creator", new XAttribute(XNamespace.Xmlns + "dc", DublinCore), byline).CreateReader());
        }
    }

    /// <summary>RFC 6721: that it is gone and, of a retraction, why; for ever.</summary>
    private XElement Tombstone(FeedItem item)
    {
        var element = new XElement(
            Tombstones + "deleted-entry", new XAttribute(XNamespace.Xmlns + "at", Tombstones), new XAttribute("ref", item.Id), new XAttribute("when", DateTimeScalar.Format(item.At)));
        if (item.Entry is { } retracted)
        {
            var why = PublicNotice.Of(retracted, request) is [var newest, ..] ? newest.Notice.Text : PageWords.Of(retracted.Locale).Retracted;
            element.Add(new XElement(Tombstones + "comment", new XAttribute(XNamespace.Xml + "lang", retracted.Locale), XmlText.Clean(why)));
            element.Add(new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", request.PageOf(retracted).AbsoluteUri)));
        }

        return element;
    }

    private static TextSyndicationContent Plain(string text) => new(XmlText.Clean(text));

    private static SyndicationLink Link(string relation, Uri address, FeedKind kind) => new(address, relation, null, kind.MediaType, 0);
}
