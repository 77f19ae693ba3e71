using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using ContentHub.Tests.Syndication.Partners;
using Xunit;

namespace ContentHub.Tests.Delivery.Search;

/// <summary>
/// A partner searches what its licence covers: random licences over the seed, against a search of everything that is then cut to what the
/// partner can read.
/// </summary>
public sealed class SearchLicenceTests(PostgreSqlServer server)
{
    private const int Licences = 8;

    private static readonly string[] Texts = ["clonazepam", "opioid overdose", "F41", "klonopin", "help with sleeping", "suicide", "depresion", "withdrawal sign", "alcohol"];

    [Fact]
    public async Task Hits_counts_facets_and_pages_are_those_of_what_the_licence_covers()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true, settings: SchemaWalk.Limits);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var admin = app.Token("Ada", Role.Admin);
        var topics = (await app.QueryAsync("{ topics(first: 100) { nodes { entryId } } }"))["topics"]!["nodes"]!.AsArray().Select(t => (string)t!["entryId"]!).ToArray();
        var everything = new Dictionary<string, IReadOnlyList<JsonNode>>();
        foreach (var text in Texts)
        {
            everything[text] = await app.SearchAllAsync(text, 100);
        }

        for (var round = 0; round < Licences; round++)
        {
            var licence = new
            {
                types = Some(random, ["ARTICLE", "SYMPTOM_LIST", "FAQ_ENTRY", "PROGRAM", "TOPIC", "PERSON", "GLOSSARY_TERM"], 4),
                topics = Some(random, topics, 4),
                locales = random.Next(3) == 0 ? Some(random, ["en-US", "es-US"], 1) : [],
            };
            var partner = await app.MakeAsync(admin, licence, name: $"Portal {round}");
            foreach (var text in Texts)
            {
                await CheckAsync(app, partner.Key, text, everything[text]);
            }
        }
    }

    private static async Task CheckAsync(ContentHubApp app, string key, string text, IReadOnlyList<JsonNode> everything)
    {
        var whole = await app.SearchAsync(text, first: 100, token: key);
        var hits = whole["edges"]!.AsArray().Select(e => e!).ToList();
        var ids = everything.Select(Id).ToList();
        var readable = (await app.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { ... on Entry { id topics { entryId } } } }", new { ids }, key))["nodes"]!.AsArray();

        // Nothing that the licence does not cover, and the same order by the same scores: what else there is counts for nothing.
        var expected = new List<JsonNode>();
        foreach (var (hit, own) in everything.Zip(readable))
        {
            var found = hits.Find(h => Id(h) == Id(hit));
            Assert.True(own is not null || found is null, $"{text}: {hit["node"]!["slug"]}");

            // One whose topics the partner sees in full is found by all that finds it for the public; of others the topics' names may be missing.
            if (own is not null && (found is not null || own["topics"]!.AsArray().Count == hit["node"]!["topics"]!.AsArray().Count))
            {
                Assert.True(found is not null, $"{text}: {hit["node"]!["slug"]} is missing");
                expected.Add(found);
                if (own["topics"]!.AsArray().Count == hit["node"]!["topics"]!.AsArray().Count)
                {
                    Assert.Equal((hit["score"]!.ToJsonString(), hit["highlights"]!.ToJsonString()), (found["score"]!.ToJsonString(), found["highlights"]!.ToJsonString()));
                }
            }
        }

        Assert.Equal(expected.Select(Id).Order(), hits.Select(Id).Order());
        Assert.Equal(hits.Select(h => (double)h["score"]!).OrderDescending(), hits.Select(h => (double)h["score"]!));
        Assert.Equal(hits.Count, (int)whole["totalCount"]!);
        Assert.Equal(hits.Select(Id), (await app.SearchAllAsync(text, 3, token: key)).Select(Id));
        var counted = hits.CountBy(h => ("type", (string)h["node"]!["type"]!))
            .Concat(hits.SelectMany(h => h["node"]!["topics"]!.AsArray().Select(t => ("topic", (string)t!["entryId"]!))).CountBy(t => t))
            .Select(f => (f.Key.Item1, f.Key.Item2, f.Value)).Order();
        Assert.Equal(counted, whole["facets"]!.AsArray().Select(f => ((string)f!["field"]!, (string)f["value"]!, (int)f["count"]!)).Order());
    }

    private static string Id(JsonNode hit) => (string)hit["node"]!["id"]!;

    private static string[] Some(Random random, string[] of, int most) => random.Next(3) == 0 ? [] : [.. of.OrderBy(_ => random.Next()).Take(random.Next(1, most + 1))];
}
