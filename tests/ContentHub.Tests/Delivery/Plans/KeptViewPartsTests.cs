using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Content;
using ContentHub.Content.Entries;
using ContentHub.Delivery;
using ContentHub.Tests.Api.Attacks.Fuzzing;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Plans;

/// <summary>Parts that follow from an entry and the view are those of this view, whatever editors do between two readers.</summary>
public sealed class KeptViewPartsTests(PostgreSqlServer server)
{
    private const int Acts = 40;

    private static readonly string[] Questions =
    [
        "{ articles(first: 30) { nodes { slug title canonicalUrl topics { slug title } authors { title } faqs { question } symptomLists { title topics { title } } } } }",
        "{ faqEntries(first: 30) { nodes { id topics { title parent { title } } } } symptomLists(first: 30) { nodes { title topics { title canonicalUrl } } } }",
        "{ articles(first: 30) { nodes { title sections { blocks { ... on SymptomListBlock { symptomList { title } } ... on FaqBlock { faqs { question topics { title } } } ... on CallToAction { program { title treats { title } } } } } } } }",
        "{ topics(first: 50) { nodes { title parent { title } featured { title } } } programs(first: 5) { nodes { title treats { title } locations { title } } } }",
        "query ($topic: String!) { articles(first: 30, where: { topic: { slug: { eq: $topic } }, audience: { eq: PATIENT } }) { totalCount nodes { title topics { title } } } }",
    ];

    [Fact]
    public async Task Plans_answer_as_the_executor_does_after_every_publication_and_unpublication()
    {
        var seed = Environment.GetEnvironmentVariable("CONTENTHUB_VIEW_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}: set CONTENTHUB_VIEW_SEED to repeat it.");
        var dice = new Dice(seed);
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true);
        var editor = app.Token("Edith", Role.Editor);
        var partner = await app.MakeAsync(app.Token("Ada", Role.Admin), new { types = new[] { "ARTICLE", "FAQ_ENTRY", "TOPIC" } });
        var plans = app.Services.GetRequiredService<PlannedAnswers>();
        var down = new List<(string Id, int Version)>();
        var done = 0;
        string[] kinds = ["TOPIC", "PERSON", "FAQ_ENTRY", "SYMPTOM_LIST", "PROGRAM"];

        for (var act = 0; act < Acts; act++)
        {
            if (down.Count > 0 && dice.Percent(40))
            {
                var back = dice.Pick(down);
                if (await TryAsync(app, "publish", new { id = back.Id, version = back.Version }, editor))
                {
                    down.Remove(back);
                    done++;
                }
            }
            else
            {
                // Of a kind that has any: acts in a row can take down all programs.
                var entry = dice.Pick(dice.Pick(kinds.Select(kind => app.Current.List(kind, "en-US", LocaleFallback.None).ToList()).Where(left => left.Count > 0).ToList()));
                var what = (id: EntryIds.Of(entry), version: entry.Version);
                if (await TryAsync(app, "unpublish", new { what.id, what.version }, editor))
                {
                    down.Add(what);
                    done++;
                }
            }

            var topic = dice.Pick(app.Current.List("TOPIC", "en-US", LocaleFallback.None).ToList()).Slug.ToString();
            foreach (var question in Questions)
            {
                // Each twice by the plan: it writes a part, then it finds it. A remark makes a text of it that only the executor has seen.
                foreach (var token in new[] { null, partner.Key, null })
                {
                    var expected = await AnswerAsync(app, $"{question}\n# {Guid.NewGuid()}", topic, token);
                    Assert.True(expected == await AnswerAsync(app, question, topic, token), $"Seed {seed}, act {act}, {(token is null ? "a reader" : "a partner")}: {question}");
                    Assert.True(expected == await AnswerAsync(app, question, topic, token), $"Seed {seed}, act {act}, {(token is null ? "a reader" : "a partner")}, asked again: {question}");
                }
            }
        }

        // All but the first of each question.
        Assert.InRange(plans.CountOf(PlanOutcome.Answered), (Acts * Questions.Length * 6) - (2 * Questions.Length), int.MaxValue);
        Assert.True(done > Acts / 8, $"Seed {seed}: only {done} of {Acts} acts were taken.");
    }

    private static async Task<bool> TryAsync(ContentHubApp app, string field, object input, string token) =>
        (await app.MutateAsync(field, input, token))["errors"]!.AsArray().Count == 0;

    private static async Task<string> AnswerAsync(ContentHubApp app, string query, string topic, string? token)
    {
        var variables = query.Contains("$topic", StringComparison.Ordinal) ? new JsonObject { ["topic"] = topic } : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("\"errors\"", answer, StringComparison.Ordinal);
        return answer;
    }
}
