using ContentHub.Api.Errors;
using ContentHub.Api.Paging;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Storage;
using ContentHub.Syndication.Retractions;

namespace ContentHub.Syndication.Changes;

/// <summary>What somebody asks of the log.</summary>
/// <param name="Size">0 to <see cref="ChangePages.SizeMax"/>.</param>
/// <param name="After">A cursor; null: from nothing.</param>
/// <param name="IsCompact">Only the newest change of each text.</param>
/// <param name="Where">As GraphQL parsed it; null for all.</param>
public sealed record ChangePageArguments(int Size, string? After, bool IsCompact, object? Where);

/// <summary>A stretch of the log, oldest first.</summary>
/// <param name="LatestCursor">Of the log's end, as this answer knows it.</param>
/// <param name="StateHash">Of all that the caller may read; only where this page ends at the log's end and nothing was filtered out.</param>
public sealed record ChangePage(IReadOnlyList<Edge<PublicChange>> Edges, PageInfo PageInfo, string LatestCursor, StateHash? StateHash)
{
    /// <summary>Retractions that the partner has not acknowledged; null for anybody else.</summary>
    public int? OpenRetractionCount { get; init; }

    public IReadOnlyList<PublicChange> Nodes => [.. Edges.Select(e => e.Node)];
}

/// <summary>The log for whoever fills a copy and keeps it right: page by page, each change once, none left out.</summary>
internal sealed class ChangePages(ChangeFeed feed, PartnerFeed partners, SnapshotFollower follower, PartnersHear hear, Receipts receipts)
{
    /// <summary>More than an ordinary list's: a copy is filled by it.</summary>
    public const int SizeMax = 1000;

    /// <summary>Changes looked at for one page: a filter that lets nothing through must not read the whole log for one answer.</summary>
    public const int ScanMax = 5_000;

    /// <exception cref="RequestError">There is no such place in this log.</exception>
    public async ValueTask<ChangePage> ReadAsync(ChangePageArguments arguments, Request request, CancellationToken cancellation)
    {
        var view = request.View;
        var start = arguments.After is { } after ? await feed.PlaceOfAsync(after, cancellation) : new ChangeCursor(view.LogId, 0);
        var filter = ChangeFilter.Read(arguments.Where, request);
        var (found, scanned) = await ScanAsync(start, arguments, filter, request, cancellation);
        var isCut = found.Count > arguments.Size;
        var page = found.Take(arguments.Size).Select(c => new Edge<PublicChange>(c.Cursor.ToString(), c)).ToList();
        var end = !isCut ? scanned : page.Count > 0 ? page[^1].Node.Cursor : start;
        var isLast = !isCut && scanned.Position == 0 && scanned.Sequence >= view.Sequence;
        var result = new ChangePage(
            page,
            new(!isLast, arguments.After is not null, page.Count > 0 ? page[0].Cursor : null, end.ToString()),
            new ChangeCursor(view.LogId, Math.Max(scanned.Sequence, view.Sequence)).ToString(),

            // A node that is behind the reader's copy cannot say how the copy should look.
            isLast && filter is null && scanned.Sequence == view.Sequence ? view.Hash : null);
        return request.Caller.PartnerId is { } partnerId ? await ToldAsync(partnerId, arguments.After is null ? null : start, result, cancellation) : result;
    }

    /// <summary>Notes what a partner's program has got and is about to get, and reminds it of what is open.</summary>
    /// <param name="cameBackAt">Null: it starts from nothing.</param>
    private async Task<ChangePage> ToldAsync(Guid partnerId, ChangeCursor? cameBackAt, ChangePage page, CancellationToken cancellation)
    {
        if (cameBackAt is { } place)
        {
            hear.CameBack(partnerId, place);
        }

        await hear.SendingAsync(partnerId, page.Nodes, TellingWay.ChangeFeed, cancellation);
        return page with { OpenRetractionCount = (await receipts.OpenAsync(partnerId, cancellation)).Count };
    }

    /// <returns>One change more than was asked for where there is one; and up to where nothing is missing.</returns>
    private async Task<(List<PublicChange> Found, ChangeCursor End)> ScanAsync(ChangeCursor start, ChangePageArguments arguments, ChangeFilter? filter, Request request, CancellationToken cancellation)
    {
        var found = new List<PublicChange>();
        var end = start;
        var through = request.View.Sequence;

        // The licence's terms as the view knows them: a later one is behind its end.
        var partner = request.Caller.PartnerId is { } id ? follower.Current.Partners.Find(id) : null;
        for (var seen = 0; found.Count <= arguments.Size && (end.Sequence < through || end.Position > 0) && seen < ScanMax;)
        {
            var (changes, next) = partner is not null
                ? await partners.ReadAsync(partner, end, through, arguments.IsCompact, cancellation)
                : await ReadAsync(end, through, arguments.IsCompact, cancellation);
            found.AddRange(filter is null ? changes : changes.Where(filter.Matches));
            (end, seen) = (next, seen + Math.Max(1, changes.Count));
        }

        return (found, end);
    }

    private async Task<(IReadOnlyList<PublicChange> Changes, ChangeCursor End)> ReadAsync(ChangeCursor after, long through, bool isCompact, CancellationToken cancellation)
    {
        var batch = await feed.ReadAsync(after.LogId, after.Sequence, through, isCompact, cancellation);
        return (batch.Changes, new(after.LogId, batch.Through));
    }
}
