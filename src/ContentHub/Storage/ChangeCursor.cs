using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace ContentHub.Storage;

/// <summary>A place in the change log: behind this sequence. Good for ever, on every node, until the database is restored.</summary>
/// <param name="LogId">A restored database has another log: what came after the backup is gone, and so are the places in it.</param>
public readonly record struct ChangeCursor(Guid LogId, long Sequence)
{
    private const byte Format = 1;
    private const int SequenceAt = 17;
    private const int ChecksumAt = SequenceAt + sizeof(long);
    private const int LengthBytes = ChecksumAt + sizeof(uint);

    /// <summary>Opaque to clients: format, log, sequence, checksum.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        bytes[0] = Format;
        LogId.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[SequenceAt..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[ChecksumAt..], ChecksumOf(bytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>False for anything that this server cannot have made.</returns>
    public static bool TryParse(string text, out ChangeCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[LengthBytes];
        if (text.Length != Base64Url.GetEncodedLength(LengthBytes)
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written != LengthBytes
            || bytes[0] != Format
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[ChecksumAt..]) != ChecksumOf(bytes))
        {
            return false;
        }

        cursor = new(new Guid(bytes[1..SequenceAt], bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(bytes[SequenceAt..]));
        return cursor.Sequence >= 0 && cursor.ToString() == text;
    }

    // A guard against mistakes, not against people: a place that somebody made up shows nothing that the log does not.
    private static uint ChecksumOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(bytes[..ChecksumAt]));
}
