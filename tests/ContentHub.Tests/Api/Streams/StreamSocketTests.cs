using System.Net.WebSockets;
using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>graphql-transport-ws, message by message (PROTOCOL.md of graphql-ws): operations and their ends.</summary>
public sealed class StreamSocketTests : IAsyncLifetime
{
    StreamServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StreamServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Query_mutation_and_subscription_are_answered_under_their_ids()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        await client.SubscribeAsync("q", "query($name: String) { hello(name: $name) }", new { name = "Ann" });
        var query = await client.ReceiveTextsAsync(2);
        await client.SubscribeAsync("m", "mutation { rename(name: \"x\") }");
        var mutation = await client.ReceiveTextsAsync(2);
        await client.SubscribeAsync("s", "subscription { ticks(count: 2) }");
        var subscription = await client.ReceiveTextsAsync(3);

        Assert.Equal(["""{"type":"next","id":"q","payload":{"data":{"hello":"Hello, Ann"}}}""", """{"type":"complete","id":"q"}"""], query);
        Assert.Equal(["""{"type":"next","id":"m","payload":{"data":{"rename":"x"}}}""", """{"type":"complete","id":"m"}"""], mutation);
        Assert.Equal(
            ["""{"type":"next","id":"s","payload":{"data":{"ticks":1}}}""", """{"type":"next","id":"s","payload":{"data":{"ticks":2}}}""", """{"type":"complete","id":"s"}"""],
            subscription);
    }

    [Fact]
    public async Task Operations_run_beside_one_another()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);
        await client.SubscribeAsync("a", "subscription { waits }");
        await client.SubscribeAsync("b", "subscription { waits }");
        await _server.Events.OpenBecomesAsync(2);

        await client.SubscribeAsync("c", "{ quote }");

        Assert.Equal("c", (string?)(await client.ReceiveAsync())!["id"]);
    }

    [Fact]
    public async Task Complete_by_the_client_ends_the_stream_and_frees_its_id()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);
        await client.SubscribeAsync("a", "subscription { waits }");
        await _server.Events.OpenBecomesAsync(1);

        await client.SendAsync(new { id = "a", type = "complete" });
        await _server.Events.OpenBecomesAsync(0);
        await client.SubscribeAsync("a", "{ add(a: 1, b: 2) }");

        Assert.Equal(["""{"type":"next","id":"a","payload":{"data":{"add":3}}}""", """{"type":"complete","id":"a"}"""], await client.ReceiveTextsAsync(2));
    }

    [Fact]
    public async Task A_client_that_goes_ends_its_streams()
    {
        using (var client = await SocketClient.OpenAsync(_server.Url))
        {
            await client.SubscribeAsync("a", "subscription { waits }");
            await _server.Events.OpenBecomesAsync(1);
            client.Socket.Abort();
        }

        await _server.Events.OpenBecomesAsync(0);
        await _server.NoneOpenAsync();
    }

    [Fact]
    public async Task A_client_that_closes_is_answered_and_its_streams_end()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);
        await client.SubscribeAsync("a", "subscription { waits }");
        await _server.Events.OpenBecomesAsync(1);

        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None);

        Assert.Equal(1000, client.Closed.Code);
        await _server.Events.OpenBecomesAsync(0);
    }

    [Fact]
    public async Task Ping_is_answered_at_any_time_and_pong_is_taken()
    {
        using var client = await SocketClient.ConnectAsync(_server.Url);

        await client.SendAsync(new { type = "ping", payload = new { any = "thing" } });
        var first = await client.ReceiveAsync();
        await client.SendAsync(new { type = "pong" });
        await client.SendAsync(new { type = "connection_init" });

        Assert.Equal("""{"type":"pong"}""", first!.ToJsonString());
        Assert.Equal("""{"type":"connection_ack"}""", (await client.ReceiveAsync())!.ToJsonString());
    }

    [Fact]
    public async Task Every_event_is_executed_on_what_is_true_at_its_moment_for_the_same_caller()
    {
        using var client = await SocketClient.OpenAsync(_server.Url, new { Authorization = "Bearer good" });

        await client.SubscribeAsync("a", "subscription { moments }");

        var texts = await client.ReceiveTextsAsync(3);
        Assert.Equal(["1 1 Amy", "2 2 Amy", "3 3 Amy"], texts.Select(t => (string?)System.Text.Json.Nodes.JsonNode.Parse(t)!["payload"]!["data"]!["moments"]));
    }

    [Fact]
    public async Task After_connection_init_it_may_be_silent_for_long()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        _server.Time.Advance(TimeSpan.FromHours(1));
        await client.SubscribeAsync("a", "{ quote }");

        Assert.Equal("next", (string?)(await client.ReceiveAsync())!["type"]);
    }
}
