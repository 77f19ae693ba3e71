using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Delivery.Queries;

/// <summary>Asking for more than a list gives is refused before anything is executed.</summary>
[Collection(SeededCollection.Name)]
public sealed class PageSizeTests(SeededApps apps)
{
    [Theory]
    [InlineData("{ articles(first: 101) { totalCount } }", "PAGE_TOO_LARGE", "`first` of `articles` is at most 100; this is 101. Read on page by page.")]
    [InlineData("{ people(last: 101) { totalCount } }", "PAGE_TOO_LARGE", "`last` of `people` is at most 100; this is 101. Read on page by page.")]
    [InlineData("{ sitemap(first: 1001) { totalCount } }", "PAGE_TOO_LARGE", "`first` of `sitemap` is at most 1000; this is 1001. Read on page by page.")]
    [InlineData("{ redirects(first: 101) { totalCount } }", "PAGE_TOO_LARGE", "`first` of `redirects` is at most 100; this is 101. Read on page by page.")]
    [InlineData("{ topics(first: -1) { totalCount } }", "INVALID", "`first` of `topics` is 0 to 100; this is -1.")]
    [InlineData("{ topics(last: -5) { totalCount } }", "INVALID", "`last` of `topics` is 0 to 100; this is -5.")]
    [InlineData("{ topics(first: 3, last: 3) { totalCount } }", "INVALID", "`topics` takes `first` or `last`, not both.")]
    [InlineData("{ articles(first: 1) { nodes { usedBy(first: 101) { totalCount } } } }", "PAGE_TOO_LARGE", "`first` of `usedBy` is at most 100; this is 101. Read on page by page.")]
    [InlineData("{ ...Far } fragment Far on Query { home: topics(first: 2000) { totalCount } }", "PAGE_TOO_LARGE", "`first` of `topics` is at most 100; this is 2000. Read on page by page.")]
    public async Task Too_much_is_refused_with_field_number_and_limit(string query, string code, string message)
    {
        var app = await apps.On(TestDatabase.Sqlite);

        // The second time the document comes out of the cache.
        for (var time = 0; time < 2; time++)
        {
            var answer = await app.SendAsync(query);

            var error = Assert.Single(answer["errors"]!.AsArray())!;
            Assert.Equal((code, message), ((string?)error["extensions"]!["code"], (string?)error["message"]));
            Assert.False(answer.ContainsKey("data"));
        }
    }

    [Fact]
    public async Task Values_of_variables_are_looked_at_on_every_repeat_of_a_known_document()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        const string query = "query($first: Int, $last: Int) { topics(first: $first, last: $last) { nodes { id } } }";

        var good = await app.SendAsync(query, new { first = 100 });
        var tooMany = await app.SendAsync(query, new { first = 101 });
        var both = await app.SendAsync(query, new { first = 1, last = 1 });
        var negative = await app.SendAsync(query, new { last = -1 });
        var nothing = await app.SendAsync(query, new { first = (int?)null, last = 2 });

        Assert.Equal(23, good["data"]!["topics"]!["nodes"]!.AsArray().Count);
        Assert.Equal("PAGE_TOO_LARGE", CodeOf(tooMany));
        Assert.Equal("INVALID", CodeOf(both));
        Assert.Equal("INVALID", CodeOf(negative));
        Assert.Equal(2, nothing["data"]!["topics"]!["nodes"]!.AsArray().Count);
    }

    [Fact]
    public async Task Nodes_takes_a_hundred_ids()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        const string query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";

        var hundred = await app.SendAsync(query, new { ids = Enumerable.Repeat("x", 100) });
        var more = await app.SendAsync(query, new { ids = Enumerable.Repeat("x", 101) });
        var literally = await app.SendAsync($"{{ nodes(ids: [{string.Join(',', Enumerable.Repeat("\"x\"", 101))}]) {{ id }} }}");

        Assert.Equal(100, hundred["data"]!["nodes"]!.AsArray().Count);
        Assert.Equal(("PAGE_TOO_LARGE", "`ids` of `nodes` has at most 100 items; these are 101. Ask for them in parts."), (CodeOf(more), (string?)more["errors"]![0]!["message"]));
        Assert.Equal("PAGE_TOO_LARGE", CodeOf(literally));
    }

    [Fact]
    public async Task Editors_lists_have_the_same_limit()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var answer = await app.SendAsync("{ editorial { drafts(first: 101) { totalCount } } }", token: app.Token("Edith", Role.Editor));

        Assert.Equal("PAGE_TOO_LARGE", CodeOf(answer));
    }

    [Fact]
    public async Task Sizes_up_to_the_limit_and_none_at_all_are_fine()
    {
        var app = await apps.On(TestDatabase.Sqlite);

        var data = await app.ReadAsync("{ a: faqEntries { nodes { id } } b: faqEntries(first: 100) { nodes { id } } c: faqEntries(first: 0) { totalCount nodes { id } pageInfo { hasNextPage } } d: sitemap(first: 1000) { nodes { nodeId } } }");

        Assert.Equal(
            (20, 30, 0, 169),
            (data["a"]!["nodes"]!.AsArray().Count, data["b"]!["nodes"]!.AsArray().Count, data["c"]!["nodes"]!.AsArray().Count, data["d"]!["nodes"]!.AsArray().Count));
        Assert.Equal((30, true), ((int)data["c"]!["totalCount"]!, (bool)data["c"]!["pageInfo"]!["hasNextPage"]!));
    }

    [Fact]
    public async Task The_answer_has_the_status_of_a_request_that_was_not_executed()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ articles(first: 500) { totalCount } }" }) };
        request.Headers.Accept.ParseAdd("application/graphql-response+json");

        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static string? CodeOf(JsonObject answer) => (string?)answer["errors"]?[0]?["extensions"]?["code"];
}
