using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Api.Limits;

/// <summary>Requests with something wrong in them, of every kind that there is: each gets a code, and no word of our insides.</summary>
[Collection(SeededCollection.Name)]
public sealed partial class RefusalTests(SeededApps apps)
{
    [Theory]
    // Syntax.
    [InlineData("")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{ site { name } } }")]
    [InlineData("{ site { name(: 1) } }")]
    [InlineData("{ site(a: \"\\u12\") { name } }")]
    [InlineData("{ site(a: \"unended) { name } }")]
    [InlineData("query \u0000 { site { name } }")]
    [InlineData("{ site(a: 01) { name } }")]
    [InlineData("{ site(a: 1.) { name } }")]
    [InlineData("type Query { a: Int }")]
    [InlineData("subscription { a }")]
    [InlineData("{ ... }")]
    [InlineData("query { site { name } } query { site { name } }")]
    // Names.
    [InlineData("{ System }")]
    [InlineData("{ site { GraphQL } }")]
    [InlineData("{ site { name { x } } }")]
    [InlineData("{ site }")]
    [InlineData("{ ...Missing }")]
    [InlineData("fragment F on Article { title }")]
    [InlineData("{ ... on Contents { x } }")]
    [InlineData("{ ... on EntryType { x } }")]
    [InlineData("{ site { ... on Article { title } } }")]
    [InlineData("{ site { name @unknown } }")]
    [InlineData("query @skip(if: true) { site { name } }")]
    [InlineData("{ site { a: name a: url } }")]
    [InlineData("query($a: Int, $a: Int) { site { name } }")]
    [InlineData("query($a: Article) { site { name } }")]
    [InlineData("query($a: Nothing) { site { name } }")]
    [InlineData("query($a: Int) { topics(first: $b) { totalCount } }")]
    [InlineData("query($a: String) { topics(first: $a) { totalCount } }")]
    [InlineData("query($a: [[Int!]!]!) { topics(first: $a) { totalCount } }")]
    // Literals.
    [InlineData("{ topics(first: \"1\") { totalCount } }")]
    [InlineData("{ topics(first: 99999999999999999999999) { totalCount } }")]
    [InlineData("{ topics(first: 1.5) { totalCount } }")]
    [InlineData("{ topics(first: [1]) { totalCount } }")]
    [InlineData("{ topics(first: {a: 1}) { totalCount } }")]
    [InlineData("{ topics(first: ONE) { totalCount } }")]
    [InlineData("{ topics(first: -1) { totalCount } }")]
    [InlineData("{ topics(first: 1, last: 1) { totalCount } }")]
    [InlineData("{ topics(orderBy: NOTHING) { totalCount } }")]
    [InlineData("{ topics(orderBy: \"TITLE_ASC\") { totalCount } }")]
    [InlineData("{ topics(orderBy: null) { totalCount } }")]
    [InlineData("{ topics(where: {nothing: 1}) { totalCount } }")]
    [InlineData("{ topics(where: {and: [null]}) { totalCount } }")]
    [InlineData("{ topics(where: {slug: {eq: 1}}) { totalCount } }")]
    [InlineData("{ topics(where: {slug: {eq: \"a\", eq: \"b\"}}) { totalCount } }")]
    [InlineData("{ articles(where: {publishedAt: {gt: \"yesterday\"}}) { totalCount } }")]
    [InlineData("{ articles(where: {reviewedOn: {gt: \"2026-13-45\"}}) { totalCount } }")]
    [InlineData("{ articles(where: {reviewedOn: {gt: 5}}) { totalCount } }")]
    [InlineData("{ locations(where: {near: {latitude: 1e999, longitude: 0, withinKm: 1}}) { totalCount } }")]
    [InlineData("{ article(slug: null) { title } }")]
    [InlineData("{ article(slug: \"x\", asOf: \"2026-01-01T00:00:00Z\") { title } }")]
    [InlineData("{ article(slug: \"x\", asOf: \"0000\") { title } }")]
    [InlineData("{ article { title } }")]
    [InlineData("{ article(slug: \"ptsd\") { crisis(country: \"Nowhere\") { title } } }")]
    [InlineData("{ article(slug: \"ptsd\") { title @skip(if: \"true\") } }")]
    [InlineData("{ article(slug: \"ptsd\") { title @skip } }")]
    // Ids and cursors.
    [InlineData("{ node(id: \"'; drop table Entries; --\") { id } }")]
    [InlineData("{ entry(entryId: \"../../etc/passwd\") { id } }")]
    [InlineData("{ topics(after: \"x\") { totalCount } }")]
    [InlineData("{ topics(after: \"AAAAAAAAAAAAAAAAAAAAAAAAAAAA\") { totalCount } }")]
    [InlineData("{ sitemap(after: \"x\") { totalCount } }")]
    [InlineData("{ redirects(after: \"x\") { totalCount } }")]
    [InlineData("{ topic(slug: \"ptsd\") { usedBy(after: \"x\") { totalCount } } }")]
    // Acts.
    [InlineData("mutation { discardDraft(input: {}) { sequence } }")]
    [InlineData("mutation { discardDraft(input: {id: \"x\", version: 1}) { sequence } }")]
    [InlineData("mutation { discardDraft(input: null) { sequence } }")]
    [InlineData("mutation { updateArticle(input: {id: \"x\", expectedVersion: 1, edits: [{}]}) { sequence } }")]
    [InlineData("mutation { updateArticle(input: {id: \"x\", expectedVersion: 1, edits: [{removeBlock: {key: \"a\"}, removeSection: {key: \"b\"}}]}) { sequence } }")]
    [InlineData("mutation { updateArticle(input: {id: \"x\", expectedVersion: 1, edits: [{removeBlock: null}]}) { sequence } }")]
    public async Task Document_is_refused_with_a_code_and_without_our_insides(string query)
    {
        await AssertRefusedAsync(JsonSerializer.Serialize(new { query }));
    }

