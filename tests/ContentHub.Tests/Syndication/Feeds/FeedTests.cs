using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using CodeHollow.FeedReader;
using ContentHub.Tests.Clients;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Syndication.Feeds;

/// <summary>Feeds of the seed, as programs of others read them.</summary>
[Collection(SeededCollection.Name)]
public sealed class FeedTests(SeededApps apps)
{
    [Theory, EachDatabase]
    public async Task Every_public_entry_of_a_language_is_told_once_page_by_page(string database)
    {
        var app = await apps.On(database);
        var expected = (await app.SitemapAsync()).Where(p => p.AbsolutePath.StartsWith("/en-US/")).Select(p => p.AbsoluteUri).Order().ToList();

        var atom = new List<string>();
        for (var next = "/feeds/atom"; next is not null;)
        {
            var answer = await app.GetAsync(next);
            var document = XDocument.Parse(answer.Text);
            Assert.Equal((HttpStatusCode.OK, "application/atom+xml", "en-US"), (answer.Status, answer.MediaType, answer.Header("Content-Language")));
            Assert.Empty(AtomRules.Faults(document));
            Assert.InRange(document.Root!.Elements(AtomRules.Atom + "entry").Count(), 1, 50);
            atom.AddRange(document.Root.Elements(AtomRules.Atom + "entry").Select(e => (string)e.Elements(AtomRules.Atom + "link").Single().Attribute("href")!));
            next = (string?)document.Root.Elements(AtomRules.Atom + "link").SingleOrDefault(l => (string?)l.Attribute("rel") == "next")?.Attribute("href");
        }

        var json = new List<string>();
        for (var next = "/feeds/json"; next is not null;)
        {
            var page = (await app.GetAsync(next)).Json;
            json.AddRange(page["items"]!.AsArray().Select(i => (string)i!["url"]!));
            next = (string?)page["next_url"];
        }

        Assert.True(expected.Count > 100);
        Assert.Equal(expected, atom.Order());
        Assert.Equal(atom, json);
    }

    [Fact]
    public async Task A_feed_is_of_one_language_and_can_be_of_some_types_and_of_a_topic()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        var expected = await app.ReadAsync("""{ faqEntries(first: 100, where: { topic: { slug: { eq: "clonazepam" } } }, locale: "es-US", fallback: NONE) { nodes { canonicalUrl } } }""");

        var feed = (await app.GetAsync("/feeds/json?type=faq-entry&topic=clonazepam&locale=es-US")).Json;
        var two = (await app.GetAsync("/feeds/json?type=FAQ_ENTRY&type=glossary-term&locale=es-US")).Json;

