using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Editorial.Previews;

/// <summary>One draft, seen as readers would see it, by whoever holds a token; nothing else that is unpublished.</summary>
public sealed class CreatePreviewTests(Practices practices) : IClassFixture<Practices>
{
    private const string Payload = "token expiresAt errors { __typename code path message }";

    [Theory, EachDatabase]
    public async Task A_draft_that_never_was_public_is_read_by_the_queries_of_readers(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var preview = await PreviewAsync(practice, item);

        var laid = await practice.ReadAsync(item, preview);

        Assert.Equal("First text.", (string?)laid!["shortAnswer"]);
        Assert.Equal("All of it.", (string?)laid["body"]!["plain"]);
        Assert.Equal("CURRENT", (string?)laid["status"]);
        Assert.Null(laid["review"]);
        Assert.Null(await practice.ReadAsync(item));
    }

    [Theory, EachDatabase]
    public async Task A_draft_lies_over_what_is_public_in_lists_and_under_its_new_address(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        await practice.DoneAsync("updateFaqEntry", new { id = item.Id, expectedVersion = 1, patch = new { question = "Zz, a new question", slug = $"zz-{item.Slug}", shortAnswer = "Second text." } }, practice.Ann);
        var preview = await PreviewAsync(practice, item);
        const string list = "{ faqEntries(first: 100, orderBy: TITLE_ASC) { totalCount nodes { slug title shortAnswer } } }";

        var (before, laid) = ((await practice.App.QueryAsync(list))["faqEntries"]!, (await practice.App.QueryAsync(list, preview: preview))["faqEntries"]!);
        var byNewAddress = await practice.ReadAsync(item with { Slug = $"zz-{item.Slug}" }, preview);

        Assert.Equal((int)before["totalCount"]!, (int)laid["totalCount"]!);
        Assert.Equal("Zz, a new question", (string?)laid["nodes"]!.AsArray()[^1]!["title"]);
        Assert.DoesNotContain(before["nodes"]!.AsArray(), n => (string?)n!["shortAnswer"] == "Second text.");
        Assert.Equal("Second text.", (string?)byNewAddress!["shortAnswer"]);
        Assert.Null(await practice.ReadAsync(item with { Slug = $"zz-{item.Slug}" }));
    }

