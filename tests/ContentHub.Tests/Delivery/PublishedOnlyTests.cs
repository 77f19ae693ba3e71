using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentHub.Api;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Delivery.Queries;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Delivery;

/// <summary>
/// Readers see what is published, and of nothing else a single word: over random graphs of entries in every state, whichever
/// way they ask. Every revision has words of its own in its title, its slug and its texts.
/// </summary>
public sealed partial class PublishedOnlyTests(PostgreSqlServer server)
{
    private static readonly (string Type, string Singular, string Plural)[] Types =
    [
        ("Article", "article", "articles"), ("SymptomList", "symptomList", "symptomLists"), ("FaqEntry", "faqEntry", "faqEntries"),
        ("Program", "program", "programs"), ("Topic", "topic", "topics"), ("Person", "person", "people"),
        ("Location", "location", "locations"), ("GlossaryTerm", "glossaryTerm", "glossaryTerms"), ("HelpLine", "helpLine", "helpLines"),
    ];

    [Fact]
    public Task No_word_of_a_draft_reaches_readers_on_SQLite() => CheckAsync(TestDatabase.Sqlite, 10);

    [Fact(SkipUnless = nameof(HasPostgreSql), Skip = PostgreSqlServer.HowToInstall)]
    public Task No_word_of_a_draft_reaches_readers_on_PostgreSQL() => CheckAsync(TestDatabase.PostgreSql, 3);

    public static bool HasPostgreSql => PostgreSqlServer.Programs is not null || Environment.GetEnvironmentVariable("CONTENTHUB_REQUIRE_ALL") == "1";

    private Task CheckAsync(string database, int graphs) => ContentGraph.Any.SampleAsync(
        async graph =>
        {
            var followed = await ContentHubApp.StartAsync(database, server, settings: Queries.SchemaWalk.Limits);
            var variants = await new GraphWriter(followed).WriteAsync(graph);

            // First what a server shows that followed the log act by act, then one that loads everything at its start.
            var answers = await AskEverythingAsync(followed, variants, preview: null);
            await followed.StopAsync();
            await using var loaded = await ContentHubApp.StartAsync(followed.Database, settings: Queries.SchemaWalk.Limits);
            var answersAfterStart = await AskEverythingAsync(loaded, variants, preview: null);

            CheckWords(variants, answers, draft: null);
            CheckWords(variants, answersAfterStart, draft: null);
            await CheckCountsAsync(loaded, variants);
            await CheckPreviewAsync(loaded, variants);
        },
        iter: graphs,
        threads: 1,
        print: graph => string.Join('\n', graph));

