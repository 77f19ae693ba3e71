using System.IO.Compression;
using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>Bodies that are too large, packed, of another kind than they say, or no text at all.</summary>
[Collection(AttackCollection.Name)]
public sealed class BodyAttackTests(AttackedServer server)
{
    private const string Plain = """{"query":"{ __typename }"}""";
    private const int GiB = 1024 * 1024 * 1024;

    private static readonly Dictionary<string, (Func<byte[]> Request, int Status, string Code)> Attacks = new()
    {
        ["10 MB"] = (() => Sending.PostBody(Spaces(10_000_000)), 413, "REQUEST_TOO_LARGE"),
        ["10 MB of query"] = (() => Sending.Post(new string(' ', 10_000_000)), 413, "REQUEST_TOO_LARGE"),
        ["a byte more than 1 MiB"] = (() => Sending.PostBody(Spaces((1024 * 1024) + 1)), 413, "REQUEST_TOO_LARGE"),
        ["10 MB in chunks"] = (() => Chunked(Spaces(10_000_000), 16_384), 413, "REQUEST_TOO_LARGE"),
        ["10 MB in a chunk"] = (() => Chunked(Spaces(10_000_000), 10_000_000), 413, "REQUEST_TOO_LARGE"),
        ["a chunk that says it has 2^60 bytes"] = (() => Head("Transfer-Encoding: chunked", "1000000000000000\r\n"), 400, "BAD_REQUEST"),
        ["2^50 bytes announced"] = (() => Head("Content-Length: 1125899906842624", ""), 413, "REQUEST_TOO_LARGE"),
        ["1 GiB of zeros in gzip"] = (() => Sending.PostBody(GzipBomb(), "Content-Encoding: gzip"), 413, "REQUEST_TOO_LARGE"),
        ["1 GiB of zeros in Brotli"] = (() => Sending.PostBody(BrotliBomb(), "Content-Encoding: br"), 413, "REQUEST_TOO_LARGE"),
        ["1 GiB of zeros in deflate"] = (() => Sending.PostBody(Packed(s => new ZLibStream(s, CompressionLevel.SmallestSize), GiB / 4), "Content-Encoding: deflate"), 413, "REQUEST_TOO_LARGE"),
        ["gzip in gzip"] = (() => Sending.PostBody(Gzip(Gzip(Spaces(100_000_000))), "Content-Encoding: gzip, gzip"), 415, "UNSUPPORTED_CONTENT_ENCODING"),
        ["gzip in gzip, on two lines"] = (() => Sending.PostBody(Gzip(Gzip(Spaces(100_000_000))), "Content-Encoding: gzip", "Content-Encoding: gzip"), 415, "UNSUPPORTED_CONTENT_ENCODING"),
        ["gzip that is none"] = (() => Sending.PostBody(Plain, "Content-Encoding: gzip"), 400, "BAD_REQUEST"),
        ["half a gzip"] = (() => Sending.PostBody(Gzip(Encoding.UTF8.GetBytes(Plain))[..20], "Content-Encoding: gzip"), 400, "BAD_REQUEST"),
        ["Brotli that is none"] = (() => Sending.PostBody(Plain, "Content-Encoding: br"), 400, "BAD_REQUEST"),
        ["an encoding that nobody knows"] = (() => Sending.PostBody(Plain, "Content-Encoding: compress"), 415, "UNSUPPORTED_CONTENT_ENCODING"),
        ["a byte that UTF-8 does not have"] = (() => Bytes([.. "{\"query\":\"{ __typename # "u8, 0xFF, .. "\"}"u8]), 400, "BAD_REQUEST"),
        ["a letter in more bytes than it takes"] = (() => Bytes([.. "{\"query\":\"{ __typename # "u8, 0xC1, 0xA1, .. "\"}"u8]), 400, "BAD_REQUEST"),
        ["half a surrogate pair in UTF-8"] = (() => Bytes([.. "{\"query\":\"{ __typename # "u8, 0xED, 0xA0, 0x80, .. "\"}"u8]), 400, "BAD_REQUEST"),
        ["a letter cut off"] = (() => Bytes([.. "{\"query\":\"{ __typename }\"}"u8, 0xE2, 0x82]), 400, "BAD_REQUEST"),
        ["a megabyte of bytes that UTF-8 does not have"] = (() => Bytes(Enumerable.Repeat((byte)0xFF, 1_000_000).ToArray()), 400, "BAD_REQUEST"),
        ["UTF-16"] = (() => Bytes(Encoding.Unicode.GetBytes(Plain)), 400, "BAD_REQUEST"),
        ["UTF-16, and says so"] = (() => Sending.PostBody(Encoding.Unicode.GetBytes(Plain), "Content-Type: application/json; charset=utf-16"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["no media type"] = (() => Sending.PostBody(Plain, "Content-Type:"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["plain text"] = (() => Sending.PostBody(Plain, "Content-Type: text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["a form"] = (() => Sending.PostBody("query=%7B__typename%7D", "Content-Type: application/x-www-form-urlencoded"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["a form with files"] = (() => Sending.PostBody("--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{}\r\n--x--\r\n", "Content-Type: multipart/form-data; boundary=x"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["GraphQL alone"] = (() => Sending.PostBody("{ __typename }", "Content-Type: application/graphql"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["a media type of 8,000 letters"] = (() => Sending.PostBody(Plain, $"Content-Type: application/{new string('j', 8_000)}"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["a media type that is none"] = (() => Sending.PostBody(Plain, "Content-Type: json"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["two media types"] = (() => Sending.PostBody(Plain, "Content-Type: application/json", "Content-Type: text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ["a body that goes with GET"] = (() => Encoding.Latin1.GetBytes($"GET /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: application/graphql-response+json\r\nContent-Type: application/json\r\nContent-Length: {Plain.Length}\r\n\r\n{Plain}"), 400, "BAD_REQUEST"),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    internal static IEnumerable<byte[]> Requests => Attacks.Values.Select(attack => attack.Request());

    [Theory, MemberData(nameof(Names))]
    public async Task A_body_that_is_not_JSON_of_a_good_size_is_refused(string attack)
    {
        var (request, status, code) = Attacks[attack];

        var refusal = await server.AttackAsync(request());

        Assert.Equal((status, code), refusal);
    }

    private static byte[] Bytes(byte[] body) => Sending.PostBody(body);

    private static byte[] Spaces(int count) => Enumerable.Repeat((byte)' ', count).ToArray();

    private static byte[] Head(string length, string body) => Encoding.Latin1.GetBytes(
        $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: application/graphql-response+json\r\nContent-Type: application/json\r\n{length}\r\n\r\n{body}");

    private static byte[] Chunked(byte[] body, int chunkBytes) =>
    [
        .. Head("Transfer-Encoding: chunked", ""),
        .. body.Chunk(chunkBytes).SelectMany(chunk => (byte[])[.. Encoding.Latin1.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]),
        .. "0\r\n\r\n"u8,
    ];

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>A file may consist of several members, so that one piece of zeros is packed once and sent many times.</summary>
    private static byte[] GzipBomb()
    {
        var member = Packed(s => new GZipStream(s, CompressionLevel.SmallestSize), GiB / 16);
        return Enumerable.Repeat(member, 16).SelectMany(m => m).ToArray();
    }

    private static byte[] BrotliBomb() => Packed(s => new BrotliStream(s, CompressionLevel.Fastest), GiB);

    private static byte[] Packed(Func<Stream, Stream> pack, int zeros)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
        {
            var piece = new byte[1024 * 1024];
            for (var written = 0L; written < zeros; written += piece.Length)
            {
                stream.Write(piece);
            }
        }

        return packed.ToArray();
    }
}
