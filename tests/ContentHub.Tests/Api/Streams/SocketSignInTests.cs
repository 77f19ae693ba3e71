using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>Who is at the other end of a socket, and for how long.</summary>
public sealed class SocketSignInTests : IAsyncLifetime
{
    StreamServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StreamServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Subscribe_before_the_acknowledgement_closes_with_4401()
    {
        using var client = await SocketClient.ConnectAsync(_server.Url);

        await client.SubscribeAsync("a", "{ quote }");

        Assert.Equal(4401, await client.CloseCodeAsync());
    }

    [Theory]
    [InlineData("Bearer bad", 4403)]
    [InlineData("Bearer later", 1013)]
    public async Task Refused_credentials_close_with_4403_and_those_that_cannot_be_checked_with_1013(string authorization, int code)
    {
        using var byPayload = await SocketClient.ConnectAsync(_server.Url);
        using var byHeader = await SocketClient.ConnectAsync(_server.Url, authorization: authorization);

        await byPayload.SendAsync(new { type = "connection_init", payload = new { authorization } });
        await byHeader.SendAsync(new { type = "connection_init" });

        Assert.Equal(code, await byPayload.CloseCodeAsync());
        Assert.Equal(code, await byHeader.CloseCodeAsync());
    }

    [Fact]
    public async Task Credentials_are_taken_from_the_header_or_from_the_first_message_which_goes_before()
    {
        using var byHeader = await SocketClient.OpenAsync(_server.Url, authorization: "Bearer good");
        using var byPayload = await SocketClient.OpenAsync(_server.Url, new { authorization = "Bearer good" }, authorization: "Bearer bad");

        foreach (var client in new[] { byHeader, byPayload })
        {
            await client.SubscribeAsync("a", "{ viewer }");
            Assert.Equal("Amy <> Editor", (string?)(await client.ReceiveAsync())!["payload"]!["data"]!["viewer"]);
        }
    }

    [Fact]
    public async Task It_closes_with_4403_when_its_token_expires()
    {
        using var signedIn = await SocketClient.OpenAsync(_server.Url, new { Authorization = "Bearer good" });
        using var anybody = await SocketClient.OpenAsync(_server.Url);
        await signedIn.SubscribeAsync("a", "subscription { waits }");
        await _server.Events.OpenBecomesAsync(1);

        _server.Time.Advance(TimeSpan.FromHours(8) - TimeSpan.FromSeconds(1));
        await signedIn.SubscribeAsync("b", "{ quote }");
        var before = await signedIn.ReceiveAsync();
        _server.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("next", (string?)before!["type"]);
        Assert.Equal(4403, await signedIn.CloseCodeAsync());
        Assert.Contains("expired", signedIn.Closed.Reason);
        await _server.Events.OpenBecomesAsync(0);
        await anybody.SubscribeAsync("a", "{ quote }");
        Assert.Equal("next", (string?)(await anybody.ReceiveAsync())!["type"]);
    }
}
