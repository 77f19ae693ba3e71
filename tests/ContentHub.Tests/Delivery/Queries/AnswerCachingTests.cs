using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ContentHub.Api.Execution;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Delivery.Queries;

/// <summary>What caches and browsers are told of answers by GET, and how answers are compressed.</summary>
public sealed class AnswerCachingTests(PostgreSqlServer server)
{
    private const string Terms = "{ glossaryTerms(first: 100) { nodes { title definition { plain } } } }";

    [Theory, EachDatabase]
    public async Task Whoever_has_the_answer_already_is_told_so_until_it_changes(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        var item = await practice.PublishedAsync(isClinical: false);
        var first = await GetAsync(practice, Terms);
        Assert.Equal((HttpStatusCode.OK, "no-cache"), (first.Status, first.CacheControl));

        var again = await GetAsync(practice, Terms, tag: first.Tag);
        Assert.Equal((HttpStatusCode.NotModified, 0, first.Tag, "no-cache"), (again.Status, again.Body.Length, again.Tag, again.CacheControl));
        Assert.Contains("Authorization", again.Vary);

        var edited = await practice.EditAsync(item, "Second text.");
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(practice, Terms, tag: first.Tag)).Status);
        await practice.PublishedAsync(edited);
        var after = await GetAsync(practice, Terms, tag: first.Tag);
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.NotEqual(first.Tag, after.Tag);
        Assert.Contains("Second text.", Encoding.UTF8.GetString(after.Body));

        await practice.DoneAsync("retract", new { id = item.Id, version = edited.Version, reason = "It named a wrong dose." }, practice.Paul);
        var gone = await GetAsync(practice, Terms, tag: after.Tag);
        Assert.Equal(HttpStatusCode.OK, gone.Status);
        Assert.DoesNotContain("Second text.", Encoding.UTF8.GetString(gone.Body));
    }

    [Theory, EachDatabase(Only = TestDatabase.Sqlite)]
    public async Task Nothing_is_answered_anew_for_whoever_has_it(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        await practice.PublishedAsync(isClinical: false);
        var plans = practice.App.Services.GetRequiredService<PlannedAnswers>();
        await GetAsync(practice, Terms);
        var tag = (await GetAsync(practice, Terms)).Tag;
        var answered = plans.CountOf(PlanOutcome.Answered);

        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(practice, Terms, tag)).Status);
        Assert.Equal(answered, plans.CountOf(PlanOutcome.Answered));

        // A new day may show another review status: the answer is made again, and is the same one here.
        practice.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(practice, Terms, tag)).Status);
        Assert.Equal(answered + 1, plans.CountOf(PlanOutcome.Answered));
    }

    [Theory, EachDatabase(Only = TestDatabase.Sqlite)]
    public async Task A_review_that_becomes_due_overnight_is_no_longer_the_same_answer(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        await practice.PublishedAsync();
        const string Reviews = "{ faqEntries { nodes { title review { status nextReviewDue } } } }";
        var tag = (await GetAsync(practice, Reviews)).Tag;

        practice.Advance(TimeSpan.FromDays(3_000));
        var later = await GetAsync(practice, Reviews, tag);

        Assert.Equal(HttpStatusCode.OK, later.Status);
        Assert.Contains("OVERDUE", Encoding.UTF8.GetString(later.Body));
    }

    [Theory, EachDatabase(Only = TestDatabase.Sqlite)]
    public async Task Answers_are_compressed_as_the_client_likes_it_and_each_form_has_a_tag_of_its_own(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        for (var count = 0; count < 12; count++)
        {
            await practice.PublishedAsync(isClinical: false);
        }

        var plain = await GetAsync(practice, Terms);
        var brotli = await GetAsync(practice, Terms, encodings: "gzip, br");
        var gzip = await GetAsync(practice, Terms, encodings: "br;q=0.5, gzip");
        var neither = await GetAsync(practice, Terms, encodings: "identity, br;q=0");
        Assert.True(plain.Body.Length > 1_024);

        Assert.Equal((null, "br", "gzip", null), (plain.Encoding, brotli.Encoding, gzip.Encoding, neither.Encoding));
        Assert.Equal(plain.Body, await DecompressedAsync(new BrotliStream(new MemoryStream(brotli.Body), CompressionMode.Decompress)));
        Assert.Equal(plain.Body, await DecompressedAsync(new GZipStream(new MemoryStream(gzip.Body), CompressionMode.Decompress)));
        Assert.Equal(plain.Body, neither.Body);
        Assert.Equal(3, new[] { plain.Tag, brotli.Tag, gzip.Tag }.Distinct().Count());
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(practice, Terms, brotli.Tag, "br")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(practice, Terms, gzip.Tag, "br")).Status);

        // A short one fits into a packet as it is.
        Assert.Null((await GetAsync(practice, "{ site { name } }", encodings: "br")).Encoding);
    }

    [Theory, EachDatabase(Only = TestDatabase.Sqlite)]
    public async Task What_is_for_one_person_or_is_an_error_has_no_tag_and_is_not_compressed(string database)
    {
        await using var practice = await Practice.OpenAsync(database, server);
        for (var count = 0; count < 12; count++)
        {
            await practice.PublishedAsync(isClinical: false);
        }

        var tag = (await GetAsync(practice, Terms)).Tag;
        var draft = await practice.DraftAsync(isClinical: false);
        var preview = (string)(await practice.DoneAsync("createPreview", new { id = draft.Id }, practice.Edith, "token errors { message }"))["token"]!;

        foreach (var answer in new[]
        {
            await GetAsync(practice, Terms, tag, "br", token: practice.Edith),
            await GetAsync(practice, Terms, tag, "br", preview: preview),
            await GetAsync(practice, "{ glossaryTerms(after: \"forged\") { nodes { title } } }", tag, "br"),
        })
        {
            Assert.Equal((HttpStatusCode.OK, null, null), (answer.Status, answer.Tag, answer.Encoding));
            Assert.Contains("no-store", answer.CacheControl);
        }
    }

    private static async Task<Got> GetAsync(Practice practice, string query, string? tag = null, string? encodings = null, string? token = null, string? preview = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(query)}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in new[] { ("If-None-Match", tag), ("Accept-Encoding", encodings), ("ContentHub-Preview", preview) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await practice.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), answer.Headers.ETag?.ToString(),
            answer.Content.Headers.ContentEncoding.SingleOrDefault(), answer.Headers.CacheControl?.ToString(), answer.Headers.Vary.ToList());
    }

    private static async Task<byte[]> DecompressedAsync(Stream stream)
    {
        using var plain = new MemoryStream();
        await stream.CopyToAsync(plain, TestContext.Current.CancellationToken);
        return plain.ToArray();
    }

    private sealed record Got(HttpStatusCode Status, byte[] Body, string? Tag, string? Encoding, string? CacheControl, IReadOnlyList<string> Vary);
}
