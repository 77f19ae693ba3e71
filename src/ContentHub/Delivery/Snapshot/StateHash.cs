using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ContentHub.Delivery;

/// <summary>
/// One number for all that a view shows: the sum, modulo 2^256, of the SHA-256 of each public text. A sum, because whoever holds a
/// copy can keep it up to date change by change, in any order, and needs no list in the same order as ours.
/// </summary>
/// <param name="High">The upper 128 bits.</param>
/// <param name="Low">The lower 128 bits.</param>
public readonly record struct StateHash(UInt128 High, UInt128 Low)
{
    /// <summary>Of one text: SHA-256 over <c>entryId</c> (lower case, with hyphens), <c>locale</c> and <c>version</c> (decimal), joined by line feeds, as UTF-8; read as a number, first byte highest.</summary>
    public static StateHash Of(Guid entryId, string locale, int version)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{entryId:D}\n{locale}\n{version}")), hash);
        return new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    public static StateHash operator +(StateHash a, StateHash b)
    {
        var low = unchecked(a.Low + b.Low);
        return new(unchecked(a.High + b.High + (low < a.Low ? UInt128.One : UInt128.Zero)), low);
    }

    public static StateHash operator -(StateHash a, StateHash b) =>
        new(unchecked(a.High - b.High - (a.Low < b.Low ? UInt128.One : UInt128.Zero)), unchecked(a.Low - b.Low));

    public static StateHash Add(StateHash left, StateHash right) => left + right;

    public static StateHash Subtract(StateHash left, StateHash right) => left - right;

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public override string ToString() => High.ToString("x32", CultureInfo.InvariantCulture) + Low.ToString("x32", CultureInfo.InvariantCulture);

    internal static StateHash Of(PublishedEntry? entry) => entry is { IsRetracted: false } ? Of(entry.EntryId, entry.Locale, entry.Version) : default;
}
