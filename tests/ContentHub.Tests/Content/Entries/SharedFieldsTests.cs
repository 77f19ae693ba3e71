using System.Text.Json;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Content.Entries;

/// <summary>What every entry tells of itself, on the content of the seed.</summary>
[Collection(SeededCollection.Name)]
public sealed class SharedFieldsTests(SeededApps apps)
{
    [Theory, EachDatabase]
    public async Task Everything_clinical_names_911_and_988(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            { a: articles(first: 100) { nodes { ...Help } } b: symptomLists(first: 100) { nodes { ...Help } } c: faqEntries(first: 100) { nodes { ...Help } } d: articles(first: 100, locale: "es-US", fallback: NONE) { nodes { ...Help } } }
            fragment Help on Entry { slug crisis { slug isEmergency } }
            """);

        var all = data.AsObject().SelectMany(list => list.Value!["nodes"]!.AsArray()).ToList();
        Assert.Equal(12 + 13 + 30 + 1, all.Count);
        Assert.All(all, entry =>
        {
            var lines = entry!["crisis"].Joined("slug").Split(' ');
            Assert.Equal("us-911", lines[0]);
            Assert.Contains("us-988", lines);
        });
    }

    [Theory, EachDatabase]
    public async Task Help_lines_are_those_of_the_country_and_of_the_topics_and_what_stands_above_them(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            {
              a: article(slug: "signs-of-clonazepam-dependence") { us: crisis(country: "US") { slug } none: crisis(country: "CH") { slug } own: crisis { slug } }
              b: article(slug: "opioid-use-disorder-treatment") { crisis { slug } }
              c: article(slug: "ptsd") { crisis { slug } }
              d: helpLine(slug: "us-911") { crisis { slug } }
            }
            """);

