using System.Buffers.Text;
using System.Globalization;

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

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Letters[(int)Kind]}{Base64Url.EncodeToString(Id.ToByteArray())}{(Version is { } version ? $"@{version}" : "")}");

    /// <returns>False for anything that this server cannot have made.</returns>
    public static bool TryParse(string? text, out NodeId id)
    {
        id = default;
        if (text is null || text.Length is < 23 or > 34 || Letters.IndexOf(text[0], StringComparison.Ordinal) is var kind && kind < 0)
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
