using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace ContentHub.Storage;

/// <summary>A place in the change log: behind this sequence. Good for ever, on every node, until the database is restored.</summary>
/// <param name="LogId">A restored database has another log: what came after the backup is gone, and so are the places in it.</param>
public readonly record struct ChangeCursor(Guid LogId, long Sequence)
{
    private const byte Whole = 1;
    private const byte Inside = 2;
    private const int SequenceAt = 17;
    private const int PositionAt = SequenceAt + sizeof(long);

    /// <summary>
    /// Where one act means much to somebody (a licence that covers a thousand texts more): behind this many of what it means. 0: behind all
    /// of it.
    /// </summary>
    public int Position { get; init; }

    /// <summary>Opaque to clients: format, log, sequence, where it is inside of one the position, checksum.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[LengthOf(Inside)];
        var format = Position == 0 ? Whole : Inside;
        var checksumAt = LengthOf(format) - sizeof(uint);
        bytes[0] = format;
        LogId.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[SequenceAt..], Sequence);
        if (format == Inside)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes[PositionAt..], Position);
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes[checksumAt..], ChecksumOf(bytes[..checksumAt]));
        return Base64Url.EncodeToString(bytes[..LengthOf(format)]);
    }

    /// <returns>False for anything that this server cannot have made.</returns>
    public static bool TryParse(string text, out ChangeCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[LengthOf(Inside)];
        if (text.Length > Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written < LengthOf(Whole)
            || bytes[0] is not (Whole or Inside)
            || written != LengthOf(bytes[0])
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[(written - sizeof(uint))..]) != ChecksumOf(bytes[..(written - sizeof(uint))]))
        {
            return false;
        }

        cursor = new(new Guid(bytes[1..SequenceAt], bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(bytes[SequenceAt..]))
        {
            Position = bytes[0] == Inside ? BinaryPrimitives.ReadInt32BigEndian(bytes[PositionAt..]) : 0,
        };
        return cursor is { Sequence: >= 0, Position: >= 0 } && cursor.ToString() == text;
    }

    private static int LengthOf(byte format) => PositionAt + (format == Inside ? sizeof(int) : 0) + sizeof(uint);

    // A guard against mistakes, not against people: a place that somebody made up shows nothing that the log does not.
    private static uint ChecksumOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(bytes));
}
