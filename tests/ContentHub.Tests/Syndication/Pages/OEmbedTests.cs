using System.Net;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Syndication.Pages;

/// <summary>How other sites embed our pages, by the protocol of oembed.com.</summary>
[Collection(SeededCollection.Name)]
public sealed class OEmbedTests(SeededApps apps)
{
    [Theory]
    [InlineData("/content/article/ptsd.html?locale=en-US")]
    [InlineData("/content/article/ptsd.html")]
    [InlineData("/en-US/article/ptsd")]
    public async Task An_article_is_a_frame_with_our_page_in_it(string page)
    {
        var app = await apps.On(TestDatabase.Sqlite);
        var origin = app.Http.BaseAddress!;

        var json = await app.GetAsync($"/oembed?url={Uri.EscapeDataString(new Uri(origin, page).AbsoluteUri)}&maxwidth=400&maxheight=5000");
        var xml = await app.GetAsync($"/oembed?url={Uri.EscapeDataString(new Uri(origin, page).AbsoluteUri)}&format=xml&maxwidth=400&maxheight=5000");

        Assert.Equal((HttpStatusCode.OK, "application/json", "text/xml"), (json.Status, json.MediaType, xml.MediaType));
        Assert.Equal(("rich", "1.0", "Living with PTSD", 400, 800), ((string?)json.Json["type"], (string?)json.Json["version"], (string?)json.Json["title"], (int)json.Json["width"]!, (int)json.Json["height"]!));
        var frame = new HtmlParser().ParseDocument((string)json.Json["html"]!).QuerySelector("iframe")!;
        Assert.Equal(("Living with PTSD", "400", "800"), (frame.GetAttribute("title"), frame.GetAttribute("width"), frame.GetAttribute("height")));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(frame.GetAttribute("src")!)).Status);
        Assert.Equal(json.Json.AsObject().ToDictionary(p => p.Key, p => $"{p.Value}"), XDocument.Parse(xml.Text).Root!.Elements().ToDictionary(e => e.Name.LocalName, e => e.Value));
    }

    [Fact]
    public async Task A_page_tells_where_its_embedding_is_described()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var page = new HtmlParser().ParseDocument((await app.GetAsync("/content/symptom-list/clonazepam-withdrawal.html")).Text);
        var topic = new HtmlParser().ParseDocument((await app.GetAsync("/content/topic/clonazepam.html")).Text);

        foreach (var type in new[] { "application/json+oembed", "text/xml+oembed" })
        {
            var address = page.QuerySelector($"link[type='{type}']")!.GetAttribute("href")!;
            Assert.Contains("Clonazepam withdrawal", (await app.GetAsync(address)).Text);
            Assert.Null(topic.QuerySelector($"link[type='{type}']"));
        }
    }

    [Theory]
    [InlineData("https://elsewhere.example/en-US/article/ptsd", "", 404)]
    [InlineData("{origin}/en-US/article/no-such-page", "", 404)]
    [InlineData("{origin}/en-US/topic/clonazepam", "", 404)]
    [InlineData("{origin}/graphql", "", 404)]
    [InlineData("javascript:alert(1)", "", 404)]
    [InlineData("no address", "", 400)]
    [InlineData("", "", 400)]
    [InlineData("{origin}/en-US/article/ptsd", "&format=yaml", 501)]
    [InlineData("{origin}/en-US/article/ptsd", "&maxwidth=-1", 400)]
    [InlineData("{origin}/en-US/article/ptsd", "&maxheight=99999999999", 400)]
    public async Task Nothing_but_our_own_pages_is_embedded(string url, string more, int status)
    {
        var app = await apps.On(TestDatabase.Sqlite);
        var address = url.Replace("{origin}", app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));

        var answer = await app.GetAsync($"/oembed?url={Uri.EscapeDataString(address)}{more}");

        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
        Assert.DoesNotContain("elsewhere", answer.Text);
    }
}
