using System.Buffers.Binary;
using System.Globalization;

namespace ContentHub.Delivery.Snapshot;

/// <summary>The sequences that every list is kept in. The opposite of one is read from its end.</summary>
internal enum KeptOrder
{
    PublishedAt,
    FirstPublishedAt,
    ContentModifiedAt,
    Title,
    Id,
}

/// <summary>The bytes that sort an entry. They are in cursors too: what they mean never changes within a cursor's format.</summary>
internal static class OrderKeys
{
    public const int OrderCount = 5;

    /// <summary>The kept order that serves a requested one, and whether it is read from its end.</summary>
    public static (KeptOrder Kept, bool IsReversed) Of(EntryOrder? order) => order switch
    {
        null => (KeptOrder.Id, false),
        EntryOrder.PublishedAtDesc => (KeptOrder.PublishedAt, false),
        EntryOrder.PublishedAtAsc => (KeptOrder.PublishedAt, true),
        EntryOrder.FirstPublishedAtDesc => (KeptOrder.FirstPublishedAt, false),
        EntryOrder.ContentModifiedAtDesc => (KeptOrder.ContentModifiedAt, false),
        EntryOrder.TitleAsc => (KeptOrder.Title, false),
        EntryOrder.TitleDesc => (KeptOrder.Title, true),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "An order without a kept list."),
    };

    /// <summary>Sorts newest first.</summary>
    public static byte[] OfTime(DateTimeOffset time, Guid variantId)
    {
        var key = new byte[24];
        BinaryPrimitives.WriteInt64BigEndian(key, long.MaxValue - time.UtcTicks);
        variantId.TryWriteBytes(key.AsSpan(8), bigEndian: true, out _);
        return key;
    }

    /// <summary>Sorts as people of this language expect.</summary>
    public static byte[] OfTitle(string title, string locale, Guid variantId)
    {
        var sortKey = CultureInfo.GetCultureInfo(locale).CompareInfo.GetSortKey(title).KeyData;
        // The zero ends the title before any longer one goes on.
        var key = new byte[sortKey.Length + 17];
        sortKey.CopyTo(key, 0);
        variantId.TryWriteBytes(key.AsSpan(sortKey.Length + 1), bigEndian: true, out _);
        return key;
    }

    public static byte[] OfId(Guid variantId) => variantId.ToByteArray(bigEndian: true);

    /// <summary>Whether a key of this length can be one of this order.</summary>
    public static bool IsLength(KeptOrder order, int length) => order switch
    {
        KeptOrder.PublishedAt or KeptOrder.FirstPublishedAt or KeptOrder.ContentModifiedAt => length == 24,
        KeptOrder.Title => length >= 17,
        KeptOrder.Id => length == 16,
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "An order without keys."),
    };
}
