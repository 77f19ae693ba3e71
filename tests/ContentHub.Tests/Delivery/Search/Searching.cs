using System.Text.Json.Nodes;
using ContentHub.Delivery.Search;
using ContentHub.Tests.Delivery.Queries;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Search;

/// <summary>How tests search.</summary>
internal static class Searching
{
    private const string Query = """
        query($text: String!, $first: Int, $after: String, $locale: String, $where: SearchFilter) {
          search(text: $text, first: $first, after: $after, locale: $locale, where: $where) {
            totalCount facets { field value label count } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            edges { cursor score highlights { path html } node { id entryId type slug locale title topics { entryId } } }
          }
        }
        """;

    public static SearchFollower Index(this ContentHubApp app) => app.Services.GetRequiredService<SearchFollower>();

    public static async Task<JsonNode> SearchAsync(
        this ContentHubApp app, string text, int? first = null, string? after = null, string? locale = null, object? where = null, string? token = null, string? preview = null)
    {
        await app.Index().Ready.WaitAsync(TestContext.Current.CancellationToken);
        var data = await app.QueryAsync(Query, new { text, first, after, locale, where }, token, preview);
        return data["search"]!;
    }

    public static IReadOnlyList<string> Slugs(this JsonNode found) => [.. found["edges"]!.AsArray().Select(e => (string)e!["node"]!["slug"]!)];

    public static IReadOnlyList<string> Marks(this JsonNode found) => [.. found["edges"]!.AsArray().SelectMany(e => e!["highlights"]!.AsArray()).Select(h => (string)h!["html"]!)];

    /// <summary>Every hit, page by page.</summary>
    public static async Task<IReadOnlyList<JsonNode>> SearchAllAsync(this ContentHubApp app, string text, int first, string? locale = null, string? token = null)
    {
        var all = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = await app.SearchAsync(text, first, after, locale, token: token);
            all.AddRange(page["edges"]!.AsArray().Select(e => e!));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string?)page["pageInfo"]!["endCursor"] : null;
        }
        while (after is not null);
        return all;
    }
}