        // The crisis line is for everything and comes before narrower ones. Poison Help is about substances, of which clonazepam is one; SAMHSA's line about use disorders.
        Assert.Equal("us-911 us-988 us-poison-help", data["a"]!["us"].Joined("slug"));
        Assert.Equal("us-911 us-988 us-poison-help", data["a"]!["own"].Joined("slug"));
        Assert.Empty(data["a"]!["none"]!.AsArray());
        Assert.Equal("us-911 us-988 us-samhsa-helpline", data["b"]!["crisis"].Joined("slug"));
        Assert.Equal("us-911 us-988", data["c"]!["crisis"].Joined("slug"));
        Assert.DoesNotContain("us-911", data["d"]!["crisis"].Joined("slug"), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Json_ld_of_every_entry_is_an_object_that_cannot_leave_its_script_element(string database)
    {
        var app = await apps.On(database);
        var pages = (await app.ReadAsync("{ sitemap(first: 1000) { nodes { nodeId canonicalUrl } } }"))["sitemap"]!["nodes"]!.AsArray();

        foreach (var some in pages.Chunk(100))
        {
            var nodes = (await app.ReadAsync("query($ids: [ID!]!) { nodes(ids: $ids) { ... on Entry { title canonicalUrl jsonLd } } }", new { ids = some.Select(p => (string?)p!["nodeId"]) }))["nodes"]!;
            Assert.All(nodes.AsArray(), node =>
            {
                var text = (string)node!["jsonLd"]!;
                using var json = JsonDocument.Parse(text);
                Assert.Equal(("https://schema.org", (string?)node["canonicalUrl"]), (json.RootElement.GetProperty("@context").GetString(), json.RootElement.GetProperty("@id").GetString()));
                Assert.DoesNotContain('<', text);
            });
        }
    }

    [Theory, EachDatabase]
    public async Task Used_by_lists_what_shows_or_links_to_an_entry_by_title_page_by_page(string database)
    {
        var app = await apps.On(database);
        const string query = "query($after: String) { symptomList(slug: \"clonazepam-withdrawal\") { usedBy(first: 2, after: $after) { totalCount nodes { slug title } pageInfo { hasNextPage endCursor } } } }";

        var all = (await app.ReadAsync("{ symptomList(slug: \"clonazepam-withdrawal\") { usedBy(first: 100) { totalCount nodes { slug title } } articles: usedBy(types: [ARTICLE]) { nodes { slug type } } none: usedBy(types: []) { totalCount } } }"))["symptomList"]!;
        var walked = new List<string>();
        for (string? after = null; ;)
        {
            var page = (await app.ReadAsync(query, new { after }))["symptomList"]!["usedBy"]!;
            walked.AddRange(page["nodes"].Joined("slug").Split(' '));
            if (!(bool)page["pageInfo"]!["hasNextPage"]!)
            {
                break;
            }

            after = (string)page["pageInfo"]!["endCursor"]!;
        }

        var users = all["usedBy"]!["nodes"].Joined("slug").Split(' ');
        Assert.Contains("signs-of-clonazepam-dependence", users);
        Assert.Contains("home", users);
        Assert.Equal(users, walked);
        Assert.Equal((users.Length, 0), ((int)all["usedBy"]!["totalCount"]!, (int)all["none"]!["totalCount"]!));
        Assert.Equal(["ARTICLE"], all["articles"]!["nodes"].Joined("type").Split(' ').Distinct());
    }

    [Theory, EachDatabase]
    public async Task Topics_know_what_stands_above_and_below_them_and_what_editors_put_in_front(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            {
              low: topic(slug: "clonazepam") { parent { slug } ancestors { slug } children { slug } }
              high: topic(slug: "substances") { parent { slug } ancestors { slug } children { slug title } }
              home: topic(slug: "home") { kind featured { __typename slug } }
            }
            """);

        Assert.Equal(("benzodiazepines", "substances benzodiazepines", ""), ((string?)data["low"]!["parent"]!["slug"], data["low"]!["ancestors"].Joined("slug"), data["low"]!["children"].Joined("slug")));
        Assert.Equal((null, "", "alcohol benzodiazepines naloxone opioids stimulants"), ((string?)data["high"]!["parent"]?["slug"], data["high"]!["ancestors"].Joined("slug"), data["high"]!["children"].Joined("slug")));
        Assert.Equal(
            "Article SymptomList FaqEntry Program Article Article Topic Topic GlossaryTerm HelpLine HelpLine",
            data["home"]!["featured"].Joined("__typename"));
        Assert.StartsWith("signs-of-clonazepam-dependence clonazepam-withdrawal is-it-safe-to-stop-clonazepam-suddenly intensive-outpatient", data["home"]!["featured"].Joined("slug"), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Related_articles_share_topics_and_are_never_the_article_itself(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""{ article(slug: "signs-of-clonazepam-dependence") { a: relatedArticles { slug } b: relatedArticles(limit: 0) { slug } c: relatedArticles(limit: 20) { slug } } }""");
        var tooMany = await app.SendAsync("""{ article(slug: "ptsd") { relatedArticles(limit: 21) { slug } } }""");

        Assert.Equal(("stopping-a-benzodiazepine-safely", "", "stopping-a-benzodiazepine-safely"), (data["article"]!["a"].Joined("slug"), data["article"]!["b"].Joined("slug"), data["article"]!["c"].Joined("slug")));
        Assert.Equal("PAGE_TOO_LARGE", (string?)tooMany["errors"]![0]!["extensions"]!["code"]);
    }

    [Theory, EachDatabase]
    public async Task A_copy_can_say_where_it_is_from(string database)
    {
        var app = await apps.On(database);

        var article = (await app.ReadAsync("""{ article(slug: "ptsd") { title byline canonicalUrl attribution { text html url licence } review { reviewerName reviewer { title } version } publishedVersion } site { name url } }"""));

        var (title, url, name) = ((string)article["article"]!["title"]!, (string)article["article"]!["canonicalUrl"]!, (string)article["site"]!["name"]!);
        Assert.Equal($"{(string)article["site"]!["url"]!.ToString().TrimEnd('/')}/en-US/article/ptsd", url);
        Assert.Equal($"{title}. {name}. {url}", (string?)article["article"]!["attribution"]!["text"]);
        Assert.Equal($"<a href=\"{url}\">{title}</a>. {name}.", (string?)article["article"]!["attribution"]!["html"]);
        Assert.Equal("Sample Author One", ((string)article["article"]!["byline"]!)[..17]);
        Assert.Equal((int)article["article"]!["publishedVersion"]!, (int)article["article"]!["review"]!["version"]!);
        Assert.Equal((string?)article["article"]!["review"]!["reviewerName"], (string?)article["article"]!["review"]!["reviewer"]!["title"]);
    }
}
