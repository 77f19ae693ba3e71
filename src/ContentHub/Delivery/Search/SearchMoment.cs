using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace ContentHub.Delivery.Search;

/// <summary>The index as it was at one place in the log. Whoever searches it holds it; it is closed when nobody does.</summary>
internal sealed class SearchMoment : IDisposable
{
    public SearchMoment(DirectoryReader reader, Guid logId, long sequence)
    {
        (Reader, LogId, Sequence, LiveDocs) = (reader, logId, sequence, MultiFields.GetLiveDocs(reader));
        Searcher = new IndexSearcher(reader) { Similarity = new FlatSimilarity() };
    }

    public DirectoryReader Reader { get; }

    public IndexSearcher Searcher { get; }

    /// <summary>Null: all are.</summary>
    public IBits? LiveDocs { get; }

    public Guid LogId { get; }

    /// <summary>Up to here the log is in it.</summary>
    public long Sequence { get; }

    public bool IsBehind(Published view) => Sequence < view.Sequence;

    /// <returns>Whether it is still open; then it stays so until it is disposed of once more.</returns>
    public bool TryHold() => Reader.TryIncRef();

    public void Dispose() => Reader.DecRef();

    /// <summary>What whoever has the view can see of the index, in a locale.</summary>
    /// <param name="locale">A tag of the site's.</param>
    public VisibleEntries VisibleTo(Published view, string locale) => new(this, view, locale);

    /// <summary>Which variants and versions it holds.</summary>
    public IEnumerable<(Guid VariantId, int Version)> Held =>
        Reader.Leaves.SelectMany(segment => SegmentVariants.Of(segment.AtomicReader).Keys.Where((_, i) => LiveDocs?.Get(segment.DocBase + i) != false));
}