    [Theory]
    [InlineData("$v: Int", "topics(first: $v) { totalCount }", "\"1\"")]
    [InlineData("$v: Int", "topics(first: $v) { totalCount }", "1e400")]
    [InlineData("$v: Int", "topics(first: $v) { totalCount }", "99999999999")]
    [InlineData("$v: Int", "topics(first: $v) { totalCount }", "{}")]
    [InlineData("$v: Int", "topics(first: $v) { totalCount }", "[[]]")]
    [InlineData("$v: Int", "topics(first: $v) { totalCount }", "true")]
    [InlineData("$v: Int!", "topics(first: $v) { totalCount }", "null")]
    [InlineData("$v: EntryOrder!", "topics(orderBy: $v) { totalCount }", "\"nothing\"")]
    [InlineData("$v: EntryOrder!", "topics(orderBy: $v) { totalCount }", "0")]
    [InlineData("$v: TopicFilter", "topics(where: $v) { totalCount }", "1")]
    [InlineData("$v: TopicFilter", "topics(where: $v) { totalCount }", "{\"nothing\":1}")]
    [InlineData("$v: TopicFilter", "topics(where: $v) { totalCount }", "{\"and\":[{\"slug\":{\"in\":[null]}}]}")]
    [InlineData("$v: TopicFilter", "topics(where: $v) { totalCount }", "{\"__proto__\":{}}")]
    [InlineData("$v: ArticleFilter", "articles(where: $v) { totalCount }", "{\"publishedAt\":{\"gt\":\"2026-02-30T00:00:00Z\"}}")]
    [InlineData("$v: ArticleFilter", "articles(where: $v) { totalCount }", "{\"publishedAt\":{\"gt\":{}}}")]
    [InlineData("$v: ArticleFilter", "articles(where: $v) { totalCount }", "{\"reviewedOn\":{\"gt\":[]}}")]
    [InlineData("$v: CountryCode", "article(slug: \"ptsd\") { crisis(country: $v) { title } }", "\"XX-1\"")]
    [InlineData("$v: CountryCode", "article(slug: \"ptsd\") { crisis(country: $v) { title } }", "{}")]
    [InlineData("$v: ID!", "node(id: $v) { id }", "{}")]
    [InlineData("$v: ID!", "node(id: $v) { id }", "1.5")]
    [InlineData("$v: [ID!]!", "nodes(ids: $v) { id }", "[null]")]
    [InlineData("$v: Boolean!", "site { name @include(if: $v) }", "\"yes\"")]
    [InlineData("$v: URL", "site { name }", "\"x\"")]
    [InlineData("$v: UpdateArticleInput!", "site { name }", "{\"id\":\"x\",\"expectedVersion\":1,\"edits\":[{}]}")]
    [InlineData("$v: UpdateArticleInput!", "site { name }", "{\"id\":\"x\",\"expectedVersion\":1,\"edits\":[{\"removeBlock\":{\"key\":\"a\"},\"removeSection\":{\"key\":\"b\"}}]}")]
    [InlineData("$v: CreateArticleInput!", "site { name }", "{\"content\":{\"references\":[{\"title\":\"t\",\"publisher\":\"p\",\"url\":\"http://[\"}]}}")]
    public async Task Variable_is_refused_with_a_code_and_without_our_insides(string declaration, string field, string value)
    {
        await AssertRefusedAsync($$$"""{"query":{{{JsonSerializer.Serialize($"query({declaration}) {{ {field} }}")}}},"variables":{"v":{{{value}}}}}""");
    }

