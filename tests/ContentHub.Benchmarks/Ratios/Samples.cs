using System.Text.Json.Nodes;

namespace ContentHub.Benchmarks.Ratios;

/// <summary>What all comparisons of servers ask, and how they count.</summary>
internal static class Samples
{
    private const int FirstPages = 200;
    private const int SpreadPages = 1_000;
    private const int SpreadArticles = 20_000;

    /// <summary>Articles to ask for; unless spread, the first of all.</summary>
    public static List<int> Numbers(int articles, bool isSpread) => isSpread ? [.. Random.Shared.GetItems([.. Enumerable.Range(0, articles)], SpreadArticles)] : [.. Enumerable.Range(0, Math.Min(articles, FirstPages))];

    /// <summary>Places in the list of articles; unless spread, those of the first pages.</summary>
    public static async Task<List<string?>> CursorsAsync(Connections connections, int articles, bool isSpread)
    {
        var (cursors, after) = (new List<string?> { null }, (string?)null);
        var step = isSpread ? Math.Max(1, articles / 100 / SpreadPages) : 1;
        for (var page = 1; cursors.Count < Math.Min(isSpread ? SpreadPages : FirstPages, articles / 20); page++)
        {
            var (_, body) = await connections.AskAsync(Work.Post($$"""query($after: String) { articles(first: {{(isSpread ? 100 : 20)}}, after: $after) { pageInfo { endCursor hasNextPage } } }""", new { after }));
            var info = JsonNode.Parse(body)!["data"]!["articles"]!["pageInfo"]!;
            after = (string?)info["endCursor"];
            if (!(bool)info["hasNextPage"]!)
            {
                break;
            }

            if (page % step == 0)
            {
                cursors.Add(after);
            }
        }

        return cursors;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
