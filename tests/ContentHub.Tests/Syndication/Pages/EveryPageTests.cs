using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Markdig;
using Xunit;

namespace ContentHub.Tests.Syndication.Pages;

/// <summary>Every public page of the seed, in every language: what its structure promises to whoever cannot see it.</summary>
[Collection(SeededCollection.Name)]
public sealed partial class EveryPageTests(SeededApps apps)
{
    private static readonly HashSet<string> Elements =
    [
        "html", "head", "meta", "base", "title", "link", "style", "body", "nav", "main", "article", "header", "section", "footer", "aside", "div", "span",
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "a", "em", "strong", "code", "cite", "time", "blockquote", "table", "caption", "thead", "tbody", "tr", "th", "td",
    ];

    private static readonly MarkdownPipeline Tables = new MarkdownPipelineBuilder().UsePipeTables().Build();

    [Fact]
    public async Task Every_page_is_sound()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        var pages = await app.SitemapAsync();

        Assert.True(pages.Count > 150);
        foreach (var page in pages)
        {
            var answer = await app.GetAsync(PlainReading.Rendered(page, "html"));

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            var document = new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(answer.Text);
            var faults = FaultsOf(document, page).ToList();
            Assert.True(faults.Count == 0, $"{page}: {string.Join("; ", faults)}");
        }
    }

    [Fact]
    public async Task Every_page_says_the_same_in_Markdown()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        foreach (var page in await app.SitemapAsync())
        {
            var html = new HtmlParser().ParseDocument((await app.GetAsync(PlainReading.Rendered(page, "html"))).Text);
            var markdown = (await app.GetAsync(PlainReading.Rendered(page, "md"))).Text;
            var rendered = new HtmlParser().ParseDocument(Markdown.ToHtml(markdown, Tables));

            // The text itself, between the head of the page and the lists below it; round it the two formats have their own words.
            var text = html.QuerySelectorAll("article > :not(header):not(section)").SelectMany(e => Words(Spaced(e))).ToList();
            Assert.Contains(string.Join(' ', text.Prepend("")), string.Join(' ', Words(Spaced(rendered.Body!)).Prepend("")));
            Assert.Equal(html.QuerySelector("h1")!.TextContent, rendered.QuerySelector("h1")!.TextContent);
            Assert.DoesNotContain("entry:", markdown);
            var kept = rendered.QuerySelectorAll("a").Select(a => a.GetAttribute("href")).ToHashSet();
            Assert.All(html.QuerySelectorAll("article > :not(header):not(section) a"), a => Assert.Contains(a.GetAttribute("href"), kept));
        }
    }

    private static IEnumerable<string> FaultsOf(IDocument document, Uri page)
    {
        var all = document.All.ToList();
        foreach (var strange in all.Where(e => !Elements.Contains(e.LocalName)).Select(e => e.LocalName).Distinct())
        {
            yield return $"<{strange}>";
        }

        if (document.DocumentElement.GetAttribute("lang") != page.AbsolutePath.Split('/')[1] || document.DocumentElement.GetAttribute("dir") != "ltr")
        {
            yield return "its language";
        }

        var level = 0;
        foreach (var heading in document.QuerySelectorAll("h1, h2, h3, h4, h5, h6"))
        {
            var next = heading.LocalName[1] - '0';
            if (next > level + 1 || (next == 1 && level > 0) || heading.TextContent.Trim().Length == 0)
            {
                yield return $"heading “{heading.TextContent}” of level {next} after {level}";
            }

            level = next;
        }

        foreach (var twice in all.Select(e => e.Id).OfType<string>().Where(id => id.Length > 0).GroupBy(id => id).Where(g => g.Count() > 1))
        {
            yield return $"id {twice.Key} twice";
        }

        foreach (var labelled in document.QuerySelectorAll("[aria-labelledby]").Where(e => document.GetElementById(e.GetAttribute("aria-labelledby")!) is null))
        {
            yield return $"no label for {labelled.LocalName}";
        }

        foreach (var link in document.QuerySelectorAll("a"))
        {
            var href = link.GetAttribute("href") ?? "";
            if (link.TextContent.Trim().Length == 0 || !Address().IsMatch(href) || (href.StartsWith('#') && document.GetElementById(href[1..]) is null))
            {
                yield return $"link “{link.TextContent}” to {href}";
            }
        }

        if (all.SelectMany(e => e.Attributes).Any(a => a.Name.StartsWith("on") || a.Name == "style"))
        {
            yield return "an attribute that runs";
        }

        if (document.QuerySelectorAll("main").Length != 1 || document.QuerySelectorAll("h1").Length != 1 || document.QuerySelector("title")!.TextContent.Trim().Length == 0
            || document.QuerySelector("link[rel=canonical]")?.GetAttribute("href") != page.AbsoluteUri || document.QuerySelector("#_help a[href='tel:911'], .help a[href='tel:911']") is null == !page.AbsolutePath.Contains("us-911"))
        {
            yield return "main, title, canonical address or help";
        }
    }

    /// <summary>With a space between elements, which a reader hears as a pause.</summary>
    private static string Spaced(IElement element) => string.Join(' ', element.GetDescendants().OfType<IText>().Where(t => t.ParentElement!.LocalName != "style").Select(t => t.Data));

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(m => m.Value);

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();

    [GeneratedRegex("^(https?://[^ ]+|tel:[+0-9]+|sms:[0-9]+|mailto:[^ ]+|#[a-z0-9_-]+)$")]
    private static partial Regex Address();
}
