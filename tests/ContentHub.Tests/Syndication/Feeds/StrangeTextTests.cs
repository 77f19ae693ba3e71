using System.Xml.Linq;
using AngleSharp.Html.Parser;
using ContentHub.Content.Articles;
using ContentHub.Delivery;
using ContentHub.Syndication;
using ContentHub.Syndication.Feeds;
using ContentHub.Syndication.Pages;
using ContentHub.Tests.Content.SchemaOrg;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Syndication.Feeds;

/// <summary>Texts that would break a feed or a page that was put together carelessly.</summary>
public sealed class StrangeTextTests
{
    public static TheoryData<string> Titles =>
    [
        "</title><script>alert(1)</script>", "\"' onclick=x & &amp; ]]> <!-- -->", "\u0000\u0001\u000b\ufffe\uffff a bell \u0007", "half a pair \ud83d and \ude00 the other", "😀 whole",
        "مرحبا بالعالم (1) שלום", "\u202eturned round\u202c", new string('w', 10_000), "# 1. *not* a [heading](javascript:alert(1)) #", "- x", "a\r\nb\u2028c", "{title} $1 %0",
    ];

    [Theory]
    [MemberData(nameof(Titles))]
    public void A_title_is_text_in_every_format(string title)
    {
        var (request, feed, page) = Site(title);

        var atom = XDocument.Parse(System.Text.Encoding.UTF8.GetString(new XmlFeed(request, feed, page).ToAtom()));
        var rss = XDocument.Parse(System.Text.Encoding.UTF8.GetString(new XmlFeed(request, feed, page).ToRss()));
        var json = System.Text.Json.Nodes.JsonNode.Parse(new JsonFeed(request, feed, page).ToBytes())!;
        var shown = new EntryPage(page.Items[0].Entry!, request);
        var html = new HtmlParser().ParseDocument(HtmlPage.Of(shown, new PageAddresses(request), null));
        var markdown = new HtmlParser().ParseDocument(Markdig.Markdown.ToHtml(MarkdownPage.Of(shown)));

        var clean = XmlText.Clean(title);
        var oneLine = clean.ReplaceLineEndings("\n");
        Assert.Empty(AtomRules.Faults(atom));
        Assert.Equal(oneLine, atom.Root!.Element(AtomRules.Atom + "entry")!.Element(AtomRules.Atom + "title")!.Value.ReplaceLineEndings("\n"));
        Assert.Equal(oneLine, rss.Descendants("item").Single().Element("title")!.Value.ReplaceLineEndings("\n"));
        Assert.NotNull(json["items"]![0]!["title"]);
        Assert.Equal(oneLine, html.QuerySelector("h1")!.TextContent.ReplaceLineEndings("\n"));
        Assert.Empty(html.QuerySelectorAll("script, [onclick]"));
        Assert.Empty(markdown.QuerySelectorAll("script, [onclick], [href^=javascript]"));
        Assert.NotNull(markdown.QuerySelector("h1"));
    }

    [Fact]
    public void Any_text_can_stand_in_a_document() => Gen.String.Sample(text =>
    {
        var bytes = XmlDocuments.Write(xml => xml.WriteElementString("t", XmlText.Clean(text)));
        var read = XDocument.Parse(System.Text.Encoding.UTF8.GetString(bytes));

        return read.Root!.Value.ReplaceLineEndings("\n") == XmlText.Clean(text).ReplaceLineEndings("\n") && XmlText.Clean(text).Length == text.Length;
    });

    [Fact]
    public void What_needs_no_cleaning_stays_as_it_is() => Assert.Equal("¿Qué? 什么 😀\t\r\n", XmlText.Clean("¿Qué? 什么 😀\t\r\n"));

    private static (ContentHub.Delivery.Fields.Request Request, FeedRequest Feed, FeedPage Page) Site(string title)
    {
        var site = new SchemaOrgSite();
        var article = site.Article(1, new ArticleContent { Title = title, Summary = title, KeyPoints = [title], Sections = [SchemaOrgSite.Section("s", "Text.")] });
        var request = site.Request();
        var feed = new FeedRequest([article.Type], null, "en-US", IsFull: true, null);
        return (request, feed, FeedItems.Page(feed, request.View, new Dictionary<Guid, GoneEntry>()));
    }
}
