using System.Net;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Syndication.Pages;

/// <summary>Pages of the seed by their addresses: which one, in which language, and what caches may do with it.</summary>
[Collection(SeededCollection.Name)]
public sealed class PageEndpointTests(SeededApps apps)
{
    private const string English = "/content/article/signs-of-clonazepam-dependence.html";
    private const string Spanish = "/content/article/senales-de-dependencia-del-clonazepam.html";

    [Theory, EachDatabase]
    public async Task One_entry_in_three_formats(string database)
    {
        var app = await apps.On(database);

        var html = await app.GetAsync(English);
        var markdown = await app.GetAsync(English.Replace(".html", ".md"));
        var jsonLd = await app.GetAsync(English.Replace(".html", ".jsonld"));
        var inGraphQL = await app.ReadAsync("{ article(slug: \"signs-of-clonazepam-dependence\") { jsonLd } }");

        Assert.Equal(("text/html", "text/markdown", "application/ld+json"), (html.MediaType, markdown.MediaType, jsonLd.MediaType));
        Assert.Contains("<h1>Signs of clonazepam dependence</h1>", html.Text);
        Assert.StartsWith("# Signs of clonazepam dependence\n", markdown.Text);
        Assert.Equal((string?)inGraphQL["article"]!["jsonLd"], jsonLd.Text);
        Assert.All([html, markdown, jsonLd], a => Assert.Equal((HttpStatusCode.OK, "en-US"), (a.Status, a.Header("Content-Language"))));
    }

    [Fact]
    public async Task Nothing_on_a_page_runs_or_is_loaded_and_anybody_may_frame_it()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var page = await app.GetAsync(English);
        var data = await app.GetAsync(English.Replace(".html", ".md"));

