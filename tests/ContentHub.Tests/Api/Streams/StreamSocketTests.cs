using System.Net.WebSockets;
using System.Text;
using ContentHub.Api.Execution;
using ContentHub.Api.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.Streams;

/// <summary>graphql-transport-ws, message by message (PROTOCOL.md of graphql-ws).</summary>
public sealed class StreamSocketTests : IAsyncLifetime
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly SteppedTime _time = new(Now);
    ApiServer _server = null!;

    SampleEvents Events => _server.Services.GetRequiredService<SampleEvents>();

    public async ValueTask InitializeAsync() => _server = await StartAsync();

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
        await Events.OpenBecomesAsync(2);

        await client.SubscribeAsync("c", "{ quote }");

        Assert.Equal("c", (string?)(await client.ReceiveAsync())!["id"]);
    }

    [Fact]
    public async Task Complete_by_the_client_ends_the_stream_and_frees_its_id()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);
        await client.SubscribeAsync("a", "subscription { waits }");
        await Events.OpenBecomesAsync(1);

        await client.SendAsync(new { id = "a", type = "complete" });
        await Events.OpenBecomesAsync(0);
        await client.SubscribeAsync("a", "{ add(a: 1, b: 2) }");

        Assert.Equal(["""{"type":"next","id":"a","payload":{"data":{"add":3}}}""", """{"type":"complete","id":"a"}"""], await client.ReceiveTextsAsync(2));
    }

    [Fact]
    public async Task A_client_that_goes_ends_its_streams()
    {
        using (var client = await SocketClient.OpenAsync(_server.Url))
        {
            await client.SubscribeAsync("a", "subscription { waits }");
            await Events.OpenBecomesAsync(1);
            client.Socket.Abort();
        }

        await Events.OpenBecomesAsync(0);
        await NoneOpenAsync();
    }

    [Fact]
    public async Task A_client_that_closes_is_answered_and_its_streams_end()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);
        await client.SubscribeAsync("a", "subscription { waits }");
        await Events.OpenBecomesAsync(1);

        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None);

        Assert.Equal(1000, client.Closed.Code);
        await Events.OpenBecomesAsync(0);
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

    [Fact]
    public async Task Every_event_is_executed_on_what_is_true_at_its_moment_for_the_same_caller()
    {
        using var client = await SocketClient.OpenAsync(_server.Url, new { Authorization = "Bearer good" });

        await client.SubscribeAsync("a", "subscription { moments }");

        var texts = await client.ReceiveTextsAsync(3);
        Assert.Equal(["1 1 Amy", "2 2 Amy", "3 3 Amy"], texts.Select(t => (string?)System.Text.Json.Nodes.JsonNode.Parse(t)!["payload"]!["data"]!["moments"]));
    }

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
        await NoneOpenAsync();
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

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(4408, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task After_connection_init_it_may_be_silent_for_long()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        _time.Advance(TimeSpan.FromHours(1));
        await client.SubscribeAsync("a", "{ quote }");

        Assert.Equal("next", (string?)(await client.ReceiveAsync())!["type"]);
    }

    [Fact]
    public async Task An_id_that_is_in_use_closes_with_4409()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);

        await client.SubscribeAsync("a", "subscription { waits }");
        await client.SubscribeAsync("a", "subscription { waits }");

        Assert.Equal(4409, await client.CloseCodeAsync());
        Assert.Equal("Subscriber for a already exists", client.Closed.Reason);
        await Events.OpenBecomesAsync(0);
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

    [Fact]
    public async Task It_closes_with_4403_when_its_token_expires()
    {
        using var signedIn = await SocketClient.OpenAsync(_server.Url, new { Authorization = "Bearer good" });
        using var anybody = await SocketClient.OpenAsync(_server.Url);
        await signedIn.SubscribeAsync("a", "subscription { waits }");
        await Events.OpenBecomesAsync(1);

        _time.Advance(TimeSpan.FromHours(8) - TimeSpan.FromSeconds(1));
        await signedIn.SubscribeAsync("b", "{ quote }");
        var before = await signedIn.ReceiveAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("next", (string?)before!["type"]);
        Assert.Equal(4403, await signedIn.CloseCodeAsync());
        Assert.Contains("expired", signedIn.Closed.Reason);
        await Events.OpenBecomesAsync(0);
        await anybody.SubscribeAsync("a", "{ quote }");
        Assert.Equal("next", (string?)(await anybody.ReceiveAsync())!["type"]);
    }

    [Fact]
    public async Task When_the_server_stops_it_closes_with_1001_at_once()
    {
        using var client = await SocketClient.OpenAsync(_server.Url);
        using var idle = await SocketClient.ConnectAsync(_server.Url);
        await client.SubscribeAsync("a", "subscription { waits }");
        await Events.OpenBecomesAsync(1);
        var codes = Task.WhenAll(client.CloseCodeAsync(), idle.CloseCodeAsync());

        await _server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal([1001, 1001], await codes);
    }

    [Fact]
    public async Task More_operations_than_may_run_at_once_are_answered_with_an_error_each()
    {
        await using var server = await StartAsync(("Streams:OperationsPerSocketMax", "2"));
        using var client = await SocketClient.OpenAsync(server.Url);
        var events = server.Services.GetRequiredService<SampleEvents>();

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
        await using var server = await StartAsync((setting, "2"));
        using var first = await SocketClient.OpenAsync(server.Url);
        using var second = await SocketClient.OpenAsync(server.Url);

        var refused = await Assert.ThrowsAsync<HandshakeRefusedException>(() => SocketClient.ConnectAsync(server.Url));
        await first.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        while (server.Services.GetRequiredService<OpenStreams>().Count > 1)
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
        for (var (before, calm) = (-1, 0); calm < 20; calm = Events.Flooded == before ? calm + 1 : 0)
        {
            before = Events.Flooded;
            await Task.Delay(20);
        }

        Assert.InRange(Events.Flooded, 1, 300);
        await other.SubscribeAsync("b", "subscription { ticks(count: 3) }");
        Assert.Equal(4, (await other.ReceiveTextsAsync(4)).Count);
        _time.Advance(TimeSpan.FromSeconds(10));
        while (_server.Services.GetRequiredService<OpenStreams>().Count > 1)
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
        await using var server = await StartAsync(("RateLimits:AddressConnectionsMax", "0"));
        var clients = new List<SocketClient>();
        try
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < 1000; i++)
            {
                clients.Add(await SocketClient.OpenAsync(server.Url));
                await clients[^1].SubscribeAsync("a", "subscription { waits }");
            }

            await server.Services.GetRequiredService<SampleEvents>().OpenBecomesAsync(1000);
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

    async Task NoneOpenAsync()
    {
        while (_server.Services.GetRequiredService<OpenStreams>().Count > 0)
        {
            await Task.Delay(5);
        }
    }

    Task<ApiServer> StartAsync(params (string Name, string Value)[] settings) => ApiServer.StartAsync(
        services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddSingleton<IRequestStart>(new SampleSignIn(Now + TimeSpan.FromHours(8)));
        },
        host: builder => builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => $"ContentHub:{s.Name}", s => (string?)s.Value)));
}
