using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using Xunit;

namespace ContentHub.Tests.Syndication.Codes;

/// <summary>What the seed has about codes of medical terminologies.</summary>
[Collection(SeededCollection.Name)]
public sealed class CodeLookUpTests(SeededApps apps)
{
    [Theory, EachDatabase]
    public async Task The_topic_comes_first_then_what_is_about_it_then_what_is_about_the_topics_above(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            {
              contentByCode(system: RXNORM, code: "2598", first: 100) { totalCount nodes { type slug title topics { slug } } }
              topic(slug: "clonazepam") { parent { slug } }
            }
            """);

        var nodes = data["contentByCode"]!["nodes"]!.AsArray();
        var parent = (string)data["topic"]!["parent"]!["slug"]!;
        var (own, above) = (nodes.Select((n, i) => (n, i)).Last(p => Topics(p.n).Contains("clonazepam")).i, nodes.Select((n, i) => (n, i)).First(p => (string?)p.n!["slug"] == parent).i);
        Assert.Equal(("TOPIC", "clonazepam"), ((string?)nodes[0]!["type"], (string?)nodes[0]!["slug"]));
        Assert.Contains(nodes, n => (string?)n!["slug"] == "signs-of-clonazepam-dependence");
        Assert.True(own < above, $"{own} {above}");
        Assert.Contains(nodes.Skip(above), n => Topics(n).Contains(parent));
        Assert.Equal(nodes.Count, nodes.Select(n => $"{n!["type"]} {n["slug"]}").Distinct().Count());

        static IEnumerable<string> Topics(System.Text.Json.Nodes.JsonNode? node) => node!["topics"]!.AsArray().Select(t => (string)t!["slug"]!);
    }

    [Theory, EachDatabase]
    public async Task Codes_are_found_as_records_write_them_and_only_in_their_own_system(string database)
    {
        var app = await apps.On(database);

        var data = await app.ReadAsync("""
            {
              a: contentByCode(system: ICD10CM, code: "F43.10") { nodes { slug } }
              b: contentByCode(system: ICD10CM, code: "f4310") { nodes { slug } }
              c: contentByCode(system: SNOMEDCT, code: "F43.10") { totalCount nodes { slug } pageInfo { hasNextPage endCursor } }
              d: contentByCode(system: MESH, code: "D002998", locale: "es") { nodes { slug locale } }
            }
            """);

        Assert.Equal("ptsd", (string?)data["a"]!["nodes"]![0]!["slug"]);
        Assert.Equal(data["a"]!.ToJsonString(), data["b"]!.ToJsonString());
        Assert.Equal("""{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}""", data["c"]!.ToJsonString());
        Assert.Equal(("clonazepam", "es-US"), ((string?)data["d"]!["nodes"]![0]!["slug"], (string?)data["d"]!["nodes"]![0]!["locale"]));
    }

    [Fact]
    public async Task Pages_follow_one_another()
    {
        var app = await apps.On(TestDatabase.Sqlite);
        var all = (await app.ReadAsync("""{ contentByCode(system: RXNORM, code: "2598", first: 100) { nodes { slug } } }"""))["contentByCode"]!["nodes"].Joined("slug");

        var read = new List<string>();
        for (string? after = null; ;)
        {
            var page = (await app.ReadAsync("""query($after: String) { contentByCode(system: RXNORM, code: "2598", first: 7, after: $after) { nodes { slug } pageInfo { hasNextPage endCursor } } }""", new { after }))["contentByCode"]!;
            read.Add(page["nodes"].Joined("slug"));
            after = (string?)page["pageInfo"]!["endCursor"];
            if (!(bool)page["pageInfo"]!["hasNextPage"]!)
            {
                break;
            }
        }

        Assert.True(read.Count > 2);
        Assert.Equal(all, string.Join(' ', read));
    }
}
