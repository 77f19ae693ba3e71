using ContentHub.Api.Errors;
using ContentHub.Api.Paging;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Queries;

namespace ContentHub.Delivery.Search;

/// <summary>What <c>search</c> was asked for.</summary>
/// <param name="Where">As GraphQL parsed it.</param>
internal sealed record SearchArguments(string Text, PageArguments Page, string? Locale, object? Where);

/// <summary>
/// Finds what readers look for, best first. A hit is an entry of the request's own view, in the variant and version that the view holds:
/// what the view has not is not found, counted or ranked, whatever the index holds.
/// </summary>
internal sealed class SearchEntries(SearchFollower index)
{
    /// <summary>Above all that texts can reach, so that help comes first.</summary>
    private const float CrisisScore = 1000;

    private const int RetryAfterSeconds = 1;

    /// <exception cref="RequestError">The text is too long, the cursor is not of this search, or there is no index yet.</exception>
    public SearchConnection Run(SearchArguments arguments, Request request)
    {
        var text = SearchText.Read(arguments.Text);
        var locale = request.View.Locales.Resolve(arguments.Locale);
        var cursors = new SearchCursors(text.Text, locale);
        var after = ListPages.Read(() => cursors.Read(arguments.Page.After));
        if (text.IsEmpty)
        {
            return new(SearchHits.None, [], new(false, false, null, arguments.Page.After));
        }

        using var moment = index.MomentFor(request.View) ?? throw NotReady(request);
        return In(moment, text, arguments, new(locale, cursors, after), request);
    }

    internal static SearchConnection In(SearchMoment moment, SearchText text, SearchArguments arguments, SearchPlace place, Request request)
    {
        var locale = place.Locale;
        var visible = moment.VisibleTo(request.View, locale);
        var found = new WordQueries(moment, visible).Of(text, SearchLanguage.OfChain(request.View.Locales, locale));
        var hits = new SearchHits(SearchFilter.Read(arguments.Where, request, locale).Matches, arguments.Page.Size, place.After);
        var help = text.IsCrisis ? visible.Help.ToHashSet() : [];
        if (found is { } search)
        {
            visible.Search(search.Query, (entry, score) =>
            {
                help.Remove(entry);
                hits.Add(entry, score + (text.IsCrisis ? InCrisis(entry, locale) : 0));
            });
        }

        foreach (var entry in help)
        {
            hits.Add(entry, InCrisis(entry, locale));
        }

        return PageOf(hits, found?.Marked ?? [], place.Cursors, arguments.Page, request, locale);
    }

    /// <summary>By HTTP, with the header that clients know from every other answer of this kind.</summary>
    private static RequestError NotReady(Request request)
    {
        if (request.Response is { HasStarted: false } response)
        {
            response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        }

        return new("NOT_READY", "This server is still making its search index; try again in a second. Everything else is answered.")
        {
            Extensions = new Dictionary<string, object?> { ["retryAfterSeconds"] = RetryAfterSeconds },
        };
    }

    private static float InCrisis(PublishedEntry entry, string locale) => entry.RankInCrisis(locale) is { } rank ? CrisisScore * (rank + 1) : 0;

    private static SearchConnection PageOf(SearchHits hits, IReadOnlyList<MarkedTerms> marked, SearchCursors cursors, PageArguments page, Request request, string locale)
    {
        var edges = hits.Page().Select(hit => new SearchEdge(cursors.Of(hit.Place), hit.Entry, hit.Place.Score, marked)).ToList();
        var (start, end) = edges is [var first, ..] ? (first.Cursor, edges[^1].Cursor) : (page.After, page.After);
        return new(hits, edges, new(hits.AreMore, hits.AreBefore, edges.Count > 0 ? start : null, end)) { View = request.View, Locale = locale };
    }
}

/// <summary>In which locale, and behind which hit; null: from the first.</summary>
internal sealed record SearchPlace(string Locale, SearchCursors Cursors, HitPlace? After);

/// <summary>All that was found, and the page of it that was asked for.</summary>
/// <param name="after">Null: from the first.</param>
internal sealed class SearchHits(Func<PublishedEntry, bool> matches, int size, HitPlace? after)
{
    /// <summary>Worst first, so that the worst gives way.</summary>
    private readonly PriorityQueue<PublishedEntry, HitPlace> _page = new(Comparer<HitPlace>.Create((left, right) => right.CompareTo(left)));
    private readonly List<PublishedEntry> _all = [];
    private int _behind;

    public static SearchHits None => new(_ => false, 0, null);

    public IReadOnlyList<PublishedEntry> All => _all;

    public bool AreBefore { get; private set; }

    public bool AreMore => _behind > _page.Count;

    public void Add(PublishedEntry entry, float score)
    {
        if (!matches(entry))
        {
            return;
        }

        _all.Add(entry);
        var place = new HitPlace(score, entry.VariantId);
        if (after is { } seen && place.CompareTo(seen) <= 0)
        {
            AreBefore = true;
            return;
        }

        _behind++;
        if (_page.Count < size)
        {
            _page.Enqueue(entry, place);
        }
        else if (_page.TryPeek(out _, out var worst) && place.CompareTo(worst) < 0)
        {
            _page.DequeueEnqueue(entry, place);
        }
    }

    /// <summary>Best first.</summary>
    public IEnumerable<(PublishedEntry Entry, HitPlace Place)> Page() => _page.UnorderedItems.OrderBy(hit => hit.Priority).Select(hit => (hit.Element, hit.Priority));
}