    [Theory, EachDatabase]
    public async Task Nothing_else_that_is_unpublished_shows(string database)
    {
        var practice = await practices.OnAsync(database);
        var other = await practice.DraftAsync();
        var hidden = await practice.PublishedAsync();
        await practice.EditAsync(hidden, "A half-finished thought.");
        var created = await practice.DoneAsync("createArticle", new
        {
            content = new
            {
                title = $"An article that shows a draft on {database}",
                summary = "A summary.",
                faqs = new[] { other.EntryId, hidden.EntryId },
                sections = new[] { new { heading = "All", blocks = new object[] { new { faqBlock = new { entryIds = new[] { other.EntryId } } }, new { paragraph = new { text = $"See [this](entry:{other.EntryId})." } } } } },
            },
        }, practice.Ann);
        var preview = (string)(await practice.DoneAsync("createPreview", new { id = (string)created["draft"]!["id"]! }, practice.Ann, Payload))["token"]!;

        var article = (await practice.App.QueryAsync(
            "query($slug: String!) { article(slug: $slug) { title faqs { shortAnswer } sections { blocks { __typename ... on FaqBlock { faqs { title } } ... on Paragraph { text { html links { target { title } } } } } } } }",
            new { slug = (string)created["draft"]!["slug"]! }, preview: preview))["article"]!;

        Assert.Equal("First text.", (string?)Assert.Single(article["faqs"]!.AsArray())!["shortAnswer"]);
        Assert.Empty(article["sections"]![0]!["blocks"]![0]!["faqs"]!.AsArray());
        Assert.DoesNotContain(other.Slug, article["sections"]![0]!["blocks"]![1]!["text"]!["html"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(await practice.ReadAsync(other, preview));
        Assert.Equal("First text.", (string?)(await practice.ReadAsync(hidden, preview))!["shortAnswer"]);
        Assert.Null((await practice.App.SendAsync("{ editorial { drafts { totalCount } } }", preview: preview))["data"]?["editorial"]?["drafts"]);
    }

    [Theory, EachDatabase]
    public async Task A_draft_that_lacks_almost_everything_can_be_looked_at(string database)
    {
        var practice = await practices.OnAsync(database);
        foreach (var (type, field, extra) in new[]
        {
            ("Article", "article", "summary audience byline sections { key } body { plain } seo { title } readability { grade }"),
            ("FaqEntry", "faqEntry", "question shortAnswer body { plain }"),
            ("SymptomList", "symptomList", "context introduction { plain } groups { key }"),
            ("Program", "program", "summary levelOfCare"),
            ("Topic", "topic", "kind summary"),
            ("GlossaryTerm", "glossaryTerm", "definition { plain }"),
            ("Person", "person", "role biography { plain }"),
            ("Location", "location", "city country"),
            ("HelpLine", "helpLine", "phone summary isEmergency"),
        })
        {
            var slug = $"hardly-begun-{field.ToLowerInvariant()}";
            var created = await practice.DoneAsync($"create{type}", new { content = new { slug } }, practice.Edith);
            var preview = (string)(await practice.DoneAsync("createPreview", new { id = (string)created["draft"]!["id"]! }, practice.Ann, Payload))["token"]!;

            var laid = (await practice.App.QueryAsync($"query($slug: String!) {{ {field}(slug: $slug) {{ slug title jsonLd canonicalUrl {extra} }} }}", new { slug }, preview: preview))[field];

            Assert.Equal(slug, (string?)laid!["slug"]);
            await practice.DoneAsync("discardDraft", new { id = (string)created["draft"]!["id"]!, version = 1 }, practice.Edith);
        }
    }

    [Theory, EachDatabase]
    public async Task A_preview_shows_the_newest_version_unless_it_names_one(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        var (newest, pinned) = (await PreviewAsync(practice, item), await PreviewAsync(practice, item, version: 1));

        await practice.EditAsync(item, "Second text.");

        Assert.Equal("Second text.", (string?)(await practice.ReadAsync(item, newest))!["shortAnswer"]);
        Assert.Equal("First text.", (string?)(await practice.ReadAsync(item, pinned))!["shortAnswer"]);
    }

    [Theory, EachDatabase]
    public async Task It_ends_when_it_says_and_with_the_draft(string database)
    {
        var practice = await practices.OnAsync(database);
        var (item, thrownAway) = (await practice.DraftAsync(), await practice.DraftAsync());
        var made = await practice.DoneAsync("createPreview", new { id = item.Id, minutes = 30 }, practice.Ann, Payload);
        var madeAt = practice.Now;
        var other = await PreviewAsync(practice, thrownAway);
        var token = (string)made["token"]!;

        practice.Advance(TimeSpan.FromMinutes(29));
        using var inTime = await SendAsync(practice, token);
        await practice.DoneAsync("discardDraft", new { id = thrownAway.Id, version = 1 }, practice.Ann);
        using var withoutDraft = await SendAsync(practice, other);
        practice.Advance(TimeSpan.FromMinutes(1));
        using var tooLate = await SendAsync(practice, token);
        using var unknown = await SendAsync(practice, "never-made");

        Assert.Equal(madeAt + TimeSpan.FromMinutes(30), (DateTimeOffset)made["expiresAt"]!);
        Assert.Equal(HttpStatusCode.OK, inTime.StatusCode);
        foreach (var refused in new[] { withoutDraft, tooLate, unknown })
        {
            var body = JsonNode.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Equal("PREVIEW_EXPIRED", (string?)Assert.Single(body["errors"]!.AsArray())!["extensions"]!["code"]);
            Assert.Null(body["data"]);
            Assert.True(refused.Headers.CacheControl!.NoStore);
        }
    }

    [Theory, EachDatabase]
    public async Task It_has_the_review_and_the_notices_that_would_go_out_with_it(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        await practice.DoneAsync("addNotice", new { id = item.Id, version = 1, kind = "CORRECTION", text = "It said ten." }, practice.Edith);
        var next = await practice.ApprovedAsync(await practice.EditAsync(item, "Second text."));
        await practice.DoneAsync("addNotice", new { id = item.Id, version = 2, kind = "CORRECTION", text = "It said twelve." }, practice.Edith);
        var preview = await PreviewAsync(practice, next);

        var (laid, today) = (await practice.ReadAsync(item, preview), await practice.ReadAsync(item));

        Assert.Equal(["It said twelve.", "It said ten."], laid!["notices"]!.AsArray().Select(n => (string?)n!["text"]));
        Assert.Equal(("Rhea", 2), ((string?)laid["review"]!["reviewerName"], (int)laid["review"]!["version"]!));
        Assert.Equal(["It said ten."], today!["notices"]!.AsArray().Select(n => (string?)n!["text"]));
        Assert.Equal(1, (int)today["review"]!["version"]!);
    }

    [Theory, EachDatabase]
    public async Task A_retracted_text_comes_back_through_no_preview_and_its_successor_shows_the_notice(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync(await practice.EditAsync(await practice.PublishedAsync(), "A harmful text."));
        var (older, retracted) = (await PreviewAsync(practice, item, version: 1), await PreviewAsync(practice, item, version: 2));
        await practice.DoneAsync("retract", new { id = item.Id, version = 2, reason = "It could have done harm." }, practice.Paul);
        await practice.EditAsync(item, "A better text.");
        var next = await PreviewAsync(practice, item);

        var (asReaders, laid) = (await practice.ReadAsync(item, retracted), await practice.ReadAsync(item, next));
        using var before = await SendAsync(practice, older);

        Assert.Equal((await practice.ReadAsync(item))!.ToJsonString(), asReaders!.ToJsonString());
        Assert.Equal("RETRACTED", (string?)asReaders["status"]);
        Assert.DoesNotContain("harmful", asReaders.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, before.StatusCode);
        Assert.Equal(("CURRENT", "A better text."), ((string?)laid!["status"], (string?)laid["shortAnswer"]));
        Assert.Equal("It could have done harm.", (string?)Assert.Single(laid["notices"]!.AsArray())!["text"]);
    }

    [Theory, EachDatabase]
    public async Task A_version_that_was_discarded_or_overtaken_ends_its_preview_and_gets_no_new_one(string database)
    {
        var practice = await practices.OnAsync(database);
        var (discarded, overtaken) = (await practice.EditAsync(await practice.PublishedAsync(), "Thrown away."), await practice.DraftAsync());
        var (one, other) = (await PreviewAsync(practice, discarded, version: 2), await PreviewAsync(practice, overtaken, version: 1));
        await practice.DoneAsync("discardDraft", new { id = discarded.Id, version = 2 }, practice.Ann);
        await practice.PublishedAsync(await practice.EditAsync(overtaken, "It went out first."));

        using var first = await SendAsync(practice, one);
        using var second = await SendAsync(practice, other);
        var refused = new[]
        {
            await practice.MutateAsync("createPreview", new { id = discarded.Id, version = 2 }, practice.Ann, Payload),
            await practice.MutateAsync("createPreview", new { id = overtaken.Id, version = 1 }, practice.Ann, Payload),
        };

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (first.StatusCode, second.StatusCode));
        Assert.All(refused, payload => Assert.Equal("WRONG_STATE version", $"{payload["errors"]![0]!["code"]} {payload["errors"]![0]!["path"]![1]}"));
    }

    [Theory, EachDatabase]
    public async Task Another_draft_about_the_same_things_shows_nowhere(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        var topic = item.InsteadId!;
        async Task<JsonNode> ArticleAsync(string title) => (await practice.DoneAsync("createArticle", new
        {
            content = new { title, summary = "A summary.", topics = new[] { topic }, faqs = new[] { item.EntryId }, sections = new[] { new { heading = "All", blocks = new object[] { new { faqBlock = new { entryIds = new[] { item.EntryId } } } } } } },
        }, practice.Ann))["draft"]!;
        var (shown, hidden) = (await ArticleAsync($"Shown on {database}"), await ArticleAsync($"Hidden on {database}"));
        var preview = (string)(await practice.DoneAsync("createPreview", new { id = (string)shown["id"]! }, practice.Ann, Payload))["token"]!;
        const string query = """
            query($slug: String!, $hidden: String!, $faq: String!, $entryId: ID!, $id: ID!) {
              article(slug: $slug) { title jsonLd relatedArticles { title } usedBy { totalCount } topics { usedBy { nodes { title } } } }
              hidden: article(slug: $hidden) { title } entry(entryId: $entryId) { title } node(id: $id) { id }
              faqEntry(slug: $faq) { usedBy { totalCount nodes { title } } jsonLd }
              articles(where: { title: { contains: "hidden" } }) { totalCount } all: articles(first: 100) { totalCount nodes { title } }
            }
            """;
        var variables = new { slug = (string?)shown["slug"], hidden = (string?)hidden["slug"], faq = item.Slug, entryId = (string?)hidden["entryId"], id = (string?)hidden["id"] };

        var laid = await practice.App.QueryAsync(query, variables, preview: preview);
        var plain = await practice.App.QueryAsync(query, variables);

        Assert.DoesNotContain("Hidden", laid.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((1, $"Shown on {database}"), ((int)laid["faqEntry"]!["usedBy"]!["totalCount"]!, (string?)laid["faqEntry"]!["usedBy"]!["nodes"]![0]!["title"]));
        Assert.Equal((int)plain["all"]!["totalCount"]! + 1, (int)laid["all"]!["totalCount"]!);
        Assert.Equal(0, (int)laid["articles"]!["totalCount"]!);
        Assert.Null(laid["node"]);
        Assert.Equal(0, (int)plain["faqEntry"]!["usedBy"]!["totalCount"]!);
    }

    [Theory, EachDatabase]
    public async Task Events_tell_only_what_is_public_whatever_preview_comes_with_them(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.PublishedAsync();
        await practice.EditAsync(item, "A half-finished thought.");
        var preview = await PreviewAsync(practice, item);
        var after = new ChangeCursor(practice.App.Current.LogId, practice.App.Current.Sequence - 3).ToString();
        var query = $"subscription {{ contentChanged(after: \"{after}\") {{ ref {{ entryId }} entry {{ ... on FaqEntry {{ shortAnswer }} }} }} }}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(query)}");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("ContentHub-Preview", preview);

        using var answer = await practice.App.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var told = "";
        while (!told.Contains(item.EntryId, StringComparison.Ordinal))
        {
            told = await lines.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The stream has ended.");
        }

        Assert.Contains("First text.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("half-finished", told, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task No_cache_keeps_an_answer_that_a_draft_lies_over(string database)
    {
        var practice = await practices.OnAsync(database);
        var preview = await PreviewAsync(practice, await practice.DraftAsync());

        using var laid = await SendAsync(practice, preview);
        using var plain = await SendAsync(practice, null);

        Assert.True(laid.Headers.CacheControl!.NoStore);
        Assert.True(laid.Headers.CacheControl.Private);
        Assert.NotEqual(true, plain.Headers.CacheControl?.NoStore);
    }

    [Theory, EachDatabase]
    public async Task Who_asked_for_too_long_or_for_what_is_not_there_is_told_so(string database)
    {
        var practice = await practices.OnAsync(database);
        var item = await practice.DraftAsync();
        (object Input, string Told)[] asked =
        [
            (new { id = item.Id, minutes = 0 }, "INVALID minutes"),
            (new { id = item.Id, minutes = 10081 }, "INVALID minutes"),
            (new { id = item.Id, version = 2 }, "NOT_FOUND version"),
            (new { id = "nothing" }, "NOT_FOUND id"),
        ];
        foreach (var (input, told) in asked)
        {
            var payload = await practice.MutateAsync("createPreview", input, practice.Ann, Payload);

            var error = Assert.Single(payload["errors"]!.AsArray())!;
            Assert.Equal(told, $"{error["code"]} {error["path"]![1]}");
            Assert.Null(payload["token"]);
        }
    }

    [Theory, EachDatabase]
    public async Task The_token_itself_is_nowhere_in_the_database(string database)
    {
        var practice = await practices.OnAsync(database);
        var token = await PreviewAsync(practice, await practice.DraftAsync());
        await using var db = practice.App.Database.Open();

        var hashes = await db.Previews.Select(p => p.TokenHash).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Contains(hashes, h => h.SequenceEqual(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token))));
        Assert.DoesNotContain(hashes, h => h.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(token)));
    }

    private static async Task<string> PreviewAsync(Practice practice, Item item, int? version = null) =>
        (string)(await practice.DoneAsync("createPreview", new { id = item.Id, version }, practice.Ann, Payload))["token"]!;

    private static Task<HttpResponseMessage> SendAsync(Practice practice, string? preview)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ faqEntries { totalCount } }" }) };
        if (preview is not null)
        {
            request.Headers.Add("ContentHub-Preview", preview);
        }

        return practice.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
