using System.Text.Json;
using ContentHub.Api.Documents;
using ContentHub.Tests.Api.Documents;
using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>Documents that are named by their hash, over the transports of what lasts.</summary>
public sealed class StreamDocumentTests
{
    private const string Ticks = "subscription($count: Int!) { ticks(count: $count) }\n";
    private const string EventStream = "text/event-stream";

    private static readonly string Id = $"sha256:{DocumentHash.Of(Ticks)}";

    [Fact]
    public async Task A_trusted_subscription_runs_by_its_hash_on_a_socket()
    {
        await using var api = await StartAsync();
        using var client = await SocketClient.OpenAsync(api.Server.Url);

        await client.SendAsync(new { id = "a", type = "subscribe", payload = new { documentId = Id, variables = new { count = 2 } } });

        Assert.Equal(
            ["""{"type":"next","id":"a","payload":{"data":{"ticks":1}}}""", """{"type":"next","id":"a","payload":{"data":{"ticks":2}}}""", """{"type":"complete","id":"a"}"""],
            await client.ReceiveTextsAsync(3));
    }

    [Fact]
    public async Task A_trusted_subscription_runs_by_its_hash_as_an_event_stream_over_post_and_get()
    {
        await using var api = await StartAsync();

        var posted = await api.Server.PostTextAsync(JsonSerializer.Serialize(new { documentId = Id, variables = new { count = 1 } }), accept: EventStream);
        var got = await api.Server.GetAsync($"?documentId={Id}&variables=%7B%22count%22:1%7D", EventStream);

        foreach (var answer in new[] { posted, got })
        {
            Assert.Equal((200, EventStream), (answer.Status, answer.MediaType));
            Assert.StartsWith(":\n\nevent: next\ndata: {\"data\":{\"ticks\":1}", answer.Text);
            Assert.EndsWith("\n\nevent: complete\ndata: \n\n", answer.Text);
        }
    }

    [Fact]
    public async Task A_hash_that_nobody_trusts_is_one_error_on_a_socket_which_stays()
    {
        await using var api = await StartAsync();
        using var client = await SocketClient.OpenAsync(api.Server.Url);
        const string other = "subscription { waits }";

        await client.SendAsync(new { id = "hash", type = "subscribe", payload = new { documentId = $"sha256:{DocumentHash.Of(other)}" } });
        var byHash = (await client.ReceiveAsync())!;
        await client.SubscribeAsync("text", other);
        var byText = (await client.ReceiveAsync())!;
        await client.SubscribeAsync("trusted", Ticks, new { count = 1 });
        var trusted = (await client.ReceiveAsync())!;

        Assert.Equal(("error", "hash", "DOCUMENT_NOT_TRUSTED"), ((string?)byHash["type"], (string?)byHash["id"], (string?)byHash["payload"]![0]!["extensions"]!["code"]));
        Assert.Equal(("error", "text", "DOCUMENT_NOT_TRUSTED"), ((string?)byText["type"], (string?)byText["id"], (string?)byText["payload"]![0]!["extensions"]!["code"]));
        Assert.Equal(("next", "trusted"), ((string?)trusted["type"], (string?)trusted["id"]));
    }

    [Fact]
    public async Task A_hash_that_nobody_trusts_is_refused_as_an_event_stream()
    {
        await using var api = await StartAsync();

        var answer = await api.Server.PostTextAsync(JsonSerializer.Serialize(new { documentId = $"sha256:{DocumentHash.Of("subscription { waits }")}" }), accept: EventStream);

        Assert.Contains("DOCUMENT_NOT_TRUSTED", answer.Text);
        Assert.DoesNotContain("\"data\"", answer.Text);
    }

    private static Task<DocumentFixture> StartAsync() => DocumentFixture.StartAsync([("ticks.graphql", Ticks)], trustedOnly: "Readers");
}
