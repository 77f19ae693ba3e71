using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>Streams that ask too much, say what nobody understands, or never listen.</summary>
[Collection(AttackCollection.Name)]
public sealed class SocketAttackTests(AttackedServer server)
{
    private const string Subscribe = """{"id":"#","type":"subscribe","payload":{"query":"subscription { contentChanged { __typename } }"}}""";
    private const string Ask = """{"id":"#","type":"subscribe","payload":{"query":"{ articles(first: 20) { nodes { title summary jsonLd } } }"}}""";

    /// <summary>The test's server waits a second for what a client owes it, and looks once a second.</summary>
    private static readonly TimeSpan CutOffMost = TimeSpan.FromSeconds(8);

    private static readonly byte[] Init = RawSocket.Frame(0x81, """{"type":"connection_init"}"""u8.ToArray());

    private static readonly Dictionary<string, Func<byte[]>> Nonsense = new()
    {
        ["an opcode that is reserved"] = () => RawSocket.Frame(0x83, [1]),
        ["a control opcode that is reserved"] = () => RawSocket.Frame(0x8B, [1]),
        ["a bit that is reserved"] = () => RawSocket.Frame(0xC1, "{}"u8.ToArray()),
        ["a frame without a mask"] = () => RawSocket.Frame(0x81, """{"type":"ping"}"""u8.ToArray(), isMasked: false),
        ["a ping of 200 bytes"] = () => RawSocket.Frame(0x89, new byte[200]),
        ["half a ping"] = () => RawSocket.Frame(0x09, [1]),
        ["the middle of no message"] = () => RawSocket.Frame(0x80, [1]),
        ["a message within a message"] = () => [.. RawSocket.Frame(0x01, "{"u8.ToArray()), .. RawSocket.Frame(0x81, "{}"u8.ToArray())],
        ["a length of 2^63 bytes"] = () => RawSocket.Frame(0x81, [1], 1UL << 63),
        ["bytes that UTF-8 does not have"] = () => RawSocket.Frame(0x81, [0xFF, 0xFE]),
        ["a close of one byte"] = () => RawSocket.Frame(0x88, [3]),
        ["a close with a code that is not to be sent"] = () => RawSocket.Frame(0x88, [0x03, 0xED]),
        ["binary"] = () => RawSocket.Frame(0x82, "{}"u8.ToArray()),
        ["no JSON"] = () => RawSocket.Frame(0x81, "{"u8.ToArray()),
        ["a list"] = () => RawSocket.Frame(0x81, "[]"u8.ToArray()),
        ["100,000 lists"] = () => RawSocket.Frame(0x81, Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000))),
        ["two types"] = () => RawSocket.Frame(0x81, """{"type":"ping","type":"pong"}"""u8.ToArray()),
        ["half a surrogate pair"] = () => RawSocket.Frame(0x81, """{"type":"\ud800"}"""u8.ToArray()),
        ["a type that nobody knows"] = () => RawSocket.Frame(0x81, """{"type":"start","id":"1"}"""u8.ToArray()),
        ["a second beginning"] = () => Init,
        ["a message of 100 MB in one frame"] = () => RawSocket.Frame(0x81, new byte[100_000_000]),
        ["a message of 100 MB in frames of 1 KB"] = () => [.. RawSocket.Frame(0x01, new byte[1000]), .. Enumerable.Repeat(RawSocket.Frame(0x00, new byte[1000]), 100_000).SelectMany(frame => frame)],
    };

    public static TheoryData<string> Names => [.. Nonsense.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task A_socket_that_makes_no_sense_is_closed(string what)
    {
        var bytes = Nonsense[what]();

        var took = await server.EndureAsync(async () =>
        {
            using var timeout = new CancellationTokenSource(CutOffMost);
            using var socket = await RawSocket.BeginAsync(server.Url, Attackers.Next(), timeout.Token);
            var clock = Stopwatch.StartNew();
            var sending = Sending.IgnoreResetAsync(socket.SendBytesAsync(bytes, timeout.Token));
            await socket.ReadCloseAsync(timeout.Token);
            var took = clock.Elapsed;
            socket.Dispose();
            await sending;
            return took;
        });

        Assert.True(took < AttackedServer.AnswerMost, $"Closed after {took.TotalSeconds:f1} s.");
    }

    [Fact]
    public async Task Of_ten_thousand_operations_on_a_socket_a_hundred_run_and_the_others_are_refused()
    {
        var refused = await server.EndureAsync(async () =>
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var socket = await RawSocket.BeginAsync(server.Url, Attackers.Next(), timeout.Token);
            var all = Enumerable.Range(0, 10_000).SelectMany(n => RawSocket.Frame(0x81, Encoding.UTF8.GetBytes(Subscribe.Replace("#", $"{n}")))).ToArray();
            var sending = socket.SendBytesAsync(all, timeout.Token);
            var refused = 0;
            while (refused < 9_900 && await socket.ReadAsync(timeout.Token) is { IsClose: false } message)
            {
                Assert.Contains("TOO_MANY_OPERATIONS", message.Text);
                refused++;
            }

            await sending;
            return refused;
        });

        Assert.Equal(9_900, refused);
    }

    [Theory]
    [InlineData("says nothing", "")]
    [InlineData("sends half a frame", "\x81\xFE\x10")]
    [InlineData("sends half a message", "\x01\x81\0\0\0\0{")]
    public async Task Who_opens_sockets_and_never_begins_is_cut_off(string what, string bytes)
    {
        var codes = await server.EndureAsync(async () =>
        {
            using var timeout = new CancellationTokenSource(CutOffMost);
            var from = Attackers.Next();
            return await Task.WhenAll(Enumerable.Range(0, 90).Select(async _ =>
            {
                var (socket, answer) = await RawSocket.OpenAsync(server.Url, from, timeout.Token);
                Assert.True(socket is not null, $"{what}: {answer?.Status}");
                using var open = socket;
                await socket.SendBytesAsync(Encoding.Latin1.GetBytes(bytes), timeout.Token);
                return await socket.ReadCloseAsync(timeout.Token);
            }));
        });

        Assert.All(codes, code => Assert.True(code is null or 4408, $"{code}"));
    }

    /// <summary>It never answers a ping either.</summary>
    [Fact]
    public async Task Who_asks_and_never_reads_is_cut_off()
    {
        var all = Enumerable.Range(0, 90).SelectMany(n => RawSocket.Frame(0x81, Encoding.UTF8.GetBytes(Ask.Replace("#", $"{n}")))).ToArray();

        await server.EndureAsync(async () =>
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            {
                using var socket = await RawSocket.BeginAsync(server.Url, Attackers.Next(), timeout.Token);
                await SendUntilClosedAsync(socket, all, timeout.Token);
            }));
            return 0;
        });
    }

    [Theory]
    [InlineData("sockets", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws")]
    [InlineData("events", "Accept: text/event-stream")]
    public async Task Of_four_hundred_streams_from_one_address_a_hundred_are_open_at_once(string kind, string headers)
    {
        // A socket that never begins is closed after a second, and another may come in its place: what was opened within less was open at once.
        var surelyOpen = kind == "sockets" ? TimeSpan.FromSeconds(0.9) : TimeSpan.MaxValue;
        var request = $"GET /graphql?query={Uri.EscapeDataString("subscription { contentChanged { __typename } }")} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n";
        var from = Attackers.Next();

        var statuses = await server.EndureAsync(async () =>
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var connections = new List<RawConnection>();
            var statuses = new List<(int? Status, TimeSpan Asked, TimeSpan Answered)>();
            var clock = Stopwatch.StartNew();
            for (var number = 0; number < 400; number++)
            {
                var asked = clock.Elapsed;
                var connection = await RawConnection.OpenAsync(server.Url, from, timeout.Token);
                connections.Add(connection);
                await connection.SendAsync(request, timeout.Token);
                statuses.Add((await connection.ReadStatusAsync(timeout.Token), asked, clock.Elapsed));
            }

            connections.ForEach(connection => connection.Dispose());
            return statuses;
        });

        var opened = statuses.Where(s => s.Status is 101 or 200).ToList();
        Assert.InRange(opened.Count, 50, kind == "sockets" ? 400 : 100);
        Assert.InRange(opened.Max(first => opened.Count(s => s.Asked >= first.Asked && s.Answered - first.Asked < surelyOpen)), 1, 100);
        Assert.Contains(statuses, s => s.Status == 429);
        Assert.All(statuses, s => Assert.True(s.Status is 101 or 200 or 429, $"{kind}: {s.Status}"));
    }

    private static async Task SendUntilClosedAsync(RawSocket socket, byte[] messages, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await socket.SendBytesAsync(messages, cancellation);
                await Task.Delay(100, cancellation);
            }
        }
        catch (SocketException)
        {
            // Cut off, as it should be.
        }
    }
}
