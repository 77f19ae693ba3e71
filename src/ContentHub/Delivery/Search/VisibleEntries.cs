using Lucene.Net.Index;
using Lucene.Net.Search;

namespace ContentHub.Delivery.Search;

/// <summary>The entries of an index that one reader can see in one locale, each in the variant that lists show: there are no others to be found, counted or ranked.</summary>
internal sealed class VisibleEntries(IndexSearcher searcher, PublishedEntry?[] entries, string locale)
{
    private readonly Lazy<int[]> _help = new(() => [.. entries.Index().Where(e => e.Item?.RankInCrisis(locale) > 0).Select(e => e.Index)]);

    /// <summary>The entry that a document of the index is; null where the reader must not see it.</summary>
    public PublishedEntry? this[int document] => entries[document];

    /// <summary>Documents of what is shown in a crisis, whatever was looked for.</summary>
    public IReadOnlyList<int> Help => _help.Value;

    public void Search(Query query, Action<PublishedEntry, int, float> found) => searcher.Search(query, new Collector(entries, found));

    /// <summary>Those that match best, in no order.</summary>
    public IEnumerable<PublishedEntry> Best(Query query, int most)
    {
        var best = new PriorityQueue<PublishedEntry, (float, Guid)>();
        Search(query, (entry, _, score) =>
        {
            best.Enqueue(entry, (score, entry.VariantId));
            if (best.Count > most)
            {
                best.Dequeue();
            }
        });
        return best.UnorderedItems.Select(item => item.Element);
    }

    private sealed class Collector(PublishedEntry?[] entries, Action<PublishedEntry, int, float> found) : ICollector
    {
        private Scorer? _scorer;
        private int _base;

        public bool AcceptsDocsOutOfOrder => true;

        public void SetScorer(Scorer scorer) => _scorer = scorer;

        public void SetNextReader(AtomicReaderContext context) => _base = context.DocBase;

        public void Collect(int doc)
        {
            if (entries[_base + doc] is { } entry)
            {
                found(entry, _base + doc, _scorer!.GetScore());
            }
        }
    }
}
