using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using ContentHub.Tests.Editorial.Workflow;
using Xunit;

namespace ContentHub.Tests.Syndication.Partners;

/// <summary>The past is for partners whose licence says so, within the licence, and with today's notices.</summary>
public sealed class ArchiveRightTests(PostgreSqlServer server)
{
    private static readonly string[] Terms = ["GLOSSARY_TERM"];
    private static readonly string[] Spanish = ["es-US"];
    private static readonly string[] Articles = ["ARTICLE"];

    private const string Past = "query($slug: String!, $at: DateTime!) { glossaryTerm(slug: $slug, asOf: $at) { title definition { plain } topics { title } notices { kind text } status } }";

    [Theory, EachDatabase]
    public async Task Who_has_the_archive_reads_the_past_and_others_do_not(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var term = await practice.PublishedAsync(isClinical: false);
        var question = await practice.PublishedAsync();
        var then = practice.Now;
        practice.Advance(TimeSpan.FromDays(1));
        await practice.PublishedAsync(await practice.EditAsync(term, "Second text."));
        await practice.DoneAsync("retract", new { id = term.Id, version = 2, reason = "It named a wrong dose." }, practice.Paul);
        var with = await practice.App.MakeAsync(practice.Ada, new { types = Terms, hasArchive = true });
        var without = await practice.App.MakeAsync(practice.Ada, new { types = Terms });

        var seen = (await practice.App.QueryAsync(Past, new { slug = term.Slug, at = then }, with.Key))["glossaryTerm"]!;

        Assert.Equal(("First text.", "RETRACTED", "It named a wrong dose."), ((string?)seen["definition"]!["plain"], (string?)seen["notices"]![0]!["kind"], (string?)seen["notices"]![0]!["text"]));
        Assert.Empty(seen["topics"]!.AsArray());
        Assert.Null((await practice.App.QueryAsync("query($id: ID!, $at: DateTime!) { entry(entryId: $id, asOf: $at) { title } }", new { id = question.EntryId, at = then }, with.Key))["entry"]);
        foreach (var token in new[] { without.Key, null })
        {
            Assert.Equal("FORBIDDEN", (string?)(await practice.App.SendAsync(Past, new { slug = term.Slug, at = then }, token))["errors"]![0]!["extensions"]!["code"]);
        }

        Assert.True((bool)(await practice.App.QueryAsync("{ partner { licence { hasArchive } } }", token: with.Key))["partner"]!["licence"]!["hasArchive"]!);
        await practice.App.LicenceAsync(practice.Ada, with, new { types = Terms });
        Assert.NotNull((await practice.App.SendAsync(Past, new { slug = term.Slug, at = then }, with.Key))["errors"]);
    }

    [Fact]
    public async Task Nothing_outside_the_licence_comes_from_the_past_whichever_way_it_is_asked()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true, settings: SchemaWalk.Limits);
        var admin = app.Token("Ada", Role.Admin);
        var partner = await app.MakeAsync(admin, new { });
        var all = (await app.QueryAsync("{ sitemap(first: 1000) { nodes { nodeId entryId type slug locale canonicalUrl } } }"))["sitemap"]!["nodes"]!.AsArray().Select(n => n!).ToList();
        var topic = (string)(await app.QueryAsync("{ topic(slug: \"clonazepam\") { entryId } }"))["topic"]!["entryId"]!;
        var at = DateTimeOffset.UtcNow;
        var walk = await SchemaWalk.OfAsync(app);
        foreach (var licence in new object[] { new { hasArchive = true, types = Articles }, new { hasArchive = true, locales = Spanish }, new { hasArchive = true, topics = new[] { topic } } })
        {
            await app.LicenceAsync(admin, partner, licence);
            var covered = (await app.QueryAsync("{ sitemap(first: 1000) { nodes { nodeId } } }", token: partner.Key))["sitemap"]!["nodes"]!.AsArray().Select(n => (string)n!["nodeId"]!).ToHashSet();
            var others = all.Where(n => !covered.Contains((string)n["nodeId"]!)).ToList();
            Assert.True(covered.Count > 0 && others.Count > 0);
            foreach (var text in others.Where((_, i) => i % 9 == 0))
            {
                var answer = await app.QueryAsync(
                    "query($id: ID!, $type: EntryType!, $slug: String!, $locale: String!, $at: DateTime!) { a: entry(entryId: $id, locale: $locale, fallback: NONE, asOf: $at) { id } b: entryBySlug(type: $type, slug: $slug, locale: $locale, fallback: NONE, asOf: $at) { id } }",
                    new { id = (string)text["entryId"]!, type = (string)text["type"]!, slug = (string)text["slug"]!, locale = (string)text["locale"]!, at }, partner.Key);
                Assert.Equal("""{"a":null,"b":null}""", answer.ToJsonString());
            }

            foreach (var text in all.Except(others).Where((_, i) => i % 11 == 0))
            {
                var answer = (await app.QueryAsync(
                    $"query($id: ID!, $locale: String!, $at: DateTime!) {{ entry(entryId: $id, locale: $locale, fallback: NONE, asOf: $at) {walk.Select("Entry")} }}",
                    new { id = (string)text["entryId"]!, locale = (string)text["locale"]!, at }, partner.Key))["entry"]!.ToJsonString();
                Assert.All(others, other =>
                {
                    Assert.DoesNotContain($"{other["canonicalUrl"]}\"", answer, StringComparison.Ordinal);
                    Assert.DoesNotContain($"\"{other["nodeId"]}", answer, StringComparison.Ordinal);
                });
            }
        }
    }
}
