using System.Text.Json.Nodes;
using ContentHub.Api;
using Xunit;

namespace ContentHub.Tests.Clients;

/// <summary>What frontends use, as they use it: each program reads, writes and listens, and what it saw is held against the server.</summary>
public sealed class ClientsTests(ClientsFixture site) : IClassFixture<ClientsFixture>
{
    [Theory]
    [InlineData("apollo", "12 Signs of clonazepam dependence")]
    [InlineData("urql", "Signs of clonazepam dependence Paragraph")]
    [InlineData("codegen", "CURRENT")]
    [InlineData("relay", "Anxiety disorders")]
    [InlineData("graphql-ws", "UPDATED signs-of-clonazepam-dependence")]
    [InlineData("graphql-sse", "UPDATED signs-of-clonazepam-dependence")]
    public async Task Client_pages_shows_every_block_writes_and_listens(string client, string readmeExampleShows)
    {
        var (draftBefore, helpLineBefore) = ((int)(await site.DraftAsync())["version"]!, (int)(await site.HelpLineAsync())["publishedVersion"]!);
        await ReadmeExample.WriteAsync(client, site.App.Http.BaseAddress!, site.Start);

        var saw = await RunAsync(client);
        var example = await NodeClients.RunAsync($"{client}-readme", new Dictionary<string, string>());

        Assert.Equal([readmeExampleShows], example);
        await SawTheListAsync(saw["list"]);
        await SawTheArticleAsync(saw["article"]);
        await SawTheMutationAsync(saw["mutation"], client, draftBefore);
        await SawTheChangesAsync(saw["subscription"], client, helpLineBefore);
        Assert.Equal(client is "apollo" or "urql" or "relay", saw.ContainsKey("cache"));
        if (saw.TryGetValue("cache", out var cache))
        {
            await KeptLocalesApartAsync(cache);
            Assert.Equal(helpLineBefore + 2, (int)saw["news"]["cached"]!);
        }

        Assert.Equal(client == "relay", saw.ContainsKey("node"));
        if (saw.TryGetValue("node", out var node))
        {
            await FetchedAgainByIdAsync(node);
        }
    }

    /// <returns>What the program says it saw, by part.</returns>
    private async Task<Dictionary<string, JsonNode>> RunAsync(string client)
    {
        var lines = await NodeClients.RunAsync(client, new Dictionary<string, string>
        {
            ["CONTENTHUB_URL"] = new Uri(site.App.Http.BaseAddress!, "/graphql").ToString(),
            ["CONTENTHUB_TOKEN"] = site.App.Token("Sam", Role.Editor),
            ["CONTENTHUB_SLUG"] = EveryBlock.Slug,
            ["CONTENTHUB_AFTER"] = await site.CursorAsync(),
        });
        return lines.Select(line => JsonNode.Parse(line)!).ToDictionary(facts => (string)facts["part"]!);
    }

    private async Task SawTheListAsync(JsonNode saw)
    {
        var articles = (await site.App.QueryAsync("{ articles(first: 100) { totalCount nodes { slug } } }"))["articles"]!;

        Assert.Equal(articles["nodes"]!.AsArray().Select(a => (string)a!["slug"]!), saw["slugs"]!.AsArray().Select(s => (string)s!));
        Assert.Equal((int)articles["totalCount"]!, (int)saw["total"]!);
        Assert.Equal(Math.Ceiling((int)articles["totalCount"]! / 5.0), (int)saw["pages"]!);
    }

    private async Task SawTheArticleAsync(JsonNode saw)
    {
        var article = await site.ArticleAsync();
        var blocks = saw["blocks"]!.AsArray().Select(b => (Type: (string)b![0]!, Key: (string)b[1]!, Shown: (string)b[2]!)).ToList();

        Assert.Equal((string?)article["id"], (string?)saw["id"]);
        Assert.Equal((string?)article["title"], (string?)saw["title"]);
        Assert.Equal(
            article["sections"]!.AsArray().SelectMany(s => s!["blocks"]!.AsArray()).Select(b => ((string)b!["__typename"]!, (string)b["key"]!)),
            blocks.Select(b => (b.Type, b.Key)));
        Assert.Equal(site.Blocks, blocks.Where(b => site.Blocks.Any(s => s.Key == b.Key)));
    }

