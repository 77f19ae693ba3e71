using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Api.Limits;

/// <summary>What known operations cost, counted by hand. The numbers are part of the contract: clients plan by them.</summary>
[Collection(SeededCollection.Name)]
public sealed class CostTests(SeededApps apps)
{
    [Theory]
    // Each field costs 1.
    [InlineData(1, "{ __typename }")]
    [InlineData(3, "{ site { name url } }")]
    // A list field 20; a page's selection counts once for each item: 20 + 1 + 100 × (1 + (1 + 5) + (1 + 5)).
    [InlineData(1_321, "{ articles(first: 100) { nodes { title topics { title } authors { title } } } }")]
    // Twenty when nobody says: 20 + (1 + 20) + (1 + 1) + 1.
    [InlineData(44, "{ topics { nodes { title } pageInfo { hasNextPage } totalCount } }")]
    [InlineData(44, "{ topics(first: null) { nodes { title } pageInfo { hasNextPage } totalCount } }")]
    // Edges as well as nodes: 20 + (1 + 7 × (1 + 1 + 1)) + (1 + 7).
    [InlineData(50, "{ topics(last: 7) { edges { cursor node { title } } nodes { title } } }")]
    [InlineData(4, """{ nodes(ids: ["a", "b", "c"]) { id } }""")]
    // A reverse relation costs 10: 1 + 10 + 1 + 9.
    [InlineData(21, """{ topic(slug: "x") { usedBy(first: 9) { nodes { title } } } }""")]
    // Related articles 20, as many as are asked for, or 5: 1 + (20 + 3) + (20 + 5).
    [InlineData(49, """{ article(slug: "x") { a: relatedArticles(limit: 3) { title } b: relatedArticles { title } } }""")]
    // Nested lists multiply: 1 + 1 + 10 × (1 + 5 × 1).
    [InlineData(62, """{ article(slug: "x") { sections { blocks { key } } } }""")]
    // Of fields for one type or another only the dearest type counts: key 1 + paragraph 2.
    [InlineData(162, """{ article(slug: "x") { sections { blocks { key ... on Paragraph { text { html } } ... on Quote { source } } } } }""")]
    // A filter costs 10 for each value in it: 20 + 30 + 1.
    [InlineData(51, """{ articles(where: { or: [{ title: { contains: "a" } }, { topic: { slug: { in: ["x", "y"] } } }] }) { totalCount } }""")]
    // What is left out by a literal does not count, what a variable leaves out neither.
    [InlineData(1, "{ __typename site @include(if: false) { name } ... @skip(if: true) { site { url } } }")]
    [InlineData(1, "query($v: Boolean = true) { __typename ... @skip(if: $v) { site { url } } }")]
    // The past is read from the database: 500.
    [InlineData(502, """{ article(slug: "x", asOf: "2026-01-01T00:00:00Z") { title } }""")]
    // An act 1,000, what editors read at least a statement.
    [InlineData(1_001, """mutation { discardDraft(input: { id: "x", version: 1 }) { sequence } }""")]
    [InlineData(102, """{ editorial { draft(id: "x") { title } } }""")]
    public async Task Cost_is_as_counted_by_hand(int cost, string query)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.SendAsync(query, token: query.Contains("editorial") ? app.Token("Edith", Role.Editor) : null);

