using System.Net.WebSockets;
using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>What is no message of graphql-transport-ws, or comes at the wrong time, closes the socket with the code that its protocol says.</summary>
public sealed class SocketMessageTests : IAsyncLifetime
{
    StreamServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StreamServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"unknown"}""")]
    [InlineData("""{"type":"connection_init","payload":1}""")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":1}}""")]
    [InlineData("""{"type":"ping","type":"pong"}""")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ quote }"}}""")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ quote }"}}""")]
    [InlineData("""{"type":"subscribe","id":1,"payload":{"query":"{ quote }"}}""")]
    [InlineData("""{"type":"subscribe","id":"a"}""", true)]
    [InlineData("""{"type":"subscribe","id":"a","payload":{}}""", true)]
    [InlineData("""{"type":"subscribe","id":"a","payload":{"query":1}}""", true)]
    [InlineData("""{"type":"subscribe","id":"a","payload":{"query":"{ quote }","variables":[]}}""", true)]
    [InlineData("""{"type":"complete"}""")]
    [InlineData("""{"type":"next","id":"a"}""")]
    public async Task An_invalid_message_closes_with_4400_and_says_why(string text, bool isOpen = false)
    {
        using var client = isOpen ? await SocketClient.OpenAsync(_server.Url) : await SocketClient.ConnectAsync(_server.Url);

        await client.SendTextAsync(text);

        Assert.Equal(4400, await client.CloseCodeAsync());
        Assert.NotEqual("", client.Closed.Reason);
    }

    [Fact]
    public async Task A_binary_message_closes_with_4400()
    {
        using var client = await SocketClient.ConnectAsync(_server.Url);

        await client.SendBytesAsync("""{"type":"ping"}"""u8.ToArray(), WebSocketMessageType.Binary);

        Assert.Equal(4400, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task Broken_utf8_ends_the_connection_as_its_own_protocol_says()
    {
        using var client = await SocketClient.ConnectAsync(_server.Url);

        await client.SendBytesAsync([.. """{"type":"ping","x":" """u8, 0xC0, 0xAF, .. "\"}"u8], WebSocketMessageType.Text);

        // RFC 6455, 8.1; the code may be lost when the connection fails at once.
        Assert.Contains(await client.CloseCodeAsync(), new int?[] { 1007, null });
        await _server.NoneOpenAsync();
    }

    [Fact]
    public async Task A_message_of_more_than_a_mebibyte_closes_with_4400_and_one_of_just_that_is_taken()
    {
        using var client = await SocketClient.ConnectAsync(_server.Url);
        const string Ping = """{"type":"ping","payload":{"x":""}}""";
        var most = Ping.Replace("\"\"", $"\"{new string('x', (1024 * 1024) - Ping.Length)}\"");

        await client.SendTextAsync(most);
        var pong = await client.ReceiveAsync();
        await client.SendTextAsync(most + " ");

        Assert.Equal("""{"type":"pong"}""", pong!.ToJsonString());
        Assert.Equal(4400, await client.CloseCodeAsync());
        Assert.Equal("A message has at most 1048576 bytes.", client.Closed.Reason);
    }

    [Theory]
    [InlineData("graphql-ws")]
    [InlineData(null)]
    public async Task Another_subprotocol_closes_with_4406(string? subprotocol)
    {
        // The client library refuses an answer without the subprotocol that it asked for, as browsers do.
        if (subprotocol is null)
        {
            using var client = await SocketClient.ConnectAsync(_server.Url, subprotocol);
            Assert.Equal(4406, await client.CloseCodeAsync());
        }
        else
        {
            Assert.Contains("4406 ", await RawSocket.FirstFrameAsync(_server.Url, subprotocol));
        }
    }

    [Fact]
    public async Task Without_connection_init_in_time_it_closes_with_4408()
    {
        using var client = await SocketClient.ConnectAsync(_server.Url);
        await client.SendAsync(new { type = "ping" });
        await client.ReceiveAsync();

        _server.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(4408, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task An_id_that_is_in_use_closes_with_4409()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        await client.SubscribeAsync("a", "subscription { waits }");
        await client.SubscribeAsync("a", "subscription { waits }");

        Assert.Equal(4409, await client.CloseCodeAsync());
        Assert.Equal("Subscriber for a already exists", client.Closed.Reason);
        await _server.Events.OpenBecomesAsync(0);
    }

    [Fact]
    public async Task The_reason_is_cut_where_the_protocol_ends()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);
        var id = new string('é', 500);

        await client.SubscribeAsync(id, "subscription { waits }");
        await client.SubscribeAsync(id, "subscription { waits }");

        Assert.Equal(4409, await client.CloseCodeAsync());
        Assert.InRange(Encoding.UTF8.GetByteCount(client.Closed.Reason!), 120, 123);
    }

    [Fact]
    public async Task A_second_connection_init_closes_with_4429()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        await client.SendAsync(new { type = "connection_init" });

        Assert.Equal(4429, await client.CloseCodeAsync());
    }
}
