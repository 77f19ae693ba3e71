using System.Buffers.Text;
using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Delivery.Queries;

/// <summary>Walking through lists page by page.</summary>
[Collection(SeededCollection.Name)]
public sealed class PagingTests(SeededApps apps)
{
    private static readonly string[] Orders = ["PUBLISHED_AT_DESC", "PUBLISHED_AT_ASC", "FIRST_PUBLISHED_AT_DESC", "CONTENT_MODIFIED_AT_DESC", "TITLE_ASC", "TITLE_DESC"];

    [Theory, EachDatabase]
    public async Task Pages_forward_and_backward_are_the_list_in_every_order(string database)
    {
        var app = await apps.On(database);
        foreach (var order in Orders)
        {
            var whole = (await app.ReadAsync($"{{ faqEntries(first: 100, orderBy: {order}) {{ nodes {{ id }} }} }}"))["faqEntries"]!["nodes"].Joined("id").Split(' ');

            var forward = await WalkAsync(app, "faqEntries", order, isForward: true);
            var backward = await WalkAsync(app, "faqEntries", order, isForward: false);

            Assert.Equal(30, whole.Distinct().Count());
            Assert.Equal(whole, forward);
            Assert.Equal(whole, backward);
        }
    }

    [Theory, EachDatabase]
    public async Task Opposite_orders_mirror_each_other(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            { a: topics(first: 100, orderBy: TITLE_ASC) { nodes { title } } b: topics(first: 100, orderBy: TITLE_DESC) { nodes { title } }
              c: topics(first: 100, orderBy: PUBLISHED_AT_ASC) { nodes { id } } d: topics(first: 100, orderBy: PUBLISHED_AT_DESC) { nodes { id } } }
            """);

        var titles = data["a"]!["nodes"]!.AsArray().Select(n => (string)n!["title"]!).ToList();
        Assert.Equal(titles.Order(StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("en-US"), ignoreCase: true)), titles);
        Assert.Equal(titles, data["b"]!["nodes"]!.AsArray().Select(n => (string)n!["title"]!).Reverse());
        Assert.Equal(data["c"]!["nodes"].Joined("id").Split(' '), data["d"]!["nodes"].Joined("id").Split(' ').Reverse());
    }

    [Theory, EachDatabase]
    public async Task Page_info_says_where_the_page_stands(string database)
    {
        var app = await apps.On(database);
        const string page = "totalCount edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

        var all = (await app.ReadAsync($"{{ programs {{ {page} }} }}"))["programs"]!;
        var cursors = all["edges"].Joined("cursor").Split(' ');
        var middle = (await app.ReadAsync($"query($a: String, $b: String) {{ programs(first: 2, after: $a, before: $b) {{ {page} }} }}", new { a = cursors[0], b = cursors[4] }))["programs"]!;
        var empty = (await app.ReadAsync($"query($a: String) {{ programs(first: 2, after: $a) {{ {page} }} }}", new { a = cursors[4] }))["programs"]!;

        Assert.Equal($$"""{"hasNextPage":false,"hasPreviousPage":false,"startCursor":"{{cursors[0]}}","endCursor":"{{cursors[4]}}"}""", all["pageInfo"]!.ToJsonString());
        Assert.Equal($$"""{"hasNextPage":true,"hasPreviousPage":true,"startCursor":"{{cursors[1]}}","endCursor":"{{cursors[2]}}"}""", middle["pageInfo"]!.ToJsonString());
        Assert.Equal((0, 5, cursors[4]), (empty["edges"]!.AsArray().Count, (int)empty["totalCount"]!, (string?)empty["pageInfo"]!["endCursor"]));
    }

    [Theory, EachDatabase]
    public async Task A_cursor_holds_when_the_list_is_filtered_the_same_way_and_counts_stay_whole(string database)
    {
        var app = await apps.On(database);
        const string query = """query($after: String) { glossaryTerms(first: 4, after: $after, where: { title: { contains: "o" } }) { totalCount nodes { title } pageInfo { hasNextPage endCursor } } }""";
        var titles = new List<string>();
        var totals = new HashSet<int>();

        for (string? after = null; ;)
        {
            var page = (await app.ReadAsync(query, new { after }))["glossaryTerms"]!;
            titles.AddRange(page["nodes"]!.AsArray().Select(n => (string)n!["title"]!));
            totals.Add((int)page["totalCount"]!);
            if (!(bool)page["pageInfo"]!["hasNextPage"]!)
            {
                break;
            }

            after = (string)page["pageInfo"]!["endCursor"]!;
        }

        var expected = app.Current.List("GLOSSARY_TERM", null, ContentHub.Delivery.LocaleFallback.Chain, ContentHub.Delivery.EntryOrder.TitleAsc)
            .Select(e => e.Title.ToString()).Where(t => t.Contains('o', StringComparison.OrdinalIgnoreCase));
        Assert.Equal(expected, titles);
        Assert.Equal([titles.Count], totals);
    }

    [Theory, EachDatabase]
    public async Task Cursors_that_are_not_of_this_list_are_refused(string database)
    {
        var app = await apps.On(database);
        var ours = (string)(await app.ReadAsync("{ topics(first: 1) { pageInfo { endCursor } } }"))["topics"]!["pageInfo"]!["endCursor"]!;
        var bytes = Base64Url.DecodeFromChars(ours);
        bytes[^1] ^= 1;

        string[] bad =
        [
            "topics(first: 1, after: \"nonsense\")", "topics(first: 1, after: \"\")", "topics(last: 1, before: \"*\")",
            $"topics(first: 1, after: \"{Base64Url.EncodeToString(bytes)}\")",
            $"topics(first: 1, after: \"{ours}\", orderBy: TITLE_DESC)", $"topics(first: 1, after: \"{ours}\", locale: \"es-US\")",
            $"topics(first: 1, after: \"{ours}\", fallback: NONE)", $"people(first: 1, after: \"{ours}\")",
            $"sitemap(first: 1, after: \"{ours}\")", $"redirects(first: 1, after: \"{ours}\")",
        ];
        foreach (var field in bad)
        {
            var answer = await app.SendAsync($"{{ {field} {{ totalCount }} }}");

            Assert.True((string?)answer["errors"]?[0]?["extensions"]?["code"] == "INVALID_CURSOR", field);
        }
    }

    [Theory, EachDatabase]
    public async Task The_sitemap_is_walked_in_an_order_of_its_own_and_has_every_language_version(string database)
    {
        var app = await apps.On(database);
        const string query = "query($after: String) { sitemap(first: 50, after: $after) { totalCount nodes { nodeId entryId locale canonicalUrl alternates { nodeId locale canonicalUrl } } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
        var pages = new List<JsonNode>();

        string? after = null;
        do
        {
            var page = (await app.ReadAsync(query, new { after }))["sitemap"]!;
            Assert.Equal(after is not null, (bool)page["pageInfo"]!["hasPreviousPage"]!);
            pages.AddRange(page["nodes"]!.AsArray().Select(n => n!));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string?)page["pageInfo"]!["endCursor"] : null;
        }
        while (after is not null);

        var whole = (await app.ReadAsync("{ sitemap(first: 1000) { nodes { nodeId } } }"))["sitemap"]!["nodes"].Joined("nodeId").Split(' ');
        Assert.Equal(whole, pages.Select(p => (string)p["nodeId"]!));
        Assert.Equal(169, whole.Distinct().Count());
        Assert.All(pages.GroupBy(p => (string)p["entryId"]!), entry => Assert.All(entry, page =>
            Assert.Equal(entry.Where(p => p != page).Select(p => (string)p["canonicalUrl"]!).Order(), page["alternates"]!.AsArray().Select(a => (string)a!["canonicalUrl"]!).Order())));
        Assert.Contains(pages, p => (string?)p["locale"] == "es-US" && p["alternates"]!.AsArray().Count == 1);
    }

    [Theory, EachDatabase]
    public async Task Sitemap_and_redirects_can_be_narrowed(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            { a: sitemap(first: 1000, types: [TOPIC, PERSON]) { totalCount nodes { type } } b: sitemap(first: 1000, locale: "es-US") { totalCount nodes { locale } }
              c: sitemap(types: []) { totalCount } d: redirects { totalCount nodes { slug } } }
            """);

