using System.IO.Compression;

namespace ContentHub.Tests.Api.FrontDoor;

static class CompressedBody
{
    /// <param name="encoding">A content coding; what is unknown leaves the body as it is.</param>
    public static byte[] Of(string encoding, byte[] body)
    {
        using var compressed = new MemoryStream();
        using (var stream = Compressing(encoding, compressed))
        {
            stream.Write(body);
        }

        return compressed.ToArray();
    }

    public static Task<ApiAnswer> PostAsync(this ApiServer server, byte[] body, string encoding)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return server.SendAsync(request);
    }

    static Stream Compressing(string encoding, MemoryStream into) => encoding.ToLowerInvariant() switch
    {
        "gzip" => new GZipStream(into, CompressionLevel.Optimal, leaveOpen: true),
        "deflate" => new ZLibStream(into, CompressionLevel.Optimal, leaveOpen: true),
        "br" => new BrotliStream(into, CompressionLevel.Fastest, leaveOpen: true),
        _ => new BufferedStream(into),
    };
}
