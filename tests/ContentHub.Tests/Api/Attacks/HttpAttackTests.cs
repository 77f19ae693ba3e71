using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>Bytes that are HTTP almost: two readers of them might not agree where a request ends.</summary>
[Collection(AttackCollection.Name)]
public sealed class HttpAttackTests(AttackedServer server)
{
    private const string Body = """{"query":"{ __typename }"}""";
    private const string Smuggled = "GET /graphql?query=%7Bsmuggled%3A__typename%7D HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, Func<string>> Attacks = new()
    {
        ["two lengths"] = () => Post($"Content-Length: {Body.Length}\r\nContent-Length: 5") + Body + Smuggled,
        ["two lengths on one line"] = () => Post($"Content-Length: {Body.Length}, 5") + Body + Smuggled,
        ["a length below zero"] = () => Post("Content-Length: -1") + Body + Smuggled,
        ["a length in hexadecimal"] = () => Post($"Content-Length: 0x{Body.Length:x}") + Body + Smuggled,
        ["a length that is too large for a number"] = () => Post("Content-Length: 99999999999999999999") + Body + Smuggled,
        ["a length that is none"] = () => Post("Content-Length: ") + Body + Smuggled,
        ["a space before a header's colon"] = () => Post($"Content-Length : {Body.Length}") + Body + Smuggled,
        ["a header that goes on on the next line"] = () => Post($"Content-Length:\r\n {Body.Length}") + Body + Smuggled,
        ["a coding that nobody knows"] = () => Post("Transfer-Encoding: xchunked") + Chunked + Smuggled,
        ["chunked, but not at last"] = () => Post("Transfer-Encoding: chunked, identity") + Chunked + Smuggled,
        ["a chunk's size that is no number"] = () => Post("Transfer-Encoding: chunked") + "xyz\r\n" + Body + "\r\n0\r\n\r\n" + Smuggled,
        ["a chunk's size below zero"] = () => Post("Transfer-Encoding: chunked") + "-1\r\n" + Body + "\r\n0\r\n\r\n" + Smuggled,
        ["a chunk's size of 40 digits"] = () => Post("Transfer-Encoding: chunked") + new string('f', 40) + "\r\n" + Body + "\r\n0\r\n\r\n" + Smuggled,
        ["a chunk without its end"] = () => Post("Transfer-Encoding: chunked") + $"{Body.Length:x}\r\n{Body}0\r\n\r\n" + Smuggled,
        ["a null byte in a header"] = () => Post($"X-Null: a\0b\r\nContent-Length: {Body.Length}") + Body + Smuggled,
        ["a null byte in a header's name"] = () => Post($"X-Nu\0ll: a\r\nContent-Length: {Body.Length}") + Body + Smuggled,
        ["a null byte in the request line"] = () => "GET /graphql\0?query=%7B__typename%7D HTTP/1.1\r\nHost: localhost\r\n\r\n" + Smuggled,
        ["a null byte in the path, escaped"] = () => "GET /graphql%00?query=%7B__typename%7D HTTP/1.1\r\nHost: localhost\r\n\r\n" + Smuggled,
        ["a carriage return alone"] = () => Post($"X-Return: a\rb\r\nContent-Length: {Body.Length}") + Body + Smuggled,
        ["no host"] = () => $"POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}{Smuggled}",
        ["two hosts"] = () => Post($"Host: elsewhere\r\nContent-Length: {Body.Length}") + Body + Smuggled,
        ["a host that is none"] = () => $"POST /graphql HTTP/1.1\r\nHost: a b\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}{Smuggled}",
        ["HTTP/0.9"] = () => "GET /graphql?query=%7B__typename%7D\r\n\r\n" + Smuggled,
        ["HTTP/9.9"] = () => "GET /graphql?query=%7B__typename%7D HTTP/9.9\r\nHost: localhost\r\n\r\n" + Smuggled,
        ["a method of 9,000 letters"] = () => $"{new string('G', 9_000)} /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n" + Smuggled,
        ["TLS on a plain port"] = () => "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + new string('\x42', 500),
        ["10,000 headers"] = () => Post(string.Join("\r\n", Enumerable.Range(0, 10_000).Select(n => $"X-{n}: {n}")) + $"\r\nContent-Length: {Body.Length}") + Body + Smuggled,
        ["a header of 1 MB"] = () => Post($"X-Large: {new string('x', 1_000_000)}\r\nContent-Length: {Body.Length}") + Body + Smuggled,
        ["a header's name of 1 MB"] = () => Post($"{new string('x', 1_000_000)}: 1\r\nContent-Length: {Body.Length}") + Body + Smuggled,
        ["cookies of 1 MB"] = () => Post(string.Join("\r\n", Enumerable.Repeat($"Cookie: {new string('c', 1_000)}=1", 1_000)) + $"\r\nContent-Length: {Body.Length}") + Body + Smuggled,
        ["an address of 1 MB"] = () => $"GET /graphql?query={new string('x', 1_000_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n" + Smuggled,
        ["a megabyte of nothing"] = () => new string('\0', 1_000_000),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    private static string Chunked => $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n";

    [Theory, MemberData(nameof(Names))]
    public async Task What_is_not_quite_HTTP_is_refused_and_nothing_behind_it_is_heard(string attack)
    {
        var bytes = Encoding.Latin1.GetBytes(Attacks[attack]());

        var (answers, took) = await server.EndureAsync(() => SendAsync(bytes));

        Assert.True(took < AttackedServer.AnswerMost, $"Cut off after {took.TotalSeconds:f1} s.");
        Assert.All(answers, answer => Assert.InRange(answer.Status, 400, 505));
        Assert.All(answers, answer => Assert.InRange(answer.Body.Length, 0, 4095));
        Assert.All(answers, answer => Assert.DoesNotMatch(Sending.Insides(), answer.Text));
        Assert.InRange(answers.Count, 0, 1);
    }

    [Fact]
    public async Task A_megabyte_of_empty_lines_before_a_request_changes_nothing()
    {
        var bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("\r\n", 500_000)) + Smuggled);

