using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ContentHub.Api.Paging;

namespace ContentHub.Delivery.Search;

/// <summary>A place among the hits: they stand by score, equals by id.</summary>
internal readonly record struct HitPlace(float Score, Guid VariantId) : IComparable<HitPlace>
{
    public int CompareTo(HitPlace other) => other.Score.CompareTo(Score) is not 0 and var order ? order : VariantId.CompareTo(other.VariantId);
}

/// <summary>
/// Cursors of one search: format, checksum of what was looked for, and the place. A score comes from the entry alone, so a cursor holds on
/// every node and when the index was built anew.
/// </summary>
internal sealed class SearchCursors(string text, string locale)
{
    private const byte Format = 1;
    private const int ScoreAt = 5;
    private const int IdAt = 9;
    private const int Length = 25;

    // A guard against mistakes, not against people: a place that somebody made up shows nothing that the search does not.
    private readonly byte[] _search = SHA256.HashData(Encoding.UTF8.GetBytes($"{locale}|{text}"))[..4];

    public string Of(HitPlace place)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Format;
        _search.CopyTo(bytes[1..]);
        BinaryPrimitives.WriteSingleBigEndian(bytes[ScoreAt..], place.Score);
        place.VariantId.TryWriteBytes(bytes[IdAt..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>Null when no cursor was given.</returns>
    /// <exception cref="InvalidCursorException">It was not made for this search.</exception>
    public HitPlace? Read(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Length + 2];
        var isOurs = cursor.Length <= 2 * Length && Base64Url.IsValid(cursor, out var length) && length == Length
            && Base64Url.TryDecodeFromChars(cursor, bytes, out _) && bytes[0] == Format && bytes[1..ScoreAt].SequenceEqual(_search);
        return isOurs
            ? new(BinaryPrimitives.ReadSingleBigEndian(bytes[ScoreAt..]), new(bytes[IdAt..Length]))
            : throw new InvalidCursorException("after");
    }
}
