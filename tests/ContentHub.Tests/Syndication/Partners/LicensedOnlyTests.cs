using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using ContentHub.Tests.Syndication.Changes;
using Xunit;

namespace ContentHub.Tests.Syndication.Partners;

/// <summary>A partner's key reads what its licence covers and nothing else: random licences over the real content, asked for everything that can be asked.</summary>
public sealed class LicensedOnlyTests(PostgreSqlServer server)
{
    private const int Licences = 5;

    private static readonly string[] Locales = ["en-US", "es-US"];

    private static readonly (string Name, string Type, string Plural)[] Types =
    [
        ("ARTICLE", "Article", "articles"), ("SYMPTOM_LIST", "SymptomList", "symptomLists"), ("FAQ_ENTRY", "FaqEntry", "faqEntries"),
        ("PROGRAM", "Program", "programs"), ("TOPIC", "Topic", "topics"), ("PERSON", "Person", "people"),
        ("LOCATION", "Location", "locations"), ("GLOSSARY_TERM", "GlossaryTerm", "glossaryTerms"), ("HELP_LINE", "HelpLine", "helpLines"),
    ];

    [Fact]
    public async Task A_key_reads_only_what_the_licence_covers_whichever_way_it_asks()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server, seed: true, settings: SchemaWalk.Limits);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var all = await AllAsync(app);
        var admin = app.Token("Ada", Role.Admin);
        var sizes = new HashSet<int>();
        for (var round = 0; round < Licences; round++)
        {
            var licence = Licence.Any(all, random);
            var partner = await app.MakeAsync(admin, licence.Input, name: $"Portal {round}");
            var covered = all.Where(t => licence.Covers(t, all)).ToList();
            sizes.Add(covered.Count);
            await CheckAsync(app, partner, covered, [.. all.Except(covered)]);

            // The same partner with another licence sees the other's content from the next question on.
            var other = Licence.Any(all, random);
            await app.LicenceAsync(admin, partner, other.Input);
            covered = [.. all.Where(t => other.Covers(t, all))];
            await CheckAsync(app, partner, covered, [.. all.Except(covered)]);
        }

        Assert.True(sizes.Count > 2, "The licences hardly differ.");
    }

    private static async Task CheckAsync(ContentHubApp app, MadePartner partner, List<Text> covered, List<Text> others)
    {
        var copy = new CopyOfChanges();
        var feed = await copy.FollowAsync(app, partner.Key, first: 1000);
        Assert.Equal(covered.Select(t => (t.EntryId, t.Locale)).Order(), copy.Texts.Keys.Order());

        // A licence that was given before may have shown more: that is told, as tombstones.
        await DoNotTellAsync(app, partner, others, string.Concat(feed.Where(c => c["entry"] is not null).Select(c => c.ToJsonString())), "the change feed");
        var walk = await SchemaWalk.OfAsync(app);
        foreach (var (name, type, plural) in Types)
        {
            foreach (var locale in Locales)
            {
                var page = await AskAsync($"{{ {plural}(first: 15, locale: \"{locale}\", fallback: NONE) {{ totalCount nodes {walk.Select(type)} }} }}");
                Assert.Equal(covered.Count(t => t.Type == name && t.Locale == locale), (int)page[plural]!["totalCount"]!);
            }
        }

        foreach (var some in others.Chunk(50))
        {
            var byId = string.Join(' ', some.Select((t, i) => $"e{i}: entry(entryId: \"{t.EntryId}\", locale: \"{t.Locale}\", fallback: NONE) {{ id title }} s{i}: entryBySlug(type: {t.Type}, slug: \"{t.Slug}\", locale: \"{t.Locale}\", fallback: NONE) {{ id title }}"));
            Assert.All((await AskAsync($"{{ {byId} }}")).AsObject(), field => Assert.Null(field.Value));
            Assert.All((await AskAsync($"{{ nodes(ids: [{string.Join(',', some.Select(t => $"\"{t.Id}\""))}]) {{ id }} }}"))["nodes"]!.AsArray(), Assert.Null);
        }

        Assert.Equal(covered.Count, (int)(await AskAsync("{ sitemap(first: 1000) { totalCount nodes { slug canonicalUrl alternates { slug canonicalUrl } } } }"))["sitemap"]!["totalCount"]!);

        foreach (var locale in Locales)
        {
            foreach (var address in new[] { $"/feeds/atom?locale={locale}&content=full", $"/feeds/rss?locale={locale}", $"/feeds/json?locale={locale}", $"/sitemaps/{locale}/1.xml" })
            {
                await DoNotTellAsync(app, partner, others, (await GetAsync(app, partner, address)).Body, address);
            }
        }

        foreach (var text in others.Where((_, i) => i % 7 == 0))
        {
            var address = $"/content/{Kebab(text)}/{text.Slug}.html?locale={text.Locale}";
            var (status, body) = await GetAsync(app, partner, address);
            Assert.True(status != HttpStatusCode.OK || !body.Contains(text.Url, StringComparison.Ordinal), $"{partner.Id} is shown {address}");
        }

        foreach (var text in covered.Where((_, i) => i % 7 == 0))
        {
            var address = $"/content/{Kebab(text)}/{text.Slug}.html?locale={text.Locale}";
            var (status, body) = await GetAsync(app, partner, address);
            Assert.Equal((address, HttpStatusCode.OK), (address, status));
            await DoNotTellAsync(app, partner, others, body, address);
        }

        async Task<JsonNode> AskAsync(string question)
        {
            var answer = await app.QueryAsync(question, token: partner.Key);
            await DoNotTellAsync(app, partner, others, answer.ToJsonString(), question);
            return answer;
        }
    }

    private static string Kebab(Text text) => text.Type.ToLowerInvariant().Replace('_', '-');

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(ContentHubApp app, MadePartner partner, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", partner.Key);
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task DoNotTellAsync(ContentHubApp app, MadePartner partner, List<Text> others, string answer, string question)
    {
        foreach (var text in others)
        {
            foreach (var name in new[] { text.Id, text.Url })
            {
                // Its end too: the page of a slug that begins alike is another.
                Assert.False(answer.Contains($"{name}\"", StringComparison.Ordinal) || answer.Contains($"{name}<", StringComparison.Ordinal), $"{partner.Id} is told of {text.Type} {text.Slug} in {text.Locale} by {question}\n{answer}");
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<List<Text>> AllAsync(ContentHubApp app)
    {
        var all = new List<Text>();
        foreach (var locale in Locales)
        {
            foreach (var (name, _, plural) in Types)
            {
                var more = name switch { "ARTICLE" => "audience", "TOPIC" => "parent { entryId }", _ => "" };
                string? after = null;
                do
                {
                    var page = (await app.QueryAsync(
                        $"query($after: String) {{ {plural}(first: 100, after: $after, locale: \"{locale}\", fallback: NONE) {{ nodes {{ id entryId slug canonicalUrl topics {{ entryId }} {more} }} pageInfo {{ hasNextPage endCursor }} }} }}", new { after }))[plural]!;
                    all.AddRange(page["nodes"]!.AsArray().Select(n => new Text(
                        name, (string)n!["id"]!, (string)n["entryId"]!, locale, (string)n["slug"]!, (string)n["canonicalUrl"]!, [.. n["topics"]!.AsArray().Select(t => (string)t!["entryId"]!)],
                        (string?)n["audience"], (string?)n["parent"]?["entryId"])));
                    after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string?)page["pageInfo"]!["endCursor"] : null;
                }
                while (after is not null);
            }
        }

        Assert.True(all.Count > 150, string.Create(CultureInfo.InvariantCulture, $"Only {all.Count} texts."));
        return all;
    }

    private sealed record Text(string Type, string Id, string EntryId, string Locale, string Slug, string Url, string[] Topics, string? Audience, string? Parent);

    /// <summary>The rule once more, in the README's words.</summary>
    private sealed record Licence(string[] Types, string[] Topics, string[] Locales, string[] Audiences)
    {
        public object Input => new { types = Types, topics = Topics, locales = Locales, audiences = Audiences };

        public static Licence Any(List<Text> all, Random random)
        {
            var topics = all.Where(t => t is { Type: "TOPIC", Locale: "en-US" }).Select(t => t.EntryId).ToArray();
            return new(
                random.Next(2) == 0 ? [] : Some(["ARTICLE", "SYMPTOM_LIST", "FAQ_ENTRY", "PROGRAM", "TOPIC", "PERSON", "GLOSSARY_TERM"], 4),
                random.Next(2) == 0 ? [] : Some(topics, 3),
                random.Next(3) == 0 ? Some(LicensedOnlyTests.Locales, 1) : [],
                random.Next(4) == 0 ? Some(["PATIENT", "CAREGIVER", "PROFESSIONAL"], 2) : []);

            string[] Some(string[] of, int most) => [.. of.OrderBy(_ => random.Next()).Take(random.Next(1, most + 1))];
        }

        public bool Covers(Text text, List<Text> all)
        {
            var isLocale = Locales.Length == 0 || Locales.Contains(text.Locale);
            if (text.Type == "HELP_LINE")
            {
                return isLocale;
            }

            var isTopic = Topics.Length == 0 || text.Type is "PERSON" or "LOCATION" || text.Topics.Append(text.EntryId).Any(topic => IsWithin(topic, all));
            return isLocale && isTopic && (Types.Length == 0 || Types.Contains(text.Type)) && (Audiences.Length == 0 || text.Audience is null || Audiences.Contains(text.Audience));
        }

        private bool IsWithin(string? topic, List<Text> all)
        {
            for (; topic is not null; topic = all.Find(t => t.EntryId == topic && t.Type == "TOPIC" && t.Locale == "en-US")?.Parent)
            {
                if (Topics.Contains(topic))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