        Assert.True(answer.ContainsKey("data"), answer.ToJsonString());
        Assert.Equal(cost, (int)Cost(answer)["used"]!);
    }

    [Fact]
    public async Task Variables_multiply_on_the_first_use_of_a_document_and_on_repeats()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        const string query = "query($n: Int = 3, $more: Boolean!, $where: TopicFilter) { topics(first: $n, where: $where) { nodes { title slug @include(if: $more) } } }";

        var costs = new List<int>();
        foreach (var variables in new object[]
        {
            new { more = false }, new { more = true }, new { more = false, n = 100 }, new { more = false, n = (int?)null },
            new { more = false, n = 0, where = new { and = new object[] { new { slug = new { eq = "x" } }, new { slug = new { @in = new[] { "y", "z" } } } } } },
        })
        {
            costs.Add((int)Cost(await app.SendAsync(query, variables))["used"]!);
        }

        // 20 + 1 + n, twice n with both fields; 30 for the filter's three values.
        Assert.Equal([24, 27, 121, 41, 51], costs);
    }

    [Fact]
    public async Task The_heaviest_path_is_named_with_its_cost()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.SendAsync("{ site { name } list: articles(first: 10) { totalCount nodes { title topics { title slug } usedBy { nodes { title } } } } }");

        // 10 × (10 + (1 + 20)) of 20 + 1 + 1 + 10 × (1 + 11 + 31), and of these again 10 × (1 + 20).
        Assert.Equal("""{"path":"list.nodes.usedBy.nodes","cost":210}""", Cost(answer)["heaviest"]!.ToJsonString());
        Assert.Equal(454, (int)Cost(answer)["used"]!);
    }

    [Fact]
    public async Task An_operation_over_the_limit_is_refused_before_it_runs_and_told_why()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        const string query = "query($n: Int!) { articles(first: $n) { nodes { usedBy(first: 100) { nodes { topics { title slug } } } } } }";
        await app.SendAsync(query, new { n = 1 });

        var answer = await app.SendAsync(query, new { n = 100 });

        // 20 + 1 + 100 × (10 + 1 + 100 × (1 + 5 × 2)).
        var error = answer["errors"]!.AsArray().Single()!;
        Assert.False(answer.ContainsKey("data"));
        Assert.Equal("This operation costs 111121, 11121 over the limit of 100000. Most of it, 110000, is `articles.nodes.usedBy.nodes.topics`: ask for fewer items or fields of it at once.", (string?)error["message"]);
        Assert.Equal(("COST_TOO_HIGH", 111_121), ((string?)error["extensions"]!["code"]!, (int)Cost(answer)["used"]!));
    }

    [Fact]
    public async Task Each_reply_tells_cost_and_limit_also_when_nothing_ran()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        foreach (var query in new[] { "{", "{ nothing }", "{ articles(first: 101) { totalCount } }", "{ site { name } }" })
        {
            var cost = Cost(await app.SendAsync(query));

            Assert.Equal(100_000, (int)cost["limit"]!);
            Assert.Equal(["used", "limit", "heaviest"], cost.AsObject().Select(member => member.Key));
        }
    }

    [Theory]
    [InlineData("page of 100 articles", "{ articles(first: 100) { nodes { id slug title summary byline publishedAt canonicalUrl topics { id slug title } authors { id slug title } review { reviewerName status reviewedOn } } pageInfo { hasNextPage endCursor } totalCount } }")]
    [InlineData("sitemap", "{ sitemap(first: 1000) { nodes { nodeId entryId type slug locale canonicalUrl contentModifiedAt alternates { locale canonicalUrl } } pageInfo { hasNextPage endCursor } } }")]
    [InlineData("article page", "{ article(slug: \"ptsd\") { ...Page crisis { title phone text chatUrl } relatedArticles { slug title summary } translations { locale entry { slug canonicalUrl } } usedBy { nodes { slug title type } } jsonLd } }" + Page)]
    [InlineData("twenty whole articles for a static site", "{ articles(first: 20) { nodes { ...Page jsonLd } pageInfo { hasNextPage endCursor } } }" + Page)]
    [InlineData("what Relay asks", "{ articles(first: 30) { edges { cursor node { __typename id title ... on Node { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }")]
    [InlineData("introspection", Introspection)]
    public async Task What_a_frontend_reasonably_asks_passes_with_room_to_spare(string what, string query)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.SendAsync(query);

        Assert.False(answer.ContainsKey("errors"), $"{what}: {answer["errors"]?.ToJsonString()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {Cost(answer)["used"]}");
        Assert.InRange((int)Cost(answer)["used"]!, 1, 90_000);
    }

    [Theory]
    [InlineData("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }")]
    [InlineData("{ __schema { types { possibleTypes { possibleTypes { fields { type { fields { name } } } } } } } }")]
    [InlineData("{ __type(name: \"Article\") { ...A } } fragment A on __Type { fields { type { ofType { ...B } ...B } } } fragment B on __Type { fields { type { ofType { ...C } ...C } } } fragment C on __Type { fields { type { fields { type { fields { name } } } } } }")]
    public async Task Introspection_that_walks_from_type_to_type_is_refused(string query)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.SendAsync(query);

        Assert.Equal("COST_TOO_HIGH", (string?)answer["errors"]![0]!["extensions"]!["code"]);
    }

    static JsonNode Cost(JsonObject answer) => answer["extensions"]!["cost"]!;

    const string Page = """
         fragment Page on Article {
          id slug locale title summary keyPoints audience byline publishedAt firstPublishedAt contentModifiedAt canonicalUrl status
          authors { ...Person } topics { id slug title } notices { kind text at } seo { title description noIndex } readability { grade minutes }
          review { reviewerName reviewedOn nextReviewDue status reviewer { ...Person } }
          references { key title publisher url published accessed }
          attribution { text html url licence }
          faqs { id title shortAnswer answer { ...Block } }
          programs { id slug title levelOfCare }
          sections { key heading aspect blocks { ...Block } }
          symptomLists { id title symptoms { name action severity } }
        }
        fragment Person on Person { id slug title credentials }
        fragment Block on Block {
          __typename key
          ... on Paragraph { text { html } }
          ... on BulletList { items { level text { html } } }
          ... on NumberedList { start items { level text { html } } }
          ... on Callout { kind heading text { html } }
          ... on Quote { source text { html } }
          ... on Table { caption header { html } rows { cells { html } } }
          ... on SymptomListBlock { symptomList { id title symptoms { name severity action } } }
          ... on FaqBlock { faqs { id title shortAnswer } }
          ... on CallToAction { label url phone program { slug title } }
          ... on HelpLineBlock { helpLine { title phone text } }
        }
        """;

    /// <summary>What graphql-js's getIntrospectionQuery asks, which GraphiQL, Altair and code generators send.</summary>
    const string Introspection = """
        query IntrospectionQuery { __schema { description queryType { name } mutationType { name } subscriptionType { name }
          types { ...FullType } directives { name description locations args { ...InputValue } } } }
        fragment FullType on __Type { kind name description
          fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields { ...InputValue } interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
        fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
          ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }
        """;
}
