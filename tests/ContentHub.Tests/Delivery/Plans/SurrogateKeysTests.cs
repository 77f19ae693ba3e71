using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Delivery;
using ContentHub.Editorial;
using ContentHub.Tests.Api.Attacks.Fuzzing;
using ContentHub.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Plans;

public sealed class SurrogateKeysTests(PostgreSqlServer server)
{
    private const int Operations = 160;
    private const int Acts = 25;
    private const int AddressMax = 6_000;

    private static readonly Dictionary<string, string?> Cdn = new() { ["ContentHub:Cdn:MaxAge"] = "01:00:00" };

    private static readonly (string Type, string Title)[] Edited =
        [("TOPIC", "title"), ("GLOSSARY_TERM", "title"), ("FAQ_ENTRY", "question"), ("ARTICLE", "title"), ("SYMPTOM_LIST", "title")];

    /// <summary>What was taken away and may come back.</summary>
    private readonly List<(PublishedEntry Entry, string Title)> _gone = [];

    [Fact]
    public async Task No_answer_changes_without_a_change_that_names_one_of_its_keys()
    {
        var seed = DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var dice = new Dice(seed);
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true, settings: Cdn);
        var kept = new Dictionary<string, Kept>();
        foreach (var address in await AddressesAsync(app, dice))
        {
            // The executor's answer first: a text gets its plan when it comes again.
            await GetAsync(app, address);
            if (await GetAsync(app, address) is { } answer)
            {
                kept[address] = answer;
            }
        }

        var (cursor, stayed, purged, differed) = (await EndAsync(app), 0, 0, 0);
        for (var (act, attempt) = (0, 0); act < Acts; attempt++)
        {
            Assert.True(attempt < 5 * Acts, $"Seed {seed}: only {act} of {attempt} acts were done.");
            var what = await ActAsync(app, dice);
            HashSet<string> names;
            (names, cursor) = await NamesAsync(app, cursor);

            // Nothing came of it that readers see: refused, since a link leads nowhere, or a slug is taken.
            if (names.Count == 0)
            {
                continue;
            }

            act++;
            foreach (var (address, before) in kept.ToList())
            {
                var now = (await GetAsync(app, address))!;
                var isPurged = before.Keys.Any(names.Contains);
                Assert.True(isPurged || now.Body == before.Body, $"Seed {seed}, act {act} ({what}): {string.Join(' ', names)} purged nothing of {string.Join(' ', before.Keys)}, but the answer is another.\n{Uri.UnescapeDataString(address)}\n{before.Body}\n{now.Body}");
                (stayed, purged, differed) = (stayed + (isPurged ? 0 : 1), purged + (isPurged ? 1 : 0), differed + (now.Body == before.Body ? 0 : 1));
                kept[address] = now;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kept.Count} answers kept; {stayed} times one stayed, {purged} times one was purged, of which {differed} differed.");
        Assert.True(kept.Count > Operations / 2, $"Only {kept.Count} answers could be kept.");
        Assert.True(differed > Acts && stayed > purged / 4, $"{differed} changes of answers and {stayed} that stayed are too few for a test.");
    }

