using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Syndication.Changes;
using ContentHub.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Clients;

/// <summary>One server for all clients, with the seed, one article of which shows every kind of block.</summary>
public sealed class ClientsFixture(PostgreSqlServer server) : IAsyncLifetime
{
    public ContentHubApp App { get; private set; } = null!;

    /// <summary>A cursor from before the article was published.</summary>
    public string Start { get; private set; } = "";

    /// <summary>What a site should show of the article's blocks of every kind.</summary>
    public IReadOnlyList<(string Type, string Key, string Shown)> Blocks { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        App = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true);
        Start = await CursorAsync();
        Blocks = await PublishEveryBlockAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>Where the log ends now.</summary>
    public async Task<string> CursorAsync() =>
        (await App.Services.GetRequiredService<ChangeFeed>().EndAsync(TestContext.Current.CancellationToken)).ToString();

    public async Task<JsonNode> ArticleAsync(string? locale = null) => (await App.QueryAsync(
        """
        query($slug: String!, $locale: String) {
          article(slug: $slug, locale: $locale) {
            id entryId slug locale title
            review { reviewerName reviewedOn }
            sections { blocks { __typename key } }
            faqs { entryId question }
            symptomLists { entryId title }
          }
        }
        """,
        new { slug = EveryBlock.Slug, locale }))["article"]!;

    public async Task<JsonNode> DraftAsync() => (await App.QueryAsync(
        "query($entryId: ID!) { editorial { draftOf(entryId: $entryId, locale: \"en-US\") { id version content { ... on ArticleContent { summary } } } } }",
        new { entryId = (string?)(await ArticleAsync())["entryId"] },
        App.Token("Ada", Role.Admin)))["editorial"]!["draftOf"]!;

    public async Task<JsonNode> HelpLineAsync() =>
        (await App.QueryAsync("{ helpLine(slug: \"us-988\") { id entryId title phone hours publishedVersion } }"))["helpLine"]!;

    private async Task<IReadOnlyList<(string Type, string Key, string Shown)>> PublishEveryBlockAsync()
    {
        var article = await ArticleAsync();
        var kinds = EveryBlock.Kinds(article["symptomLists"]![0]!, article["faqs"]![0]!, await HelpLineAsync());
        var section = new { key = "every", heading = "Every kind of block", level = 2, blocks = kinds.Select(k => k.Input) };
        var id = (string)article["id"]!;

        await App.DoneAsync("updateArticle", new { id, expectedVersion = 1, edits = new[] { new { insertSection = new { section, after = "whatitis" } } } }, App.Token("Edith", Role.Editor));
        await App.PublishAsync(id, 2, isClinical: true);
        return [.. kinds.Select(k => (k.Type, k.Key, k.Shown))];
    }
}