        Assert.Matches("^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors \\*$", page.Header("Content-Security-Policy"));
        Assert.Null(page.Header("X-Frame-Options"));
        Assert.Equal(("nosniff", "no-referrer"), (page.Header("X-Content-Type-Options"), page.Header("Referrer-Policy")));
        Assert.Contains("frame-ancestors 'none'", data.Header("Content-Security-Policy"));
    }

    [Theory, EachDatabase]
    public async Task Whoever_has_the_page_already_is_told_that_it_is_the_same(string database)
    {
        var app = await apps.On(database);
        var first = await app.GetAsync(English);
        var (tag, time) = (first.Header("ETag")!, first.Header("Last-Modified"));

        var byTag = await app.GetAsync(English, ("If-None-Match", $"\"other\", {tag}"));
        var byAny = await app.GetAsync(English, ("If-None-Match", "*"));
        var otherTag = await app.GetAsync(English, ("If-None-Match", "\"other\""), ("If-Modified-Since", DateTimeOffset.UtcNow.AddDays(1).ToString("R")));
        var tooOld = await app.GetAsync(English, ("If-Modified-Since", DateTimeOffset.UtcNow.AddDays(-30).ToString("R")));

        Assert.Matches("^\"[0-9a-f]{64}\"$", tag);
        Assert.Equal("no-cache", first.Header("Cache-Control"));
        Assert.Equal([HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.OK, HttpStatusCode.OK], new[] { byTag, byAny, otherTag, tooOld }.Select(a => a.Status));
        Assert.Equal(("", tag, "no-cache"), (byTag.Text, byTag.Header("ETag"), byTag.Header("Cache-Control")));

        // The time is not told while the second in which the node began to show this is not over.
        if (time is not null)
        {
            Assert.Equal(HttpStatusCode.NotModified, (await app.GetAsync(English, ("If-Modified-Since", time))).Status);
        }
    }

    [Fact]
    public async Task The_head_of_an_answer_can_be_asked_for_alone()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var get = await app.GetAsync(English);
        var head = await app.AskPlainAsync(HttpMethod.Head, English);
        var post = await app.AskPlainAsync(HttpMethod.Post, English);

        Assert.Equal((get.Status, get.Header("ETag"), get.Message.Content.Headers.ContentLength, ""), (head.Status, head.Header("ETag"), head.Message.Content.Headers.ContentLength, head.Text));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD", "application/problem+json"), (post.Status, post.Header("Allow"), post.MediaType));
    }

    [Fact]
    public async Task The_reader_s_languages_choose_where_the_address_does_not_and_the_answer_says_so()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var byHeader = await app.GetAsync(English, ("Accept-Language", "fr, es-MX;q=0.8, en;q=0.2"));
        var none = await app.GetAsync(English, ("Accept-Language", "fr"));
        var named = await app.GetAsync($"{English}?locale=en-US", ("Accept-Language", "es"));
        var spanish = await app.GetAsync(Spanish);
        var missing = await app.GetAsync("/content/article/ptsd.html?locale=es-US");
        var unknown = await app.GetAsync($"{English}?locale=xx-XX");

        Assert.Equal(HttpStatusCode.Found, byHeader.Status);
        Assert.EndsWith($"{Spanish}?locale=es-US", byHeader.Header("Location"));
        Assert.Contains("Accept-Language", byHeader.Header("Vary"));
        Assert.Equal((HttpStatusCode.OK, "en-US"), (none.Status, none.Header("Content-Language")));
        Assert.Equal((HttpStatusCode.OK, "en-US", "Authorization"), (named.Status, named.Header("Content-Language"), named.Header("Vary")));
        Assert.Equal((HttpStatusCode.OK, "es-US"), (spanish.Status, spanish.Header("Content-Language")));
        Assert.Contains("<html lang=\"es-US\" dir=\"ltr\">", spanish.Text);
        Assert.Contains("Obtenga ayuda ahora", spanish.Text);
        Assert.Equal((HttpStatusCode.OK, "en-US"), (missing.Status, missing.Header("Content-Language")));
        Assert.Contains("<p class=\"notice\" lang=\"es\">Esta página no está disponible en español (Estados Unidos); se muestra en English (United States).</p>", missing.Text);
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID"), (unknown.Status, (string?)unknown.Json["code"]));
    }

    [Theory]
    [InlineData("/content/article/no-such-page.html")]
    [InlineData("/content/no-such-type/ptsd.html")]
    [InlineData("/content/article/ptsd.pdf")]
    [InlineData("/content/article/..%2F..%2Fetc%2Fpasswd.md")]
    public async Task What_is_not_there_is_a_problem_in_plain_words(string address)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.GetAsync(address);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json", "no-store"), (answer.Status, answer.MediaType, answer.Header("Cache-Control")));
        Assert.Equal("""{"title":"Not Found","status":404,"detail":"There is no such page.","code":"NOT_FOUND"}""", answer.Text);
    }

    [Fact]
    public async Task Whoever_shows_a_token_gets_an_answer_that_nobody_may_keep_and_a_bad_one_gets_none()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var editor = await app.AskPlainAsync(HttpMethod.Get, English, ("Authorization", $"Bearer {app.Token("Sam", ContentHub.Api.Role.Editor)}"));
        var forged = await app.AskPlainAsync(HttpMethod.Get, English, ("Authorization", "Bearer x.y.z"));
        var preview = await app.AskPlainAsync(HttpMethod.Get, English, ("ContentHub-Preview", "no-such-preview"));

        Assert.Equal((HttpStatusCode.OK, "private, no-store", null), (editor.Status, editor.Header("Cache-Control"), editor.Header("Last-Modified")));
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), (forged.Status, (string?)forged.Json["code"]));
        Assert.Equal((HttpStatusCode.Forbidden, "PREVIEW_EXPIRED"), (preview.Status, (string?)preview.Json["code"]));
    }

    [Fact]
    public async Task Links_lead_to_the_original_the_other_languages_the_other_formats_and_the_feeds()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var links = (await app.GetAsync(English)).Message.Headers.GetValues("Link").ToList();

        Assert.Contains(links, l => l.Contains("/en-US/article/signs-of-clonazepam-dependence>; rel=\"canonical\""));
        Assert.Contains(links, l => l.Contains("/es-US/article/senales-de-dependencia-del-clonazepam>; rel=\"alternate\"; hreflang=\"es-US\""));
        Assert.Contains(links, l => l.Contains("type=\"application/json+oembed\""));
        foreach (var link in links.Where(l => l.Contains("type=") && !l.Contains("oembed")))
        {
            var (address, type) = (link[1..link.IndexOf('>')], link.Split("type=\"")[1].TrimEnd('"'));
            var answer = await app.GetAsync(address);
            Assert.Equal((HttpStatusCode.OK, type), (answer.Status, answer.MediaType));
        }
    }
}