    [Theory]
    [InlineData("a", 60_000, "{ {0} }")]
    [InlineData("a", 60_000, "{ site { name: {0} } }")]
    [InlineData("é", 30_000, "{ topics(orderBy: \"{0}\") { totalCount } }")]
    [InlineData("\u0001", 9_000, "{ topics(orderBy: \"{0}\") { totalCount } }")]
    [InlineData("x ", 1_900, "{ {0} }")]
    [InlineData("1", 60_000, "{ topics(first: {0}) { totalCount } }")]
    [InlineData("...A ", 1_900, "{ {0} }")]
    [InlineData("@a ", 190, "{ site { name {0} } }")]
    public async Task However_large_the_fault_the_answer_stays_small(string part, int times, string around)
    {
        await AssertRefusedAsync(JsonSerializer.Serialize(new { query = around.Replace("{0}", string.Concat(Enumerable.Repeat(part, times))) }));
    }

    [Fact]
    public async Task A_quoted_value_is_cut()
    {
        await AssertRefusedAsync($$$"""{"query":"query($v: Int) { topics(first: $v) { totalCount } }","variables":{"v":"{{{new string('é', 100_000)}}}"}}""");
    }

    async Task AssertRefusedAsync(string body)
    {
        var app = await apps.On(TestDatabase.Sqlite);
        using var content = new StringContent(body, null, "application/json");

        using var response = await app.Http.PostAsync("/graphql", content, TestContext.Current.CancellationToken);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode < 500, text);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 4_096);
        Assert.DoesNotMatch(Insides(), text);
        using var answer = JsonDocument.Parse(text);
        var errors = answer.RootElement.GetProperty("errors").EnumerateArray().ToList();
        Assert.NotEmpty(errors);
        Assert.All(errors, error =>
        {
            Assert.Matches("^[A-Z][A-Z0-9_]+$", error.GetProperty("extensions").GetProperty("code").GetString());
            Assert.NotEqual("INTERNAL", error.GetProperty("extensions").GetProperty("code").GetString());
            Assert.InRange(error.GetProperty("message").GetString()!.Length, 10, 300);
        });
    }

    /// <summary>Names of code, of types and of places: of ours, of the platform's and of the libraries'.</summary>
    [GeneratedRegex(@"Exception|\bSystem\.|Microsoft\.|GraphQL\.|GraphQLParser|ContentHub\.|Npgsql|Sqlite|EntityFramework|Newtonsoft|\bat [A-Z]\w+\.|\.cs\b|:line |/(work|srv|home|root|usr|tmp|var)/|\b(Int32|Int64|Nullable|IEnumerable|List`|Dictionary`?|JsonObject|JsonElement|GraphType|BigInteger)\b|\bSELECT .* FROM\b|PublicKeyToken|Version=\d|0x[0-9a-f]{8}")]
    private static partial Regex Insides();
}
