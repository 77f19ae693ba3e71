using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ContentHub.Api;

/// <summary>What an id stands for.</summary>
public enum NodeKind
{
    /// <summary>A published entry in one locale.</summary>
    Entry,
    /// <summary>The draft of an entry in one locale.</summary>
    Draft,
    Revision,
    Comment,
    Task,
    Person,
}

/// <summary>
/// Global ids: opaque to clients, e.g. <c>E3q2-7wAAAAAAAAAAAAAAAA</c>; a past or single revision ends in <c>@version</c>.
/// A reader's entry and its draft differ, so that no client cache mixes them (the Relay Global Object Identification specification).
/// </summary>
/// <param name="Version">Null for what is current.</param>
public readonly record struct NodeId(NodeKind Kind, Guid Id, int? Version = null)
{
    private const string Letters = "EDRCTP";

    /// <summary>Of the longest.</summary>
    public const int CharactersMax = 34;

    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[CharactersMax];
        return Encoding.ASCII.GetString(utf8[..Format(utf8)]);
    }

    /// <summary>The same as <see cref="ToString"/>, in UTF-8.</summary>
    /// <returns>How many bytes were written.</returns>
    public int Format(Span<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[16];
        Id.TryWriteBytes(bytes);
        utf8[0] = (byte)Letters[(int)Kind];
        var length = 1 + Base64Url.EncodeToUtf8(bytes, utf8[1..]);
        if (Version is { } version)
        {
            utf8[length++] = (byte)'@';
            version.TryFormat(utf8[length..], out var digits, default, CultureInfo.InvariantCulture);
            length += digits;
        }

        return length;
    }

    /// <returns>False for anything that this server cannot have made.</returns>
    public static bool TryParse(string? text, out NodeId id)
    {
        id = default;
        if (text is null || text.Length is < 23 or > CharactersMax || Letters.IndexOf(text[0], StringComparison.Ordinal) is var kind && kind < 0)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (!Base64Url.IsValid(text.AsSpan(1, 22)) || !Base64Url.TryDecodeFromChars(text.AsSpan(1, 22), bytes, out var written) || written != 16)
        {
            return false;
        }

        int? version = null;
        if (text.Length > 23)
        {
            if (text[23] != '@' || !int.TryParse(text.AsSpan(24), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                return false;
            }

            version = number;
        }

        id = new((NodeKind)kind, new Guid(bytes), version);
        return id.ToString() == text;
    }
}
