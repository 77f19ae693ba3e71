using System.Net;
using System.Text.RegularExpressions;
using ContentHub.Tests.Clients;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Syndication;

/// <summary>The door that feeds, pages and look-ups share with GraphQL.</summary>
[Collection(SeededCollection.Name)]
public sealed partial class PlainHttpTests(SeededApps apps, PostgreSqlServer server)
{
    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_again_as_a_problem()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, settings: new Dictionary<string, string?> { ["ContentHub:RateLimits:AddressPerMinute"] = "2" });
        var first = await app.GetAsync("/feeds/atom");
        await app.GetAsync("/feeds/atom");

        var refused = await app.GetAsync("/feeds/atom");

        Assert.Equal((HttpStatusCode.OK, "\"address\";q=2;w=60"), (first.Status, first.Header("RateLimit-Policy")));
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json", "RATE_LIMITED"), (refused.Status, refused.MediaType, (string?)refused.Json["code"]));
        Assert.NotNull(refused.Message.Headers.RetryAfter);
    }

    [Fact]
    public async Task The_readme_s_lines_work_on_the_seed()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        var readme = await File.ReadAllTextAsync(Path.Combine(NodeClients.Folder(), "../../../README.md"), TestContext.Current.CancellationToken);
        var addresses = Line().Matches(readme).Select(m => m.Groups[1].Value).Where(a => !a.StartsWith("/graphql")
            // For partners only, and no text for readers: LicensedExportTests follow these.
            && !a.StartsWith("/syndication/export") && !a.StartsWith("/syndication/keys")).ToList();

        Assert.True(addresses.Count >= 9);
        foreach (var address in addresses)
        {
            // The change feed alone is read from the database.
            Func<string, Task<PlainReply>> askAsync = address.StartsWith("/syndication/changes") ? a => app.AskPlainAsync(HttpMethod.Get, a) : a => app.GetAsync(a);
            var answer = await askAsync(address.Replace("http://localhost:5080", app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)));

            Assert.Equal((address, HttpStatusCode.OK), (address, answer.Status));
            Assert.Contains(address.StartsWith("/feeds/json") ? "content_html" : "http", answer.Text);
        }
    }

    [Fact]
    public async Task Addresses_are_those_that_the_settings_name_and_never_the_name_that_was_asked_for()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, settings: new Dictionary<string, string?>
        {
            ["ContentHub:Site:Url"] = "https://clinic.example", ["ContentHub:Site:ServerUrl"] = "https://content.clinic.example", ["ContentHub:Site:PagePath"] = "/{locale}/{type}/{slug}/",
        });

        var desk = new Content.Desk(app);
        var (topic, author) = (Guid.NewGuid(), Guid.NewGuid());
        await desk.PublishedAsync("Topic", Content.Desk.Topic("sleep", "Sleep"), topic);
        await desk.PublishedAsync("Person", Content.Desk.Person("ann", "Ann"), author);
        await desk.PublishedAsync("Article", Content.Desk.Article("rest", "Rest", topic, author, new { paragraph = new { text = $"About [sleep](entry:{topic})." } }));

        foreach (var address in new[] { "/feeds/atom?type=article&content=full", "/feeds/json", "/sitemap.xml", "/content/article/rest.html", "/content/article/rest.md", "/service?mainSearchCriteria.v.dn=sleep" })
        {
            var answer = await app.GetAsync(address, ("Host", "evil.example"));

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.DoesNotContain("evil.example", answer.Text + answer.Header("Link"));
            Assert.DoesNotContain("127.0.0.1", answer.Text + answer.Header("Link"));
        }

        var page = await app.GetAsync("/content/article/rest.html");
        Assert.Contains("<link rel=\"canonical\" href=\"https://clinic.example/en-US/article/rest/\">", page.Text);
        Assert.Contains("https://content.clinic.example/feeds/atom?type=article", page.Text);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/oembed?url=https://clinic.example/en-US/article/rest/")).Status);
    }

    [Fact]
    public async Task Every_page_s_json_ld_is_expanded_whole_by_a_processor_of_others()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        var pages = (await app.SitemapAsync()).GroupBy(p => p.AbsolutePath.Split('/')[2]).SelectMany(type => type.Take(3)).ToList();
        var addresses = pages.Select(p => new Uri(app.Http.BaseAddress!, PlainReading.Rendered(p, "jsonld"))).ToList();

        var lines = await NodeClients.RunAsync("json-ld", new Dictionary<string, string> { ["CONTENTHUB_DOCUMENTS"] = string.Join(' ', addresses) });

        Assert.Equal(addresses.Count, lines.Count);
        foreach (var (page, line) in pages.Zip(lines))
        {
            var expanded = System.Text.Json.Nodes.JsonNode.Parse(line)!;
            var thing = expanded["expanded"]![0]!.AsObject();
            Assert.Equal(page.AbsoluteUri, (string?)thing["@id"]);
            Assert.StartsWith("http://schema.org/", (string?)thing["@type"]![0]);
            Assert.All(thing.Where(p => !p.Key.StartsWith('@')), p => Assert.StartsWith("http://schema.org/", p.Key));
            Assert.True((int)expanded["statements"]! > 3);
        }
    }

    [GeneratedRegex("curl -s '?http://localhost:5080(/[^' ]*)")]
    private static partial Regex Line();
}
