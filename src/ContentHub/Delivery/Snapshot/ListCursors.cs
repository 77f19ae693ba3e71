using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using ContentHub.Api.Paging;

namespace ContentHub.Delivery.Snapshot;

/// <summary>
/// Cursors of one list: format, order, checksum, then the key of the place. They hold no position, so they survive restarts
/// and changes of the list. The checksum covers the list's name: a cursor of another list is refused, not misread.
/// </summary>
internal sealed class ListCursors
{
    private const byte Format = 1;
    private const int HeaderLength = 6;
    private const int CharactersMax = 8192;

    // As many as there are lists by name: types, locales of the site and orders.
    private static readonly ConcurrentDictionary<(string? Type, string Locale, LocaleFallback Fallback, EntryOrder? Order), ListCursors> Known = [];

    private readonly EntryOrder? _order;
    private readonly byte _orderByte;
    private readonly uint _listName;

    private ListCursors(string? type, string locale, LocaleFallback fallback, EntryOrder? order)
    {
        _order = order;
        _orderByte = order is { } given ? (byte)(given + 1) : (byte)0;
        _listName = Checksum(2166136261, Encoding.UTF8.GetBytes($"{type}|{locale}|{fallback}|{order}"));
    }

    /// <param name="type">Name of the content type; null for all together.</param>
    /// <param name="locale">A tag of the site's, or empty.</param>
    public static ListCursors Of(string? type, string locale, LocaleFallback fallback, EntryOrder? order) =>
        Known.GetOrAdd((type, locale, fallback, order), static list => new(list.Type, list.Locale, list.Fallback, list.Order));

    public string Of(ReadOnlySpan<byte> key)
    {
        var bytes = new byte[HeaderLength + key.Length];
        bytes[0] = Format;
        bytes[1] = _orderByte;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(2), Checksum(_listName, key));
        key.CopyTo(bytes.AsSpan(HeaderLength));
        return Base64Url.EncodeToString(bytes);
    }

    /// <param name="argument">Which argument it came in.</param>
    /// <returns>The key of the place; null when no cursor was given.</returns>
    /// <exception cref="InvalidCursorException">It was not made for this list.</exception>
    public byte[]? Read(string? cursor, string argument)
    {
        if (cursor is null)
        {
            return null;
        }

        if (cursor.Length > CharactersMax || !Base64Url.IsValid(cursor))
        {
            throw new InvalidCursorException(argument);
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        var isOurs = bytes.Length > HeaderLength
            && bytes[0] == Format
            && bytes[1] == _orderByte
            && OrderKeys.IsLength(OrderKeys.Of(_order).Kept, bytes.Length - HeaderLength)
            && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(2)) == Checksum(_listName, bytes.AsSpan(HeaderLength));
        return isOurs ? bytes[HeaderLength..] : throw new InvalidCursorException(argument);
    }

    // FNV-1a: a guard against mistakes, not against people: a place that somebody made up shows nothing that the list does not.
    private static uint Checksum(uint start, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            start = (start ^ value) * 16777619;
        }

        return start;
    }
}
