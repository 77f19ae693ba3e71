using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace ContentHub.Delivery.Search;

/// <summary>The index as it was at one place in the log. Whoever searches it holds it; it is closed when nobody does.</summary>
internal sealed class SearchMoment : IDisposable
{
    /// <summary>By what Lucene calls the core of a segment: it never changes, and its documents keep their numbers.</summary>
    private static readonly ConditionalWeakTable<object, (Guid VariantId, int Version)[]> KeysOfSegments = [];

    private readonly ConditionalWeakTable<Published, ConcurrentDictionary<string, VisibleEntries>> _visible = [];

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
    public VisibleEntries VisibleTo(Published view, string locale) =>
        _visible.GetOrCreateValue(view).GetOrAdd(locale, static (tag, given) => given.Moment.Look(given.View, tag), (Moment: this, View: view));

    /// <summary>Which variant and version each document is; those that were taken away too.</summary>
    public IEnumerable<(int Document, Guid VariantId, int Version)> Keys
    {
        get
        {
            foreach (var segment in Reader.Leaves)
            {
                var keys = KeysOfSegments.GetValue(segment.AtomicReader.CoreCacheKey, _ => KeysOf(segment.AtomicReader));
                for (var i = 0; i < keys.Length; i++)
                {
                    yield return (segment.DocBase + i, keys[i].VariantId, keys[i].Version);
                }
            }
        }
    }

    private static (Guid VariantId, int Version)[] KeysOf(AtomicReader segment)
    {
        var (values, key) = (segment.GetBinaryDocValues(SearchDocument.Key), new BytesRef());
        var keys = new (Guid VariantId, int Version)[segment.MaxDoc];
        for (var i = 0; i < keys.Length; i++)
        {
            values.Get(i, key);
            keys[i] = SearchDocument.Read(key);
        }

        return keys;
    }

    private VisibleEntries Look(Published view, string locale)
    {
        var entries = new PublishedEntry?[Reader.MaxDoc];
        foreach (var (document, variantId, version) in Keys)
        {
            entries[document] = LiveDocs?.Get(document) == false ? null : view.Listed(variantId, version, locale);
        }

        return new(Searcher, entries, locale);
    }
}
