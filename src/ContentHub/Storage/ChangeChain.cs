using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ContentHub.Storage;

/// <summary>
/// How the log's rows are chained: each row's hash covers what happened and the hash before it, so that no row can be
/// changed, taken out or put in without every later hash being wrong.
/// </summary>
public static class ChangeChain
{
    /// <summary>First byte of what is hashed. A new way to write the bytes gets a new number; old rows keep theirs.</summary>
    private const byte FormatVersion = 1;

    /// <summary>What stands before the first row.</summary>
    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256 of a document's UTF-8 bytes.</summary>
    public static byte[] HashOf(string document) => SHA256.HashData(Encoding.UTF8.GetBytes(document));

    /// <summary>The hash that the row must have, by all that it covers; <see cref="Change.Hash"/> itself is not read.</summary>
    public static byte[] HashOf(Change change) => SHA256.HashData(CanonicalBytes(change));

    /// <summary>
    /// What is hashed, for those who check it with a program of their own: the format version (1 byte), sequence (8),
    /// previous hash, UTC milliseconds since 1970 (8), kind, entry (16), variant (16), locale, version (4), document
    /// hash, actor (16), reason. Numbers and UUIDs are big-endian; hashes and texts (UTF-8) follow their length in
    /// bytes (4), which is -1 for a reason that is absent.
    /// </summary>
    public static byte[] CanonicalBytes(Change change)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        bytes.Write([FormatVersion]);
        Write(bytes, change.Sequence);
        Write(bytes, change.PreviousHash);
        Write(bytes, change.At.ToUnixTimeMilliseconds());
        Write(bytes, change.Kind.ToString());
        Write(bytes, change.EntryId);
        Write(bytes, change.VariantId);
        Write(bytes, change.Locale);
        Write(bytes, change.Version);
        Write(bytes, change.DocumentHash);
        Write(bytes, change.ActorId);
        Write(bytes, change.Reason);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Gives an act its place behind the row with <paramref name="previousHash"/>.</summary>
    internal static Change Link(long sequence, byte[] previousHash, ChangeDraft draft, DateTimeOffset now)
    {
        return With(HashOf(With([])));

        Change With(byte[] hash) => new()
        {
            Sequence = sequence,
            Kind = draft.Kind,
            At = DateTimeOffset.FromUnixTimeMilliseconds((draft.At ?? now).ToUnixTimeMilliseconds()),
            EntryId = draft.Variant.EntryId,
            VariantId = draft.Variant.Id,
            Locale = draft.Variant.Locale,
            Version = draft.Revision.Version,
            DocumentHash = draft.Revision.DocumentHash,
            ActorId = draft.ActorId,
            Reason = draft.Reason,
            PreviousHash = previousHash,
            Hash = hash,
            FromState = draft.FromState,
            ToState = draft.ToState,
            Address = draft.Address,
        };
    }

    private static void Write(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private static void Write(ArrayBufferWriter<byte> bytes, int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), number);
        bytes.Advance(sizeof(int));
    }

    private static void Write(ArrayBufferWriter<byte> bytes, Guid id) => bytes.Write(id.ToByteArray(bigEndian: true));

    private static void Write(ArrayBufferWriter<byte> bytes, byte[] hash)
    {
        Write(bytes, hash.Length);
        bytes.Write(hash);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, string? text)
    {
        if (text is null)
        {
            Write(bytes, -1);
        }
        else
        {
            Write(bytes, Encoding.UTF8.GetBytes(text));
        }
    }
}
