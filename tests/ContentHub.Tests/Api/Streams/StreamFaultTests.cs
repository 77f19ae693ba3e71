using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>What goes wrong in an operation on a socket is told under its id, and the socket stays.</summary>
public sealed class StreamFaultTests : IAsyncLifetime
{
    StreamServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StreamServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("{ nonsense }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{", "SYNTAX_ERROR")]
    [InlineData("subscription { refuses }", "NOT_TODAY")]
    [InlineData("subscription { ticks quote: ticks }", "SINGLE_ROOT_FIELD_SUBSCRIPTIONS")]
    public async Task What_does_not_begin_is_one_error_message(string query, string code)
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        await client.SubscribeAsync("a", query);

        var error = (await client.ReceiveAsync())!;
        Assert.Equal(("error", "a", code), ((string?)error["type"], (string?)error["id"], (string?)error["payload"]![0]!["extensions"]!["code"]));
        await client.SubscribeAsync("a", "{ quote }");
        Assert.Equal("next", (string?)(await client.ReceiveAsync())!["type"]);
    }

    [Theory]
    [InlineData("subscription { faults }", "error")]
    [InlineData("subscription { hides }", "error")]
    [InlineData("{ unwritable }", "error")]
    [InlineData("{ fail }", "next")]
    public async Task Our_own_faults_are_masked_and_logged(string query, string type)
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        await client.SubscribeAsync("a", query);

        var answer = (await client.ReceiveAsync())!;
        var errors = type == "next" ? answer["payload"]!["errors"]! : answer["payload"]!;
        Assert.Equal((type, "INTERNAL"), ((string?)answer["type"], (string?)errors[0]!["extensions"]!["code"]));
        Assert.DoesNotContain("secret", answer.ToJsonString());
        var number = (string)errors[0]!["extensions"]!["correlationId"]!;
        Assert.Contains(_server.Log.Entries, entry => entry.Text.Contains(number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_breaks_says_so_and_completes()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        await client.SubscribeAsync("a", "subscription { breaks }");
        await client.ReceiveAsync();
        var broken = (await client.ReceiveAsync())!;
        var last = await client.ReceiveAsync();
        await client.SubscribeAsync("b", "subscription { ends }");
        await client.ReceiveAsync();
        var ended = (await client.ReceiveAsync())!;

        Assert.Equal(("next", "INTERNAL"), ((string?)broken["type"], (string?)broken["payload"]!["errors"]![0]!["extensions"]!["code"]));
        Assert.DoesNotContain("secret", broken.ToJsonString());
        Assert.Equal("""{"type":"complete","id":"a"}""", last!.ToJsonString());
        Assert.Equal("ENDED", (string?)ended["payload"]!["errors"]![0]!["extensions"]!["code"]);
    }

    [Fact]
    public async Task A_fault_in_one_event_is_masked_logged_and_the_next_event_comes()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        await client.SubscribeAsync("a", "subscription { fragile }");

        var first = (await client.ReceiveAsync())!["payload"]!;
        Assert.Equal("INTERNAL", (string?)first["errors"]![0]!["extensions"]!["code"]);
        var number = (string)first["errors"]![0]!["extensions"]!["correlationId"]!;
        Assert.Contains(_server.Log.Entries, entry => entry.Text.Contains(number, StringComparison.Ordinal));
        Assert.Equal("whole", (string?)(await client.ReceiveAsync())!["payload"]!["data"]!["fragile"]);
    }
}
