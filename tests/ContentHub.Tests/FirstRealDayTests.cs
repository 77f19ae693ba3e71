using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests;

/// <summary>What someone who clones the project does first: read, sign in, change a sentence, have it approved, publish, read again.</summary>
public sealed class FirstRealDayTests(PostgreSqlServer server)
{
    private const string Read = """
        { article(slug: "signs-of-clonazepam-dependence") {
            title summary publishedVersion firstPublishedAt contentModifiedAt
            review { reviewerName version }
            symptomLists { title groups { symptoms { name } } }
            faqs { question shortAnswer }
            programs { title levelOfCare }
        } }
        """;

    [Theory, EachDatabase]
    public async Task A_changed_sentence_reaches_readers_once_a_second_person_approved_it(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server, seed: true);
        var (editor, reviewer) = (app.Token("Sam", Role.Editor), app.Token("Dr. Lee", Role.MedicalReviewer));
        var before = (await app.QueryAsync(Read))["article"]!;
        var id = (string)(await app.QueryAsync("{ article(slug: \"signs-of-clonazepam-dependence\") { id } }"))["article"]!["id"]!;

        var saved = await app.DoneAsync("updateArticle", new { id, expectedVersion = 1, patch = new { summary = "A sentence that somebody changed today." } }, editor);
        var whileDraft = (await app.QueryAsync(Read))["article"]!;
        await app.DoneAsync("submitForReview", new { id, version = 2 }, editor);
        var tooEarly = await app.MutateAsync("publish", new { id, version = 2 }, editor);
        await app.DoneAsync("approve", new { id, version = 2 }, reviewer);
        await app.DoneAsync("publish", new { id, version = 2 }, editor);
        var after = (await app.QueryAsync(Read))["article"]!;

        Assert.True(before["symptomLists"]!.AsArray().Count >= 2);
        Assert.Equal(12, before["faqs"]!.AsArray().Count);
        Assert.Equal("INTENSIVE_OUTPATIENT", (string?)before["programs"]![0]!["levelOfCare"]);
        Assert.Equal("DRAFT", (string?)saved["draft"]!["state"]);
        Assert.Equal(before.ToJsonString(), whileDraft.ToJsonString());
        Assert.Equal("WRONG_STATE", (string?)tooEarly["errors"]![0]!["code"]);
        Assert.Equal("A sentence that somebody changed today.", (string?)after["summary"]);
        Assert.Equal(2, (int)after["publishedVersion"]!);
        Assert.Equal("Dr. Lee", (string?)after["review"]!["reviewerName"]);
        Assert.Equal((string?)before["firstPublishedAt"], (string?)after["firstPublishedAt"]);
        Assert.NotEqual((string?)before["contentModifiedAt"], (string?)after["contentModifiedAt"]);
    }
}
