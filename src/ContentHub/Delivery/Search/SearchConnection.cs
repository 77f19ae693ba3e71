using System.Runtime.InteropServices;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using ContentHub.Delivery.Fields;
using GraphQL.Types;

namespace ContentHub.Delivery.Search;

/// <summary>A page of hits.</summary>
public sealed class SearchConnection
{
    private readonly SearchHits _hits;

    internal SearchConnection(SearchHits hits, IReadOnlyList<SearchEdge> edges, PageInfo pageInfo) => (_hits, Edges, PageInfo) = (hits, edges, pageInfo);

    public IReadOnlyList<SearchEdge> Edges { get; }

    public IReadOnlyList<PublishedEntry> Nodes => [.. Edges.Select(e => e.Node)];

    public PageInfo PageInfo { get; }

    public int TotalCount => _hits.All.Count;

    /// <summary>Where topics are looked up; null where nothing was found.</summary>
    internal Published? View { get; init; }

    internal string Locale { get; init; } = "";

    /// <summary>Over all hits, not only those of the page.</summary>
    public IReadOnlyList<Facet> Facets => View is null ? [] : Facet.Of(_hits.All, View, Locale);
}

/// <summary>One hit and its place.</summary>
public sealed class SearchEdge
{
    private readonly IReadOnlyList<MarkedTerms> _marked;

    internal SearchEdge(string cursor, PublishedEntry node, float score, IReadOnlyList<MarkedTerms> marked) => (Cursor, Node, Score, _marked) = (cursor, node, score, marked);

    public string Cursor { get; }

    public PublishedEntry Node { get; }

    public double Score { get; }

    public IReadOnlyList<Highlight> Highlights => Search.Highlights.Of(Node, _marked);
}

/// <summary>One value and how many hits have it.</summary>
/// <param name="Value">As the filter of the same name takes it.</param>
public sealed record Facet(string Field, string Value, string Label, int Count)
{
    /// <summary>Topics that are told; nobody chooses from more.</summary>
    public const int TopicsMax = 50;

    internal static IReadOnlyList<Facet> Of(IReadOnlyList<PublishedEntry> hits, Published view, string locale)
    {
        var topics = new Dictionary<Guid, int>();
        foreach (var hit in hits)
        {
            for (var i = 0; i < hit.Topics.Count; i++)
            {
                // Each once, should it be named twice.
                if (i == 0 || !hit.Topics.Take(i).Contains(hit.Topics[i]))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(topics, hit.Topics[i], out _)++;
                }
            }
        }

        return
        [
            .. hits.CountBy(hit => hit.Type).Select(t => new Facet("type", t.Key.Name, t.Key.Label, t.Value)).OrderByDescending(f => f.Count).ThenBy(f => f.Value, StringComparer.Ordinal),
            .. topics.Select(t => view.Linked(t.Key, locale) is { } topic ? new Facet("topic", $"{t.Key}", topic.Title.ToString(), t.Value) : null).OfType<Facet>()
                .OrderByDescending(f => f.Count).ThenBy(f => f.Value, StringComparer.Ordinal).Take(TopicsMax),
        ];
    }
}

internal sealed class SearchConnectionType : ObjectGraphType<SearchConnection>
{
    public SearchConnectionType()
    {
        Name = "SearchConnection";
        Description = "A page of hits, the best first.";
        this.Field("nodes", "The hits, without cursors.", c => c.Nodes);
        this.Field("edges", "The hits, each with its cursor, score and highlights.", c => c.Edges);
        this.Field("pageInfo", "Whether and where to go on.", c => c.PageInfo);
        this.Field("totalCount", "How many there are on all pages together.", c => c.TotalCount);
        this.Field("facets", "How many hits have which type, then which topic, over all pages; the most frequent first, at most 50 topics.", c => c.Facets);
        this.Costs(100, "facets");
        this.Holds(Facet.TopicsMax, "facets");
    }
}

internal sealed class SearchEdgeType : ObjectGraphType<SearchEdge>
{
    public SearchEdgeType()
    {
        Name = "SearchEdge";
        Description = "One hit and its place.";
        this.Field("cursor", "Pass it as `after` to go on behind it; opaque, of this search only.", e => e.Cursor);
        this.Field("node", "What was found.", e => e.Node);
        this.Field("score", "How well it matches; to be compared within one search only.", e => e.Score);
        this.Field("highlights", "At most 3 passages that matched, the title first; none where it was found by the names or codes of a topic.", e => e.Highlights);
        this.Costs(20, "highlights");
        this.Holds(Highlights.PassagesMax, "highlights");
    }
}

internal sealed class FacetType : ObjectGraphType<Facet>
{
    public FacetType()
    {
        Name = "Facet";
        Description = "One value and how many hits have it.";
        this.Field("field", "`type` or `topic`.", f => f.Field);
        this.Field("value", "For the filter: a type's name, a topic's entry id.", f => f.Value);
        this.Field("label", "For people; a topic's title in the locale.", f => f.Label);
        this.Field("count", "Hits that have it, on all pages together.", f => f.Count);
    }
}

internal sealed class HighlightType : ObjectGraphType<Highlight>
{
    public HighlightType()
    {
        Name = "Highlight";
        Description = "A passage that matched.";
        this.Field("path", "Where it stands in the entry, e.g. [keyPoints, 0] or [sections, s2, blocks, b1, text].", h => h.Path);
        this.Field("html", "The passage, or the part of it that matched: escaped HTML with <mark> around the words and no other element.", h => h.Html);
    }
}