        Assert.Equal(expected["faqEntries"]!["nodes"]!.AsArray().Select(n => (string?)n!["canonicalUrl"]).Order(), feed["items"]!.AsArray().Select(i => (string?)i!["url"]).Order());
        Assert.NotEmpty(feed["items"]!.AsArray());
        Assert.Equal("es-US", (string?)feed["language"]);
        Assert.All(feed["items"]!.AsArray(), i => Assert.Equal("es-US", (string?)i!["language"]));
        Assert.Equal(["faq-entry", "glossary-term"], two["items"]!.AsArray().Select(i => (string?)i!["tags"]![0]).Distinct().Order());
    }

    [Fact]
    public async Task Two_parsers_of_others_read_what_we_wrote()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        string[] addresses = ["/feeds/atom?type=article", "/feeds/atom?type=article&content=full", "/feeds/rss?type=article", "/feeds/rss?type=article&content=full"];
        var articles = (await app.ReadAsync("{ articles(first: 100) { nodes { title canonicalUrl byline } } }"))["articles"]!["nodes"]!.AsArray();
        var expected = articles.Select(a => ((string)a!["title"]!, (string)a["canonicalUrl"]!)).Order().ToList();

        var lines = await NodeClients.RunAsync("feeds", new Dictionary<string, string> { ["CONTENTHUB_FEEDS"] = string.Join(' ', addresses.Select(a => new Uri(app.Http.BaseAddress!, a))) });

        foreach (var (address, line) in addresses.Zip(lines))
        {
            var node = JsonNode.Parse(line)!;
            var text = (await app.GetAsync(address)).Text;
            var net = FeedReader.ReadFromString(text);

            Assert.Equal(address.Contains("atom") ? "atom" : "rss", (string?)node["kind"]);
            Assert.Equal(expected, net.Items.Select(i => (i.Title, i.Link)).Order());
            Assert.Equal(expected, node["items"]!.AsArray().Select(i => ((string)i!["title"]!, (string)i["link"]!)).Order());
            Assert.All(net.Items, i => Assert.StartsWith("urn:uuid:", i.Id));
            Assert.All(node["items"]!.AsArray(), i => Assert.True(DateTimeOffset.TryParse((string?)i!["published"], out _)));
            Assert.Equal(articles.Select(a => (string)a!["byline"]!).Order(), node["items"]!.AsArray().Select(i => (string)i!["author"]!).Order());
            Assert.All(net.Items, i => Assert.NotNull(i.PublishingDate));
        }
    }

    [Fact]
    public async Task Text_is_safe_html_with_absolute_links_and_the_help_lines_go_with_it()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var items = (await app.GetAsync("/feeds/json?type=article&content=full")).Json["items"]!.AsArray();
        var summaries = (await app.GetAsync("/feeds/json?type=article")).Json["items"]!.AsArray();

        Assert.All(items, item =>
        {
            var html = new HtmlParser().ParseDocument((string)item!["content_html"]!);
            Assert.Empty(html.QuerySelectorAll("script, iframe, form, img, style, link, object, [onclick], [style]"));
            Assert.All(html.QuerySelectorAll("a"), a => Assert.Matches(new Regex("^(https?://|tel:|sms:|mailto:)"), a.GetAttribute("href")));
            Assert.NotNull(html.QuerySelector("a[href='tel:911']"));
            Assert.Contains("Reviewed by", html.Body!.TextContent);
        });
        Assert.All(summaries.Zip(items), pair => Assert.True(((string)pair.First!["content_html"]!).Length < ((string)pair.Second!["content_html"]!).Length / 4));
    }

    [Theory, EachDatabase]
    public async Task An_aggregator_that_has_the_feed_already_is_told_so(string database)
    {
        var app = await apps.On(database);
        foreach (var address in new[] { "/feeds/atom", "/feeds/rss?type=article", "/feeds/json?locale=es-US", "/sitemap.xml", "/sitemaps/en-US/1.xml" })
        {
            var first = await app.GetAsync(address);
            var again = await app.GetAsync(address, ("If-None-Match", first.Header("ETag")!));
            var head = await app.AskPlainAsync(HttpMethod.Head, address);

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, ""), (first.Status, again.Status, again.Text));
            Assert.Equal((first.Header("ETag"), first.Header("Content-Type"), ""), (head.Header("ETag"), head.Header("Content-Type"), head.Text));
        }
    }

    [Theory]
    [InlineData("/feeds/atom?type=poem", 400, "INVALID", "article, symptom-list")]
    [InlineData("/feeds/atom?locale=de-DE", 400, "INVALID", "en-US, es-US")]
    [InlineData("/feeds/rss?content=everything", 400, "INVALID", "summary or full")]
    [InlineData("/feeds/json?after=yesterday", 400, "INVALID_CURSOR", "next page")]
    [InlineData("/feeds/json?after=ffffffffffffffff-00000000000000000000000000000000", 400, "INVALID_CURSOR", "next page")]
    [InlineData("/feeds/json?topic=no-such-topic", 404, "NOT_FOUND", "topic")]
    [InlineData("/feeds/csv", 404, "NOT_FOUND", "atom, rss, json")]
    [InlineData("/sitemaps/en-US/2.xml", 404, "NOT_FOUND", "/sitemap.xml")]
    [InlineData("/sitemaps/de-DE/1.xml", 404, "NOT_FOUND", "/sitemap.xml")]
    [InlineData("/sitemaps/en-US/0.xml", 404, "NOT_FOUND", "/sitemap.xml")]
    public async Task What_there_is_not_is_refused_in_plain_words(string address, int status, string code, string says)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.GetAsync(address);

        Assert.Equal((status, "application/problem+json", code), ((int)answer.Status, answer.MediaType, (string?)answer.Json["code"]));
        Assert.Contains(says, (string?)answer.Json["detail"]);
    }

    [Fact]
    public async Task The_sitemap_names_every_page_with_its_day_and_its_languages()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        var pages = (await app.ReadAsync("{ sitemap(first: 1000) { totalCount nodes { canonicalUrl contentModifiedAt alternates { locale canonicalUrl } } } }"))["sitemap"]!["nodes"]!.AsArray();
        XNamespace map = "http://www.sitemaps.org/schemas/sitemap/0.9", xhtml = "http://www.w3.org/1999/xhtml";

        var urls = new List<XElement>();
        foreach (var locale in new[] { "en-US", "es-US" })
        {
            urls.AddRange(XDocument.Parse((await app.GetAsync($"/sitemaps/{locale}/1.xml")).Text).Root!.Elements(map + "url"));
        }

        var written = urls.ToDictionary(
            u => u.Element(map + "loc")!.Value,
            u => (Day: u.Element(map + "lastmod")!.Value, Others: u.Elements(xhtml + "link").Select(l => (string)l.Attribute("hreflang")! + " " + (string)l.Attribute("href")!).ToHashSet()));
        Assert.Equal(pages.Select(p => (string)p!["canonicalUrl"]!).Order(), written.Keys.Order());
        Assert.All(pages, p =>
        {
            var url = written[(string)p!["canonicalUrl"]!];
            Assert.Equal((string?)p["contentModifiedAt"], url.Day);
            Assert.All(p["alternates"]!.AsArray(), other => Assert.Contains($"{other!["locale"]} {other["canonicalUrl"]}", url.Others));
            Assert.Equal(p["alternates"]!.AsArray().Count > 0, url.Others.Any(o => o.StartsWith("x-default ")));
        });
    }
}