    [Fact]
    public async Task Without_the_setting_and_for_signed_in_people_no_network_may_keep_anything()
    {
        const string Address = "/graphql?query=%7B%20topics%20%7B%20totalCount%20%7D%20%7D";
        await using var plain = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true);
        using var answer = await plain.Http.GetAsync(Address, TestContext.Current.CancellationToken);
        Assert.False(answer.Headers.Contains("Surrogate-Key") || answer.Headers.Contains("CDN-Cache-Control"));

        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true, settings: Cdn);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.Authorization = new("Bearer", app.Token("Edith", Role.Editor));
        using var own = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.False(own.Headers.Contains("Surrogate-Key") || own.Headers.Contains("CDN-Cache-Control"));
    }

    [Fact]
    public async Task A_page_names_its_entries_and_so_does_the_304_that_replaces_it()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true, settings: Cdn);
        var entry = app.Current.BySlug("TOPIC", "opioids", "en-US", LocaleFallback.None)!;
        var address = $"/graphql?query={Uri.EscapeDataString("{ topic(slug: \"opioids\") { title } }")}";
        await GetAsync(app, address);
        using var first = await app.Http.GetAsync(address, TestContext.Current.CancellationToken);
        var keys = first.Headers.GetValues("Surrogate-Key").Single();
        Assert.Contains(entry.EntryId.ToString(), keys.Split(' '));
        Assert.DoesNotContain("any", keys.Split(' '));
        Assert.Equal("public, max-age=3600", first.Headers.GetValues("CDN-Cache-Control").Single());

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await app.Http.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(keys, second.Headers.GetValues("Surrogate-Key").Single());
    }

    private static async Task<List<string>> AddressesAsync(ContentHubApp app, Dice dice)
    {
        var schema = new SchemaModel(await File.ReadAllTextAsync(PlanOracleTests.SchemaFile(), TestContext.Current.CancellationToken));
        var types = app.Services.GetRequiredService<DeliveryTypes>().All.ToList();
        var entries = app.Current.Locales.All.SelectMany(l => app.Current.List(null, l.Tag, LocaleFallback.None)).ToList();
        var generator = new OperationGenerator(schema, new KnownValues(schema, dice, entries, []), dice, types);
        return [.. Enumerable.Range(0, Operations * 2).Select(generator.Next)
            .Select(o => $"/graphql?query={Uri.EscapeDataString(o.Text)}&variables={Uri.EscapeDataString(o.Variables.ToJsonString())}")
            .Where(address => address.Length < AddressMax).Take(Operations)];
    }

    /// <returns>Null when no network may keep it.</returns>
    private static async Task<Kept?> GetAsync(ContentHubApp app, string address)
    {
        using var answer = await app.Http.GetAsync(address, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return answer.Headers.TryGetValues("Surrogate-Key", out var keys) ? new(body, [.. keys.Single().Split(' ')]) : null;
    }

    private static async Task<string> EndAsync(ContentHubApp app) => (string)(await app.QueryAsync("{ changes(first: 0) { latestCursor } }"))["changes"]!["latestCursor"]!;

    private static async Task<(HashSet<string> Names, string Cursor)> NamesAsync(ContentHubApp app, string after)
    {
        var page = (await app.QueryAsync("query($after: String) { changes(first: 1000, after: $after) { nodes { surrogateKeys } pageInfo { endCursor } } }", new { after }))["changes"]!;
        return ([.. page["nodes"]!.AsArray().SelectMany(c => c!["surrogateKeys"]!.AsArray().Select(k => (string)k!))], (string)page["pageInfo"]!["endCursor"]!);
    }

    /// <returns>What was done.</returns>
    private async Task<string> ActAsync(ContentHubApp app, Dice dice)
    {
        var editor = app.Token("Edith", Role.Editor);
        var locale = dice.Percent(70) ? "en-US" : "es-US";

        // Of a type that has any left: there is one article in Spanish.
        var (type, title) = dice.Pick(Edited.Where(e => app.Current.List(e.Type, locale, LocaleFallback.None).Any()).ToList());
        var entry = dice.Pick(app.Current.List(type, locale, LocaleFallback.None).ToList());
        var name = $"{entry.Type.Name} {entry.Slug} in {entry.Locale}";
        switch (dice.Weighted((35, "edit"), (25, "unpublish"), (30, "return"), (10, "retract")))
        {
            case "unpublish":
                var payload = await app.MutateAsync("unpublish", new { id = EntryIds.Of(entry), version = entry.Version }, editor);
                if (payload["errors"]!.AsArray().Count == 0)
                {
                    _gone.Add((entry, title));
                }

                return $"{name} was unpublished";
            case "retract":
                await app.DoneAsync("retract", new { id = EntryIds.Of(entry), version = entry.Version, reason = "It named a wrong dose." }, app.Token("Paul", Role.Publisher, Role.Editor));
                return $"{name} was retracted";
            case "return" when _gone.Count > 0:
                var (gone, goneTitle) = _gone[^1];
                _gone.RemoveAt(_gone.Count - 1);
                await EditAsync(app, gone, goneTitle, null);
                return $"{gone.Type.Name} {gone.Slug} came back";
            default:
                await EditAsync(app, entry, title, dice.Weighted((2, null), (1, $"renamed-{dice.Roll(1_000_000)}"), (1, KnownValues.NoSlug)));
                return $"{name} was edited";
        }
    }

    private static async Task EditAsync(ContentHubApp app, PublishedEntry entry, string title, string? slug)
    {
        var patch = new JsonObject { [title] = $"{entry.Title} again" };
        if (slug is not null)
        {
            patch["slug"] = slug;
        }

        var editor = app.Token("Edith", Role.Editor);
        var draft = (await app.MutateAsync($"update{entry.Type.GraphName}", new { id = EntryIds.Of(entry), expectedVersion = entry.Version, patch }, editor))["draft"];
        if (draft is not null)
        {
            var input = new { id = (string)draft["id"]!, version = (int)draft["version"]! };
            await app.MutateAsync("submitForReview", input, editor);
            await app.MutateAsync("approve", input, app.Token("Rhea", Role.MedicalReviewer, Role.Editor));
            await app.MutateAsync("publish", input, editor);
        }
    }

    private sealed record Kept(string Body, IReadOnlyList<string> Keys);
}
