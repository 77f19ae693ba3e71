using System.Net.WebSockets;
using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>Many sockets, many operations on one, readers that do not read, and a server that stops.</summary>
public sealed class SocketLoadTests : IAsyncLifetime
{
    StreamServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StreamServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task When_the_server_stops_it_closes_with_1001_at_once()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);
        using var idle = await SocketClient.ConnectAsync(_server.Url);
        await client.SubscribeAsync("a", "subscription { waits }");
        await _server.Events.OpenBecomesAsync(1);
        var codes = Task.WhenAll(client.CloseCodeAsync(), idle.CloseCodeAsync());

        await _server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal([1001, 1001], await codes);
    }

    [Fact]
    public async Task More_operations_than_may_run_at_once_are_answered_with_an_error_each()
    {
        await using var server = await StreamServer.StartAsync(("Streams:OperationsPerSocketMax", "2"));
        using var client = await SocketClient.OpenAsync(server.Url);
        var events = server.Events;

        await client.SubscribeAsync("a", "subscription { waits }");
        await client.SubscribeAsync("b", "subscription { waits }");
        await client.SubscribeAsync("c", "subscription { waits }");
        var refused = (await client.ReceiveAsync())!;
        await client.SendAsync(new { id = "a", type = "complete" });
        await events.OpenBecomesAsync(1);

        Assert.Equal(("error", "c", "TOO_MANY_OPERATIONS"), ((string?)refused["type"], (string?)refused["id"], (string?)refused["payload"]![0]!["extensions"]!["code"]));
        while (true)
        {
            // The one that was completed is on its way out.
            await client.SubscribeAsync("c", "{ quote }");
            if ((string?)(await client.ReceiveAsync())!["type"] == "next")
            {
                break;
            }
        }
    }

    [Theory]
    [InlineData("RateLimits:AddressStreamsMax", 429)]
    [InlineData("FrontDoor:StreamsMax", 503)]
    public async Task More_sockets_than_may_be_open_are_refused_before_they_open(string setting, int status)
    {
        await using var server = await StreamServer.StartAsync((setting, "2"));
        using var first = await SocketClient.OpenAsync(server.Url);
        using var second = await SocketClient.OpenAsync(server.Url);

        var refused = await Assert.ThrowsAsync<HandshakeRefusedException>(() => SocketClient.ConnectAsync(server.Url));
        await first.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        while (server.OpenCount > 1)
        {
            await Task.Delay(5);
        }

        Assert.Equal((status, "10"), (refused.Status, refused.Header("Retry-After")));
        using var third = await SocketClient.OpenAsync(server.Url);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_cut_off_and_others_go_on()
    {
        using var slow = await SocketClient.OpenAsync(_server.Url);
        using var other = await SocketClient.OpenAsync(_server.Url);
        await slow.SubscribeAsync("a", "subscription { floods(size: 100000) }");

        // Until the connection is full: then the stream is asked for nothing more.
        for (var (before, calm) = (-1, 0); calm < 20; calm = _server.Events.Flooded == before ? calm + 1 : 0)
        {
            before = _server.Events.Flooded;
            await Task.Delay(20);
        }

        Assert.InRange(_server.Events.Flooded, 1, 300);
        await other.SubscribeAsync("b", "subscription { ticks(count: 3) }");
        Assert.Equal(4, (await other.ReceiveTextsAsync(4)).Count);
        _server.Time.Advance(TimeSpan.FromSeconds(10));
        while (_server.OpenCount > 1)
        {
            await Task.Delay(5);
        }

        Assert.Null(await slow.CloseCodeAsync());
        await other.SubscribeAsync("c", "{ quote }");
        Assert.Equal("next", (string?)(await other.ReceiveAsync())!["type"]);
    }

    [Fact]
    public async Task A_thousand_subscribers_take_little_memory()
    {
        await using var server = await StreamServer.StartAsync(("RateLimits:AddressConnectionsMax", "0"));
        var clients = new List<SocketClient>();
        try
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < 1000; i++)
            {
                clients.Add(await SocketClient.OpenAsync(server.Url));
                await clients[^1].SubscribeAsync("a", "subscription { waits }");
            }

            await server.Events.OpenBecomesAsync(1000);
            var perSubscriber = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1000;

            // Both ends of each connection, the client's own 64 KiB buffer included.
            TestContext.Current.TestOutputHelper?.WriteLine($"{perSubscriber} bytes for each subscriber and its client.");
            Assert.InRange(perSubscriber, 0, 200_000);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}
