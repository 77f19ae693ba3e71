using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
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
