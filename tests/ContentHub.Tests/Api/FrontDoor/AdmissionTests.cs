using ContentHub.Api.Execution;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContentHub.Tests.Api.FrontDoor;

public sealed class AdmissionTests : IDisposable
{
    readonly HeldRequests _held = new();

    public void Dispose() => _held.Dispose();

    [Fact]
    public async Task Full_server_sheds_with_503_and_serves_again_afterwards()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "2"));
        var inside = await HoldAsync(server, 2);

        // As many wait; one more than that does not.
        var waiting = new[] { server.AskAsync(), server.AskAsync(), server.AskAsync() };
        var shed = await await Task.WhenAny(waiting);
        var others = await Task.WhenAll(waiting);
        _held.Release();
        var held = await Task.WhenAll(inside);
        var afterwards = await server.AskAsync();

        Assert.Equal((503, "OVERLOADED", "1"), (shed.Status, shed.Code, shed.Header("Retry-After")));
        Assert.Equal("nosniff", shed.Header("X-Content-Type-Options"));
        Assert.All(others, answer => Assert.Equal(503, answer.Status));
        Assert.All(held, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(200, afterwards.Status);
    }

    [Fact]
    public async Task Who_waits_is_served_when_there_is_room_in_time()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "1"));
        var inside = await HoldAsync(server, 1);

        var waiting = server.AskAsync();
        _held.Release();

        Assert.Equal(200, (await waiting).Status);
        Assert.Equal(200, (await inside[0]).Status);
    }

    [Fact]
    public async Task Shed_request_is_not_asked_for_its_body()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "1"));
        var inside = await HoldAsync(server, 1);
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n");
        var answer = await connection.ReadUntilAsync("OVERLOADED");

        Assert.StartsWith("HTTP/1.1 503 ", answer);
        _held.Release();
        await Task.WhenAll(inside);
    }

    [Fact]
    public async Task A_body_that_is_on_its_way_takes_nobodys_place()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "1"));
        _held.Release();
        using var slow = await RawConnection.OpenAsync(server);
        await slow.SendAsync("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n{\"query\":");

        var answer = await server.AskAsync(HttpMethod.Get, "/graphql?query=%7Bquote%7D");
        await slow.SendAsync("\"{ quote }\"   }");
        var late = await slow.ReadUntilAsync("}");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("HTTP/1.1 200 ", late);
    }

    [Fact]
    public async Task Health_is_answered_by_a_full_server()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "1"));
        var inside = await HoldAsync(server, 1);

        var health = await server.AskAsync(HttpMethod.Get, "/health/live");

        Assert.Equal(200, health.Status);
        _held.Release();
        await Task.WhenAll(inside);
    }

    [Fact]
    public async Task Streams_take_no_place_of_requests_and_have_a_limit_of_their_own()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "1"), ("FrontDoor:StreamsMax", "2"));
        var streams = await HoldAsync(server, 2, ("Accept", "text/event-stream, application/json"));

        var request = await server.AskAsync();
        var third = await server.AskAsync(("Accept", "text/event-stream, application/json"));
        var upgrade = await server.AskAsync(("Connection", "Upgrade"), ("Upgrade", "websocket"));

        Assert.Equal((200, 503, 503), (request.Status, third.Status, upgrade.Status));
        Assert.Equal(("OVERLOADED", "10"), (third.Code, third.Header("Retry-After")));
        _held.Release();
        await Task.WhenAll(streams);
    }

    /// <summary>As urql sends it with everything.</summary>
    [Fact]
    public async Task Client_that_would_also_take_a_stream_is_counted_as_a_request()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "1"));
        var inside = await HoldAsync(server, 1, ("Accept", "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"));

        var next = await server.AskAsync();

        Assert.Equal(503, next.Status);
        _held.Release();
        await Task.WhenAll(inside);
    }

    [Fact]
    public async Task One_address_cannot_take_every_place()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "3"), ("RateLimits:AddressRequestsMax", "1"), ("FrontDoor:TrustedProxies:0", "127.0.0.1"));
        var inside = await HoldAsync(server, 1, ("X-Forwarded-For", "203.0.113.1"));

        var same = await server.AskAsync(("X-Forwarded-For", "203.0.113.1"));
        var other = await server.AskAsync(("X-Forwarded-For", "203.0.113.2"));
        _held.Release();
        await Task.WhenAll(inside);
        var afterwards = await server.AskAsync(("X-Forwarded-For", "203.0.113.1"));

        Assert.Equal((429, "RATE_LIMITED", "1"), (same.Status, same.Code, same.Header("Retry-After")));
        Assert.Equal((200, 200), (other.Status, afterwards.Status));
    }

    [Fact]
    public async Task Streams_of_an_address_are_counted()
    {
        await using var server = await StartAsync(("RateLimits:AddressStreamsMax", "1"));
        var streams = await HoldAsync(server, 1, ("Accept", "text/event-stream, application/json"));

        var second = await server.AskAsync(("Accept", "text/event-stream, application/json"));

        Assert.Equal((429, "RATE_LIMITED"), (second.Status, second.Code));
        _held.Release();
        await Task.WhenAll(streams);
    }

    [Fact]
    public async Task Place_of_a_client_that_hangs_up_is_free_again()
    {
        await using var server = await StartAsync(("FrontDoor:RequestsMax", "1"));
        using (var connection = await RawConnection.OpenAsync(server))
        {
            await connection.SendAsync("GET /graphql?query={quote} HTTP/1.1\r\nHost: x\r\nHold: yes\r\n\r\n");
            await _held.ArrivedAsync();
        }

        var answer = await server.AskAsync();

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task Connections_beyond_an_address_share_are_closed_unanswered()
    {
        await using var server = await StartAsync(("RateLimits:AddressConnectionsMax", "2"));
        using var first = await RawConnection.OpenAsync(server);
        await AskAsync(first);
        using (var second = await RawConnection.OpenAsync(server))
        {
            await AskAsync(second);
            using var third = await RawConnection.OpenAsync(server);

            Assert.Equal("", await third.ReadToEndAsync());
        }

        // The server hears of a closed connection a moment later.
        var answer = "";
        while (answer.Length == 0)
        {
            using var fourth = await RawConnection.OpenAsync(server);
            answer = await AskAsync(fourth);
        }

        Assert.StartsWith("HTTP/1.1 200 ", answer);
    }

    [Fact]
    public async Task Connections_beyond_what_the_server_takes_are_closed_unanswered()
    {
        await using var server = await StartAsync(("FrontDoor:ConnectionsMax", "1"));
        using var first = await RawConnection.OpenAsync(server);
        await AskAsync(first);
        using var second = await RawConnection.OpenAsync(server);

        Assert.Equal("", await second.ReadToEndAsync());
    }

    static async Task<string> AskAsync(RawConnection connection)
    {
        try
        {
            await connection.SendAsync("GET /graphql?query={quote} HTTP/1.1\r\nHost: x\r\n\r\n");
            return await connection.ReadUntilAsync("}}");
        }
        catch (IOException)
        {
            return "";
        }
    }

    async Task<List<Task<ApiAnswer>>> HoldAsync(ApiServer server, int count, params (string Name, string Value)[] headers)
    {
        var requests = Enumerable.Range(0, count).Select(_ => server.AskAsync([("Hold", "yes"), .. headers])).ToList();
        for (var i = 0; i < count; i++)
        {
            await _held.ArrivedAsync();
        }

        return requests;
    }

    Task<ApiServer> StartAsync(params (string Name, string Value)[] settings) =>
        FrontDoorServer.StartAsync(services => services.AddSingleton<IRequestStart>(_held), "Production", settings);
}