        var (answers, took) = await server.EndureAsync(() => SendAsync(bytes));

        Assert.True(took < AttackedServer.AnswerMost, $"Answered after {took.TotalSeconds:f1} s.");
        Assert.InRange(answers.Count, 0, 1);
    }

    /// <summary>Without TLS nobody can agree on HTTP/2, so there is none of its attacks to fear: the connection is closed at its first words.</summary>
    [Fact]
    public async Task Streams_of_HTTP_2_that_are_opened_and_reset_are_not_heard()
    {
        var opened = Enumerable.Range(0, 10_000).SelectMany(n => (byte[])[.. Frame(1, 5, n, [0x82, 0x84, 0x86]), .. Frame(3, 0, n, [0, 0, 0, 8])]);
        byte[] bytes = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(4, 0, -1, []), .. opened];

        var took = await server.EndureAsync(async () =>
        {
            using var timeout = new CancellationTokenSource(Patience);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            using var connection = await RawConnection.OpenAsync(server.Url, Attackers.Next(), timeout.Token);
            await Sending.IgnoreResetAsync(connection.SendAsync(bytes, timeout.Token));
            await connection.DrainAsync(timeout.Token);
            return clock.Elapsed;
        });

        Assert.True(took < AttackedServer.AnswerMost, $"Closed after {took.TotalSeconds:f1} s.");

        // RFC 9113, 4.1; streams of a client have odd numbers.
        static byte[] Frame(byte type, byte flags, int number, byte[] payload)
        {
            var stream = (2 * number) + 1;
            return number < 0
                ? [0, 0, (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload]
                : [0, 0, (byte)payload.Length, type, flags, (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload];
        }
    }

    [Theory]
    [InlineData("both a length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked")]
    [InlineData("both chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 4")]
    public async Task Where_two_ways_to_end_a_body_are_named_the_chunks_count_or_it_is_refused(string what, string headers)
    {
        var bytes = Encoding.Latin1.GetBytes(Post(headers) + Chunked + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        var (answers, _) = await server.EndureAsync(() => SendAsync(bytes));

        // A 200 for the body in chunks, then what the other request gets; a body of four bytes would have been no JSON.
        Assert.True(answers[0].Status is 400 || (answers[0].Status is 200 && answers.Skip(1).All(answer => answer.Status is 404)), what);
    }

    private async Task<(IReadOnlyList<RawAnswer> Answers, TimeSpan Took)> SendAsync(byte[] bytes)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var connection = await RawConnection.OpenAsync(server.Url, Attackers.Next(), timeout.Token);
        var sending = Sending.IgnoreResetAsync(connection.SendAsync(bytes, timeout.Token));
        var answers = await connection.ReadAnswersAsync(timeout.Token);
        var took = clock.Elapsed;
        connection.Dispose();
        await sending;
        return (answers, took);
    }

    private static string Post(string headers) =>
        $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: application/graphql-response+json\r\nContent-Type: application/json\r\n{headers}\r\n\r\n";
}