    private async Task SawTheMutationAsync(JsonNode saw, string client, int before)
    {
        var draft = await site.DraftAsync();

        Assert.Equal(before, (int)saw["read"]!);
        Assert.Empty(saw["saved"]!["errors"]!.AsArray());
        Assert.Equal((before + 1, "DRAFT"), ((int)saw["saved"]!["draft"]!["version"]!, (string)saw["saved"]!["draft"]!["state"]!));
        Assert.Equal((string?)draft["id"], (string?)saw["saved"]!["draft"]!["id"]);
        Assert.NotEqual((string?)(await site.ArticleAsync())["id"], (string?)draft["id"]);
        Assert.Equal((before + 1, $"Written by {client}."), ((int)draft["version"]!, (string)draft["content"]!["summary"]!));

        var refusal = Assert.Single(saw["late"]!["errors"]!.AsArray())!;
        Assert.Null(saw["late"]!["draft"]);
        Assert.Equal(
            ("ConflictError", "CONFLICT", before + 1, "Sam"),
            ((string)refusal["__typename"]!, (string)refusal["code"]!, (int)refusal["currentVersion"]!, (string)refusal["changedBy"]!["name"]!));
        Assert.Equal(["input", "expectedVersion"], refusal["path"]!.AsArray().Select(p => (string)p!));
    }

    private async Task SawTheChangesAsync(JsonNode saw, string client, int before)
    {
        var helpLine = await site.HelpLineAsync();
        var events = saw["events"]!.AsArray();

        Assert.Equal((before + 2, $"Day and night, says {client}."), ((int)helpLine["publishedVersion"]!, (string)helpLine["hours"]!));
        Assert.Equal([before + 1, before + 2], events.Select(e => (int)e!["version"]!));
        Assert.Equal(2, events.Select(e => (string)e!["cursor"]!).Distinct().Count());
        Assert.All(events, e =>
        {
            Assert.Equal(("UPDATED", "HELP_LINE", "us-988"), ((string)e!["kind"]!, (string)e["ref"]!["type"]!, (string)e["ref"]!["slug"]!));
            Assert.Equal(((string)helpLine["id"]!, (string)helpLine["title"]!, (string)helpLine["hours"]!), ((string)e["entry"]!["id"]!, (string)e["entry"]!["title"]!, (string)e["entry"]!["hours"]!));
        });
    }

    private async Task KeptLocalesApartAsync(JsonNode cache)
    {
        var (english, spanish) = (await site.ArticleAsync(), await site.ArticleAsync("es-US"));

        Assert.NotEqual((string?)english["id"], (string?)spanish["id"]);
        Assert.Equal(
            [((string)english["id"]!, "en-US"), ((string)spanish["id"]!, "es-US")],
            cache["locales"]!.AsArray().Select(l => ((string)l![0]!, (string)l[1]!)));
        Assert.Equal([(string)english["title"]!, (string)spanish["title"]!], cache["titles"]!.AsArray().Select(t => (string)t!));
    }

    private async Task FetchedAgainByIdAsync(JsonNode node)
    {
        var spanish = await site.ArticleAsync("es-US");

        Assert.Contains("node(id: $id)", (string?)node["query"], StringComparison.Ordinal);
        Assert.Equal((string?)spanish["id"], (string?)node["id"]);
        Assert.Equal((string?)spanish["slug"], (string?)node["slug"]);
        Assert.Equal(spanish["review"]!.ToJsonString(), node["review"]!.ToJsonString());
    }
}
