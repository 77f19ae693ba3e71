using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.FrontDoor;

public sealed class BodyLimitTests
{
    const int BodyMaxBytes = 1024 * 1024;
    const string Body = """{"query":"{ add(a: 1, b: 2) }"}""";
    const string Post = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task Compressed_body_is_read(string encoding)
    {
        await using var server = await FrontDoorServer.StartAsync();

        var answer = await PostAsync(server, Compressed(encoding, Encoding.UTF8.GetBytes(Body)), encoding);

        Assert.Equal((200, """{"add":3}"""), (answer.Status, answer.Data.GetRawText()));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Limit_counts_what_comes_out_of_a_compressed_body(string encoding)
    {
        await using var server = await FrontDoorServer.StartAsync();

        var largest = await PostAsync(server, Compressed(encoding, Encoding.ASCII.GetBytes(Body.PadRight(BodyMaxBytes))), encoding);
        var larger = await PostAsync(server, Compressed(encoding, Encoding.ASCII.GetBytes(Body.PadRight(BodyMaxBytes + 1))), encoding);

        Assert.Equal(200, largest.Status);
        Assert.Equal((413, "REQUEST_TOO_LARGE"), (larger.Status, larger.Code));
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("compress")]
    [InlineData("x-gzip")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip, identity")]
    [InlineData("nonsense")]
    public async Task Other_encodings_are_415_and_told_which_are_taken(string encoding)
    {
        await using var server = await FrontDoorServer.StartAsync();

        var answer = await PostAsync(server, Encoding.UTF8.GetBytes(Body), encoding);

        Assert.Equal((415, "UNSUPPORTED_CONTENT_ENCODING"), (answer.Status, answer.Code));
        Assert.Equal("gzip, deflate, br", answer.Header("Accept-Encoding"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Body_that_is_not_compressed_as_it_says_is_400(string encoding)
    {
        await using var server = await FrontDoorServer.StartAsync();
        var random = new Random(20261126);

        for (var i = 0; i < 50; i++)
        {
            var noise = new byte[300];
            random.NextBytes(noise);
            var answer = await PostAsync(server, noise, encoding);

            Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Too_long_a_body_is_413_before_any_of_it_is_sent()
    {
        await using var server = await FrontDoorServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync($"{Post}Content-Length: {10 * BodyMaxBytes}\r\n\r\n");
        var answer = await connection.ReadUntilAsync("}]}");

        Assert.StartsWith("HTTP/1.1 413 ", answer);
        Assert.Contains("REQUEST_TOO_LARGE", answer);
    }

    [Fact]
    public async Task Body_without_a_length_is_cut_off_once_it_is_too_long()
    {
        await using var server = await FrontDoorServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync($"{Post}Transfer-Encoding: chunked\r\n\r\n");

        var answering = connection.ReadToEndAsync();
        var chunk = new string(' ', 0x10000);
        await connection.SendUntilCutOffAsync($"10000\r\n{chunk}\r\n", TimeSpan.Zero);

        var answer = await answering;
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 413 ", StringComparison.Ordinal), answer);
    }

    /// <summary>Cut off after 2 to 3 s: the average of 240 bytes a second is asked for from the second second on.</summary>
    [Fact]
    public async Task Body_sent_a_byte_at_a_time_is_408_and_cut_off_while_others_are_served()
    {
        await using var server = await FrontDoorServer.StartAsync(("FrontDoor:RequestsMax", "8"));
        var slow = new List<RawConnection>();
        for (var i = 0; i < 6; i++)
        {
            var connection = await RawConnection.OpenAsync(server);
            await connection.SendAsync($"{Post}Content-Length: 1000\r\n\r\n{{");
            slow.Add(connection);
        }

        var sending = slow.Select(connection => connection.SendUntilCutOffAsync(" ", TimeSpan.FromMilliseconds(100))).ToList();
        var answering = slow.Select(connection => connection.ReadToEndAsync()).ToList();
        var other = await server.AskAsync();
        var answers = await Task.WhenAll(answering);

        Assert.Equal(200, other.Status);
        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 408 ", answer));
        Assert.All(answers, answer => Assert.Contains("REQUEST_TIMEOUT", answer));
        slow.ForEach(connection => connection.Dispose());
        await Task.WhenAll(sending.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
    }

    [Fact]
    public async Task Body_that_keeps_the_pace_is_408_when_it_takes_too_long()
    {
        await using var server = await FrontDoorServer.StartAsync(("FrontDoor:BodyReadMost", "00:00:01"));
        using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync($"{Post}Content-Length: 1000000\r\n\r\n{{");

        var answering = connection.ReadToEndAsync();
        await connection.SendUntilCutOffAsync(new string(' ', 1000), TimeSpan.FromMilliseconds(100));

        var answer = await answering;
        Assert.StartsWith("HTTP/1.1 408 ", answer);
        Assert.Contains("it has 1 s", answer);
    }

    [Fact]
    public async Task Headers_that_do_not_end_are_cut_off()
    {
        await using var server = await FrontDoorServer.StartAsync(("FrontDoor:HeadersReadMost", "00:00:01"));
        using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync("GET /graphql?query={quote} HTTP/1.1\r\nHost: x\r\n");

        var answering = connection.ReadToEndAsync();
        await connection.SendUntilCutOffAsync("A", TimeSpan.FromMilliseconds(100));

        Assert.StartsWith("HTTP/1.1 408 ", await answering);
    }

    [Fact]
    public async Task Flood_of_headers_is_431()
    {
        await using var server = await FrontDoorServer.StartAsync();

        var many = await AnswerToAsync(server, $"GET /graphql HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: 1\r\n"))}\r\n");
        var large = await AnswerToAsync(server, $"GET /graphql HTTP/1.1\r\nHost: x\r\nX: {new string('a', 33 * 1024)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431 ", many);
        Assert.StartsWith("HTTP/1.1 431 ", large);
    }

    [Fact]
    public async Task Too_long_an_address_is_414()
    {
        await using var server = await FrontDoorServer.StartAsync();

        var answer = await AnswerToAsync(server, $"GET /graphql?query={new string('a', 9 * 1024)} HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 414 ", answer);
    }

    [Fact]
    public async Task Batch_is_refused()
    {
        await using var server = await FrontDoorServer.StartAsync();

        var answer = await server.PostTextAsync($"[{string.Join(',', Enumerable.Repeat(Body, 1000))}]");

        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
        Assert.Contains("batches are not supported", answer.Message);
    }

    static async Task<string> AnswerToAsync(ApiServer server, string request)
    {
        using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync(request);
        return await connection.ReadToEndAsync();
    }

    static Task<ApiAnswer> PostAsync(ApiServer server, byte[] body, string encoding) => server.PostAsync(body, encoding);

    static byte[] Compressed(string encoding, byte[] body) => CompressedBody.Of(encoding, body);
}
