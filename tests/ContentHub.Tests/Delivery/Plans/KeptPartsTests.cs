using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Delivery;
using ContentHub.Delivery.Plans;
using ContentHub.Tests.Content;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Syndication.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Plans;

/// <summary>Parts of answers that entries keep: they say what would be said without them, and take no more room than they may.</summary>
public sealed class KeptPartsTests(PostgreSqlServer server)
{
    private const string Text = """query { article(slug: "a") { title sections { blocks { ... on Paragraph { text { markdown } } } } } }""";

    [Theory, EachDatabase]
    public async Task A_text_that_is_kept_links_to_nothing_that_is_not_public_or_not_licensed(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var (topic, author, term) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"), topic);
        await desk.PublishedAsync("Person", Desk.Person("ann", "Ann"), author);
        var draft = await desk.PublishedAsync("GlossaryTerm", Desk.Term("taper", "Taper", "Less and less."), term);
        await desk.PublishedAsync("Article", Desk.Article("a", "A", topic, author, new { paragraph = new { text = $"Then [taper](entry:{term})." } }));
        var partner = await app.MakeAsync(app.Token("Ada", Role.Admin), new { types = new[] { "ARTICLE" } });
        await AskAsync(app);
        await AskAsync(app);
        var answered = app.Services.GetRequiredService<PlannedAnswers>().CountOf(PlanOutcome.Answered);

        var kept = await AskAsync(app);
        var licensed = await AskAsync(app, partner.Key);
        await app.DoneAsync("unpublish", new { id = draft, version = 1 }, desk.Editor);
        var without = await AskAsync(app);
        await desk.PublishAsync("GlossaryTerm", draft, 1);
        var again = await AskAsync(app);

        Assert.Equal([$"Then [taper](entry:{term}).", "Then taper.", "Then taper.", $"Then [taper](entry:{term})."], [kept, licensed, without, again]);
        Assert.Equal(answered + 4, app.Services.GetRequiredService<PlannedAnswers>().CountOf(PlanOutcome.Answered));
    }

    [Fact]
    public async Task An_address_that_is_kept_begins_as_each_request_asks()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true);
        async Task<string> AskAsync(string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ articles(first: 1) { nodes { title canonicalUrl } } }" }) };
            request.Headers.Host = host;
            using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            return new Uri((string)answer["data"]!["articles"]!["nodes"]![0]!["canonicalUrl"]!).Host;
        }

        string[] hosts = ["one.example", "one.example", "one.example", "two.example", "two.example", "one.example"];
        var answered = new List<string>();
        foreach (var host in hosts)
        {
            answered.Add(await AskAsync(host));
        }

        Assert.Equal(hosts, answered);
        Assert.InRange(app.Services.GetRequiredService<PlannedAnswers>().CountOf(PlanOutcome.Answered), 5, 6);
    }

    [Fact]
    public async Task What_all_entries_keep_together_is_bounded_and_makes_room_once_it_is_of_little_use()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true);
        var entries = app.Current.List(null, null, LocaleFallback.Chain).ToList();
        var (store, part) = (new PartStore(bytesMax: 3_000), new object());
        void Keep(int entry) => store.Keep(entries[entry], part, null, new byte[1_000], []);
        int[] Keeping() => [.. Enumerable.Range(0, entries.Count).Where(i => entries[i].Parts.Any(kept => kept.Of == part))];

        foreach (var entry in new[] { 0, 0, 1, 2, 3, 4 })
        {
            Keep(entry);
        }

        Assert.Equal([0, 1], Keeping());
        Assert.InRange(store.Bytes, 2_000, 3_000);

        // Made in vain three times so far; after sixteen, eight for each that is kept, all make room.
        foreach (var entry in Enumerable.Range(0, 14))
        {
            Keep(5);
        }

        Assert.Equal([5], Keeping());
        Assert.InRange(store.Bytes, 1_000, 2_000);
    }

    [Fact]
    public void What_a_plan_keeps_of_views_is_gone_with_the_view_and_bounded_with_the_rest()
    {
        var store = new PartStore(bytesMax: 6_000);
        var (first, second, origins) = (new object(), new object(), Enumerable.Range(0, 6).Select(n => new Uri($"https://{n}.example")).ToArray());
        ViewParts[] one = [], other = [];
        int[] Kept(ViewParts[] parts, object view, Uri origin) =>
            [.. Enumerable.Range(0, 2_000).Where(ordinal => Array.Exists(parts, p => p.IsOf(view, origin) && p[ordinal] is not null))];

        store.Keep(ref one, first, origins[0], 3, new byte[1_000]);
        store.Keep(ref one, first, origins[0], 700, new byte[1_000]);
        store.Keep(ref one, first, origins[0], 700, new byte[2_000]);
        Assert.Equal([3, 700], Kept(one, first, origins[0]));
        Assert.Equal(1_000, one[0][700]!.Length);
        // Two pages of numbers, 64 places each.
        Assert.InRange(store.Bytes, 2_000 + (2 * 64 * 8), 2_100 + (2 * 64 * 8));

        store.Keep(ref one, second, origins[0], 3, new byte[500]);
        Assert.Equal([], Kept(one, first, origins[0]));
        Assert.Equal([3], Kept(one, second, origins[0]));
        Assert.InRange(store.Bytes, 500 + (64 * 8), 550 + (64 * 8));

        foreach (var origin in origins.Skip(1))
        {
            store.Keep(ref one, second, origin, 3, new byte[10]);
        }

        Assert.Equal([2, 3, 4, 5], Enumerable.Range(0, 6).Where(n => Kept(one, second, origins[n]).Length > 0));

        // Full: in vain, until it was so often that what is there seems of little use.
        foreach (var ordinal in Enumerable.Range(0, 31))
        {
            store.Keep(ref other, second, origins[0], ordinal, new byte[5_000]);
        }

        Assert.Equal([], Kept(other, second, origins[0]));
        Assert.Equal([3], Kept(one, second, origins[5]));

        foreach (var ordinal in Enumerable.Range(31, 2))
        {
            store.Keep(ref other, second, origins[0], ordinal, new byte[5_000]);
        }

        Assert.Equal([32], Kept(other, second, origins[0]));
        Assert.Equal([], Kept(one, second, origins[5]));
        Assert.InRange(store.Bytes, 5_000 + (64 * 8), 5_100 + (64 * 8));
    }

    [Fact]
    public void An_entry_keeps_the_parts_of_the_plans_that_asked_last()
    {
        var (kept, plans) = (Array.Empty<KeptPart>(), Enumerable.Range(0, 10).Select(_ => new object()).ToArray());
        var (one, other) = (new Uri("https://one.example"), new Uri("https://other.example"));

        var bytes = 0;
        foreach (var (plan, origin) in plans.Select(plan => (plan, one)).Append((plans[9], other)))
        {
            kept = KeptPart.Add(kept, new(plan, origin, new byte[100], []), out var grown);
            bytes += grown;
        }

        Assert.Equal(plans.Skip(2), kept.Select(part => part.Of));
        Assert.Equal([.. Enumerable.Repeat(one, 7), other], kept.Select(part => part.Origin));
        Assert.Equal(kept.Sum(part => part.Size), bytes);
    }

    private static async Task<string?> AskAsync(ContentHubApp app, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Text }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return (string?)answer["data"]!["article"]!["sections"]![0]!["blocks"]![0]!["text"]!["markdown"];
    }
}