    /// <summary>Each answer with the question, so that a leak can be found.</summary>
    private static async Task<List<(string Question, string Answer)>> AskEverythingAsync(ContentHubApp app, IReadOnlyList<WrittenVariant> variants, string? preview)
    {
        var walk = await SchemaWalk.OfAsync(app);
        var answers = new List<(string, string)>();
        foreach (var locale in new[] { "en-US", "es-US" })
        {
            foreach (var (type, singular, plural) in Types)
            {
                await AskAsync($"{{ {plural}(first: 15, locale: \"{locale}\") {{ totalCount nodes {walk.Select(type)} }} }}");
                await AskAsync($"{{ {plural}(first: 15, locale: \"{locale}\", fallback: NONE) {{ totalCount edges {{ cursor node {{ id title }} }} }} }}");

                // By every address that a revision ever had.
                var addresses = variants.Where(v => v.Entry.Graph == type).SelectMany(v => v.Revisions).Select(r => r.Slug);
                var bySlug = addresses.Select((slug, i) => $"a{i}: {singular}(slug: \"{slug}\", locale: \"{locale}\") {{ ...All }}").ToList();
                if (bySlug.Count > 0)
                {
                    await AskAsync($"{{ {string.Join(' ', bySlug)} }} fragment All on {type} {{ title slug jsonLd attribution {{ text html }} crisis {{ title summary }} usedBy {{ nodes {{ title }} }} }}");
                }
            }

            var byEntry = variants.Select(v => v.EntryId).Distinct().Select((id, i) => $"e{i}: entry(entryId: \"{id}\", locale: \"{locale}\") {{ __typename id title slug usedBy {{ totalCount nodes {{ title slug }} }} notices {{ text replacedBy {{ title slug }} }} jsonLd }}");
            await AskAsync($"{{ {string.Join(' ', byEntry)} }}");
        }

        var ids = variants.SelectMany(v => new[] { new NodeId(NodeKind.Entry, v.VariantId), new NodeId(NodeKind.Draft, v.VariantId), new NodeId(NodeKind.Entry, v.VariantId, 1) });
        await AskAsync($"{{ nodes(ids: [{string.Join(',', ids.Select(id => $"\"{id}\""))}]) {{ id ... on Entry {{ title slug canonicalUrl translations {{ entry {{ title slug }} }} }} }} }}");
        await AskAsync($"{{ sitemap(first: 1000) {walk.Select("SitemapConnection")} redirects(first: 100) {walk.Select("RedirectConnection")} }}");

        // Without GraphQL: feeds, sitemaps, and each address that a revision ever had as a page.
        foreach (var locale in new[] { "en-US", "es-US" })
        {
            foreach (var address in new[] { "atom", "rss", "json" }.Select(kind => $"/feeds/{kind}?content=full&locale={locale}").Append($"/sitemaps/{locale}/1.xml"))
            {
                await AskPlainAsync(address);
            }
        }

        foreach (var (variant, slug) in variants.SelectMany(v => v.Revisions.Select(r => (v, r.Slug)).Distinct()))
        {
            var type = string.Concat(variant.Entry.Graph.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}")).ToLowerInvariant();
            await AskPlainAsync($"/content/{type}/{slug}.html?locale={variant.Locale}");
            await AskPlainAsync($"/content/{type}/{slug}.md?locale={variant.Locale}");
        }

        return answers;

        async Task AskPlainAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (preview is not null)
            {
                request.Headers.Add("ContentHub-Preview", preview);
            }

            using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode is 200 or 404 or 410, $"{address} {answer.StatusCode}");
            answers.Add((address, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }

        async Task AskAsync(string question) => answers.Add((question, (await app.QueryAsync(question, preview: preview)).ToJsonString()));
    }

    /// <param name="draft">What a preview may show besides; null for readers without one.</param>
    private static void CheckWords(IReadOnlyList<WrittenVariant> variants, IEnumerable<(string Question, string Answer)> answers, Words? draft)
    {
        var said = new HashSet<string>();
        var allowed = variants.SelectMany(v => Allowed(v)).Concat(draft is null ? [] : [draft.Title, draft.Slug, draft.Text]).ToHashSet();
        foreach (var (question, answer) in answers)
        {
            foreach (var word in Word().EnumerateMatches(answer))
            {
                var found = answer.Substring(word.Index, word.Length);
                if (said.Add(found) && !allowed.Contains(found))
                {
                    Assert.Fail($"{found} of {OwnerOf(found)} is not public.\n{question}\n{answer}");
                }
            }
        }

        foreach (var words in draft is null ? variants.Select(v => v.Published).OfType<Words>() : [draft])
        {
            Assert.True(said.IsSupersetOf([words.Title, words.Slug, words.Text]), $"{words} of {OwnerOf(words.Title)} does not appear.");
        }

        string OwnerOf(string word) => variants.Where(v => v.Revisions.Any(r => word.Contains(r.Title[1..], StringComparison.Ordinal))).Select(v => $"{v.Entry}, {v.Locale}").Single();
    }

    private static IEnumerable<string> Allowed(WrittenVariant variant)
    {
        if (variant.Published is { } published)
        {
            yield return published.Title;
            yield return published.Slug;
            yield return published.Text;
        }

        if (variant.Retracted is { } retracted)
        {
            yield return retracted.Title;
            yield return retracted.Slug;
        }

        // Former addresses of what is public lead to it, and bylines keep the name of their day.
        foreach (var former in variant.EverPublished)
        {
            if (variant.Published is not null)
            {
                yield return former.Slug;
            }

            if (variant.Entry.Graph == "Person")
            {
                yield return former.Title;
            }
        }
    }

    /// <summary>Totals, and filters by words that nobody may find.</summary>
    private static async Task CheckCountsAsync(ContentHubApp app, IReadOnlyList<WrittenVariant> variants)
    {
        foreach (var (type, _, plural) in Types)
        {
            var own = variants.Where(v => v.Entry.Graph == type).ToList();
            var english = own.Count(v => v is { Locale: "en-US", Published: not null });
            var spanishOnly = own.Count(v => v is { Locale: "es-US", Published: not null });

            // Where the Spanish variant was retracted, Spanish readers are not given the English one.
            var chain = own.GroupBy(v => v.EntryId).Count(e => (e.SingleOrDefault(v => v.Locale == "es-US" && (v.Published ?? v.Retracted) is not null) ?? e.Single(v => v.Locale == "en-US")).Published is not null);
            var data = await app.QueryAsync($$"""
                { a: {{plural}} { totalCount } b: {{plural}}(locale: "es-US", fallback: NONE) { totalCount } c: {{plural}}(locale: "es-US") { totalCount } }
                """);
            Assert.Equal((english, spanishOnly, chain), ((int)data["a"]!["totalCount"]!, (int)data["b"]!["totalCount"]!, (int)data["c"]!["totalCount"]!));

            var secrets = own.SelectMany(v => v.Revisions.Where(r => r != v.Published)).ToList();
            if (secrets.Count > 0)
            {
                var searched = secrets.Select((s, i) => $"a{i}: {plural}(where: {{ slug: {{ contains: \"{s.Slug}\" }} }}) {{ totalCount }} b{i}: {plural}(where: {{ {(type == "HelpLine" ? "slug" : "title")}: {{ contains: \"{s.Title}\" }} }}, locale: \"es-US\") {{ totalCount }}");
                var found = await app.QueryAsync($"{{ {string.Join(' ', searched)} }}");
                Assert.All(found.AsObject(), f => Assert.Equal(0, (int)f.Value!["totalCount"]!));
            }
        }

        var sitemap = await app.QueryAsync("{ sitemap(first: 1000) { totalCount } redirects(first: 100) { totalCount } }");
        Assert.Equal(variants.Count(v => v.Published is not null), (int)sitemap["sitemap"]!["totalCount"]!);
        Assert.Equal(variants.Where(v => v.Published is not null).Sum(v => v.EverPublished.Count - 1), (int)sitemap["redirects"]!["totalCount"]!);
    }

    /// <summary>Whoever has the preview of one draft sees that draft, and otherwise what readers see.</summary>
    private static async Task CheckPreviewAsync(ContentHubApp app, IReadOnlyList<WrittenVariant> variants)
    {
        // A preview of Spanish text, or of an entry with another variant that was retracted, would not appear in every list.
        if (variants.FirstOrDefault(v => v is { HasDraft: true, Locale: "en-US" }) is not { } variant)
        {
            return;
        }

        var made = await app.MutateAsync("createPreview", new { id = variant.Id }, app.Token("Amy", Role.Author, Role.Editor), "token errors { message }");
        var answers = await AskEverythingAsync(app, variants, (string)made["token"]!);

        CheckWords(variants, answers, variant.Head);
    }

    [GeneratedRegex("[tsb]zq[0-9]{6}qz")]
    private static partial Regex Word();
}