        Assert.Equal(["PERSON", "TOPIC"], data["a"]!["nodes"].Joined("type").Split(' ').Distinct().Order());
        Assert.Equal(["es-US"], data["b"]!["nodes"].Joined("locale").Split(' ').Distinct());
        Assert.Equal((45, 57, 0, 0), ((int)data["a"]!["totalCount"]!, (int)data["b"]!["totalCount"]!, (int)data["c"]!["totalCount"]!, (int)data["d"]!["totalCount"]!));
    }

    private static async Task<List<string>> WalkAsync(ContentHubApp app, string field, string order, bool isForward)
    {
        var found = new List<string>();
        var (size, from, more, cursor) = isForward ? ("first", "after", "hasNextPage", "endCursor") : ("last", "before", "hasPreviousPage", "startCursor");
        for (string? place = null; ;)
        {
            var page = (await app.ReadAsync(
                $"query($place: String) {{ {field}({size}: 7, {from}: $place, orderBy: {order}) {{ totalCount nodes {{ id }} pageInfo {{ {more} {cursor} }} }} }}", new { place }))[field]!;
            Assert.Equal(30, (int)page["totalCount"]!);
            found.InsertRange(isForward ? found.Count : 0, page["nodes"].Joined("id").Split(' '));
            if (!(bool)page["pageInfo"]![more]!)
            {
                return found;
            }

            place = (string?)page["pageInfo"]![cursor];
        }
    }
}
