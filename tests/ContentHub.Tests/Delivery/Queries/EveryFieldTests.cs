using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Queries;

/// <summary>All that readers can ask, asked of all that the seed holds.</summary>
[Collection(SeededCollection.Name)]
public sealed class EveryFieldTests(SeededApps apps)
{
    private static readonly (string Type, string Singular, string Plural, int Count)[] Types =
    [
        ("Article", "article", "articles", 12), ("SymptomList", "symptomList", "symptomLists", 13), ("FaqEntry", "faqEntry", "faqEntries", 30),
        ("Program", "program", "programs", 5), ("Topic", "topic", "topics", 23), ("Person", "person", "people", 4),
        ("Location", "location", "locations", 1), ("GlossaryTerm", "glossaryTerm", "glossaryTerms", 20), ("HelpLine", "helpLine", "helpLines", 4),
    ];

    [Theory, EachDatabase]
    public async Task Every_field_of_every_type_answers_for_every_entry(string database)
    {
        var app = await apps.UnboundedOn(database);
        var walk = await SchemaWalk.OfAsync(app);
        var pages = (await app.ReadAsync("{ sitemap(first: 1000) { totalCount nodes { nodeId type title: slug } } }"))["sitemap"]!;
        var answered = 0;

        foreach (var type in walk.Entries)
        {
            var selection = walk.Select(type);
            var ids = pages["nodes"]!.AsArray().Where(p => Pascal((string)p!["type"]!) == type).Select(p => (string)p!["nodeId"]!).ToList();
            foreach (var some in ids.Chunk(25))
            {
                var data = await app.ReadAsync($"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename ... on {type} {selection} }} }}", new { ids = some });
                Assert.All(data["nodes"]!.AsArray(), n => Assert.Equal(type, (string?)n!["__typename"]));
                answered += some.Length;
            }
        }

        foreach (var (type, _, plural, _) in Types)
        {
            await app.ReadAsync($"{{ {plural}(first: 3, locale: \"es-US\") {walk.Select($"{type}Connection")} }}");
        }

        await app.ReadAsync($"{{ sitemap(first: 1000) {walk.Select("SitemapConnection")} redirects {walk.Select("RedirectConnection")} site {walk.Select("Site")} }}");
        await app.Services.GetRequiredService<ContentHub.Delivery.Search.SearchFollower>().Ready.WaitAsync(TestContext.Current.CancellationToken);
        // Every entry's fields twice would be too large a document: once below the edges.
        walk.Select("SearchConnection");
        await app.ReadAsync($"{{ search(text: \"clonazepam\", first: 3) {{ edges {walk.Select("SearchEdge")} }} }}");
        await app.ReadAsync($"{{ search(text: \"clonazepam\") {{ totalCount nodes {{ id }} pageInfo {walk.Select("PageInfo")} facets {walk.Select("Facet")} }} }}");
        // The log is in the database, and the only thing of readers' that is.
        await app.QueryAsync($"{{ changes(first: 200) {walk.Select("ChangeConnection")} }}");
        Assert.Equal((int)pages["totalCount"]!, answered);
        Assert.Equal(169, answered);
        Assert.Empty(walk.Reachable().Except(walk.Seen).Order());
    }

    [Theory, EachDatabase]
    public async Task Every_root_field_finds_the_same_entry(string database)
    {
        var app = await apps.UnboundedOn(database);

        foreach (var (type, singular, plural, count) in Types)
        {
            var list = (await app.ReadAsync($"{{ {plural}(first: 100) {{ totalCount nodes {{ id entryId slug title type }} }} }}"))[plural]!;
            var first = list["nodes"]![0]!;
            var found = await app.ReadAsync(
                $$"""
                query($id: ID!, $entryId: ID!, $slug: String!, $type: EntryType!) {
                  node(id: $id) { ...Named }
                  nodes(ids: [$id, "nonsense", $id]) { ...Named }
                  entry(entryId: $entryId) { ...Named }
                  entryBySlug(type: $type, slug: $slug) { ...Named }
                  {{singular}}(slug: $slug) { ...Named }
                }
                fragment Named on Entry { __typename id slug title }
                """,
                new { id = (string?)first["id"], entryId = (string?)first["entryId"], slug = (string?)first["slug"], type = (string?)first["type"] });

            var named = $$"""{"__typename":"{{type}}","id":"{{first["id"]}}","slug":"{{first["slug"]}}","title":{{first["title"]!.ToJsonString()}}}""";
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(named), found["node"]));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse($"[{named},null,{named}]"), found["nodes"]));
            Assert.All(new[] { "entry", "entryBySlug", singular }, field => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(named), found[field])));
            Assert.Equal(count, (int)list["totalCount"]!);
            Assert.Equal(count, list["nodes"]!.AsArray().Count);
        }
    }

    [Theory, EachDatabase]
    public async Task What_is_not_there_is_null_and_no_error(string database)
    {
        var app = await apps.UnboundedOn(database);
        var none = Guid.NewGuid();

        var data = await app.ReadAsync($$"""
            {
              b: node(id: "{{new ContentHub.Api.NodeId(ContentHub.Api.NodeKind.Entry, none)}}") { id }
              c: nodes(ids: []) { id } d: entry(entryId: "{{none}}") { id }
              f: entryBySlug(type: TOPIC, slug: "signs-of-clonazepam-dependence") { id } g: article(slug: "") { id }
            }
            """);

        Assert.Equal("""{"b":null,"c":[],"d":null,"f":null,"g":null}""", data.ToJsonString());
    }

    [Theory]
    [InlineData("""node(id: "nonsense")""")]
    [InlineData("""node(id: "E3q2-7wAAAAAAAAAAAAAAAB@0")""")]
    [InlineData("""node(id: "")""")]
    [InlineData("""entry(entryId: "nonsense")""")]
    public async Task What_is_no_id_is_an_error_with_a_code(string field)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.SendAsync($"{{ {field} {{ id }} site {{ name }} }}");

        Assert.Equal("INVALID_ID", (string?)answer["errors"]!.AsArray().Single()!["extensions"]!["code"]);
        Assert.NotNull(answer["data"]!["site"]);
    }

    [Theory, EachDatabase]
    public async Task Queries_are_answered_over_GET_too(string database)
    {
        var app = await apps.UnboundedOn(database);
        var query = Uri.EscapeDataString("query($slug: String!) { article(slug: $slug) { title } site { defaultLocale timeZone locales { tag fallbacks isRightToLeft } } }");
        var variables = Uri.EscapeDataString("""{"slug":"signs-of-clonazepam-dependence"}""");

        var answer = JsonNode.Parse(await app.Http.GetStringAsync($"/graphql?query={query}&variables={variables}", TestContext.Current.CancellationToken))!;

        Assert.Equal("Signs of clonazepam dependence", (string?)answer["data"]!["article"]!["title"]);
        Assert.Equal(
            """{"defaultLocale":"en-US","timeZone":"America/Los_Angeles","locales":[{"tag":"en-US","fallbacks":[],"isRightToLeft":false},{"tag":"es-US","fallbacks":["en-US"],"isRightToLeft":false}]}""",
            answer["data"]!["site"]!.ToJsonString());
    }

    private static string Pascal(string enumName) => string.Concat(enumName.Split('_').Select(word => word[0] + word[1..].ToLowerInvariant()));
}
