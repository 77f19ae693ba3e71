using ContentHub.Delivery;
using ContentHub.Delivery.Filters;

namespace ContentHub.Syndication.Feeds;

/// <summary>One thing that a feed tells.</summary>
/// <param name="At">What it is sorted by: when it was first published, doubted, corrected, retracted or taken down.</param>
/// <param name="Entry">Null for what was taken down.</param>
internal sealed record FeedItem(Guid VariantId, DateTimeOffset At, PublishedEntry? Entry)
{
    public bool IsGone => Entry is null or { IsRetracted: true };

    /// <summary>The same in every format and for ever.</summary>
    public string Id => IdOf(VariantId);

    /// <summary>When it last changed in a way that matters to a reader.</summary>
    public DateTimeOffset UpdatedAt => Entry is { } entry && entry.ContentModifiedAt > At ? entry.ContentModifiedAt : At;

    public static string IdOf(Guid variantId) => $"urn:uuid:{variantId:D}";
}

/// <summary>A page of a feed, newest first.</summary>
/// <param name="Next">Where the next one begins; null at the end.</param>
internal sealed record FeedPage(IReadOnlyList<FeedItem> Items, FeedCursor? Next)
{
    /// <summary>Items of a page.</summary>
    public const int Size = 50;
}

/// <summary>
/// What a feed tells, in the order in which readers should hear of it. Republishing moves nothing, or each corrected comma would bring an
/// old article to the top; a correction, a doubt and a retraction do.
/// </summary>
internal static class FeedItems
{
    public static FeedPage Page(FeedRequest feed, Published view, IReadOnlyDictionary<Guid, GoneEntry> gone)
    {
        var told = Told(feed, view, gone);
        var toldIds = told.Select(i => i.VariantId).ToHashSet();
        var rest = TiesById(Listed(feed, view).Where(e => !toldIds.Contains(e.VariantId)).Select(e => new FeedItem(e.VariantId, e.FirstPublishedAt, e)));
        var items = Merged(told, rest).SkipWhile(item => feed.After is { } after && !IsBehind(item, after)).Take(FeedPage.Size + 1).ToList();
        var page = items.Take(FeedPage.Size).ToList();
        return new(page, items.Count > FeedPage.Size ? new(page[^1].At, page[^1].VariantId) : null);
    }

    /// <summary>What moved since it was first published. There is little of it, so it is sorted anew.</summary>
    private static List<FeedItem> Told(FeedRequest feed, Published view, IReadOnlyDictionary<Guid, GoneEntry> gone)
    {
        var noticed = view.WithNotices(feed.Locale)
            .Where(e => feed.Includes(e.Type.Name, e.Topics))
            .Select(e => new FeedItem(e.VariantId, e.Notices.Select(n => n.At).Append(e.FirstPublishedAt).Max(), e));
        var tombstones = gone.Values
            .Where(g => g.Locale == feed.Locale && feed.Includes(g.Type, g.Topics) && view.ByVariant(g.VariantId) is null && view.Allows(g.Subject))
            .Select(g => new FeedItem(g.VariantId, g.At, null));
        return [.. noticed.Concat(tombstones).Order(Newest)];
    }

    private static IEnumerable<PublishedEntry> Listed(FeedRequest feed, Published view)
    {
        var topic = feed.Topic is { } about ? CompiledFilter.Where(e => e.Topics.Contains(about.EntryId)) : CompiledFilter.Everything;
        var filter = feed.Types.Count > 1 ? CompiledFilter.And([CompiledFilter.OfTypes([.. feed.Types.Select(t => t.Name)]), topic]) : topic;
        return view.List(feed.Types.Count == 1 ? feed.Types[0].Name : null, feed.Locale, LocaleFallback.None, EntryOrder.FirstPublishedAtDesc, filter);
    }

    private static IEnumerable<FeedItem> Merged(IEnumerable<FeedItem> some, IEnumerable<FeedItem> others)
    {
        using var left = some.GetEnumerator();
        using var right = others.GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            var takesLeft = hasLeft && (!hasRight || Newest.Compare(left.Current, right.Current) <= 0);
            yield return takesLeft ? left.Current : right.Current;
            (hasLeft, hasRight) = takesLeft ? (left.MoveNext(), hasRight) : (hasLeft, right.MoveNext());
        }
    }

    /// <summary>The list is by time; among equals its order is its own.</summary>
    private static IEnumerable<FeedItem> TiesById(IEnumerable<FeedItem> byTime)
    {
        var ties = new List<FeedItem>();
        foreach (var item in byTime)
        {
            if (ties.Count > 0 && ties[0].At != item.At)
            {
                foreach (var tie in ties.Order(Newest))
                {
                    yield return tie;
                }

                ties.Clear();
            }

            ties.Add(item);
        }

        foreach (var tie in ties.Order(Newest))
        {
            yield return tie;
        }
    }

    private static bool IsBehind(FeedItem item, FeedCursor cursor) => Newest.Compare(item, new FeedItem(cursor.VariantId, cursor.At, null)) > 0;

    private static Comparer<FeedItem> Newest { get; } = Comparer<FeedItem>.Create((a, b) => b.At.CompareTo(a.At) is not 0 and var byTime ? byTime : a.VariantId.CompareTo(b.VariantId));
}
