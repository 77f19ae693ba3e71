using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using Xunit;
using Desk = ContentHub.Tests.Content.Desk;

namespace ContentHub.Tests.Delivery;

/// <summary>Who has written on one node reads it on another.</summary>
public sealed class MinSequenceTests(PostgreSqlServer server)
{
    private const string Titles = "{ topics { nodes { title } } }";

    [Theory, EachDatabase]
    public async Task A_query_that_names_a_sequence_waits_until_it_is_shown(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var desk = new Desk(app);
        var empty = app.Current.Sequence;
        await desk.PublishedAsync("Topic", Desk.Topic("sleep", "Sleep"));
        var each = app.Current.Sequence - empty;

        var waiting = AskAsync(app, $"{app.Current.Sequence + each}");
        await desk.PublishedAsync("Topic", Desk.Topic("mood", "Mood"));
        var (status, answer) = await waiting;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["Mood", "Sleep"], answer["data"]!["topics"]!["nodes"]!.AsArray().Select(topic => (string?)topic!["title"]));
    }

    [Fact]
    public async Task What_a_mutation_answers_is_shown_at_once_on_its_own_node()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);
        var id = await new Desk(app).DraftAsync("Topic", Desk.Topic("sleep", "Sleep"));
        var sequence = (string?)(await app.MutateAsync("publish", new { id, version = 1 }, new Desk(app).Editor, "sequence"))["sequence"];

        var (status, answer) = await AskAsync(app, sequence!);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Sleep", (string?)answer["data"]!["topics"]!["nodes"]![0]!["title"]);
    }

    [Fact]
    public async Task What_does_not_come_is_not_waited_for_long()
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);

        var (status, answer) = await AskAsync(app, $"{app.Current.Sequence + 1}");
        var (after, _) = await AskAsync(app, $"{app.Current.Sequence}");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "BEHIND"), (status, Code(answer)));
        Assert.Equal(HttpStatusCode.OK, after);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("1000000")]
    public async Task What_is_no_sequence_of_this_log_is_refused(string text)
    {
        await using var app = await ContentHubApp.StartAsync(TestDatabase.Sqlite, server);

        var (status, answer) = await AskAsync(app, text);

        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_MIN_SEQUENCE"), (status, Code(answer)));
    }

    private static string? Code(JsonNode answer) => (string?)answer["errors"]![0]!["extensions"]!["code"];

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(ContentHubApp app, string sequence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Titles }) };
        request.Headers.Add("ContentHub-Min-Sequence", sequence);
        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
