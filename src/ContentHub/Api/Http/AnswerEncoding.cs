using System.Buffers;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Http;

/// <summary>
/// How an answer is compressed on its way. Only what everybody gets: the length of a compressed answer tells something of what is in it, and what
/// is in a private one is nobody's business (the BREACH attack).
/// </summary>
internal static class AnswerEncoding
{
    public const string Brotli = "br";
    public const string GZip = "gzip";

    /// <summary>Shorter answers fit into a packet as they are.</summary>
    public const int BytesMin = 1_024;

    /// <summary>Within a few per cent of the best, at a tenth of its cost.</summary>
    private const int BrotliQuality = 4;
    private const int BrotliWindow = 18;

    private static readonly HeaderChoices Choices = new(Choose);

    /// <returns>What the client likes best, Brotli among equals; null: as it is.</returns>
    public static string? Negotiate(StringValues accept) => accept.Count == 0 ? null : Choices.Of(accept);

    /// <summary>Compressed bytes, in a buffer that is given back when the answer has gone.</summary>
    public static IMemoryOwner<byte> Compress(string encoding, ReadOnlyMemory<byte> body, out int length)
    {
        if (encoding == Brotli)
        {
            var owner = MemoryPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
            if (BrotliEncoder.TryCompress(body.Span, owner.Memory.Span, out length, BrotliQuality, BrotliWindow))
            {
                return owner;
            }

            owner.Dispose();
            throw new InvalidOperationException("An answer could not be compressed.");
        }

        using var stream = new MemoryStream(body.Length / 2);
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        length = (int)stream.Length;
        var copy = MemoryPool<byte>.Shared.Rent(length);
        stream.GetBuffer().AsSpan(0, length).CopyTo(copy.Memory.Span);
        return copy;
    }

    /// <summary>RFC 9110, 12.5.3: what is not named is not wanted, unless <c>*</c> stands for it.</summary>
    private static string? Choose(StringValues accept)
    {
        if (!StringWithQualityHeaderValue.TryParseList([.. accept.OfType<string>()], out var ranges))
        {
            return null;
        }

        double QualityOf(string encoding) => (ranges.FirstOrDefault(r => r.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)) ?? ranges.FirstOrDefault(r => r.Value == "*")) is { } range ? range.Quality ?? 1 : 0;
        var plain = ranges.FirstOrDefault(r => r.Value.Equals("identity", StringComparison.OrdinalIgnoreCase))?.Quality ?? 0;
        var (brotli, gzip) = (QualityOf(Brotli), QualityOf(GZip));
        return Math.Max(brotli, gzip) is var best && (best <= 0 || best < plain) ? null : brotli >= gzip ? Brotli : GZip;
    }
}
