using Lucene.Net.Index;
using Lucene.Net.Search;

namespace ContentHub.Delivery.Search;

/// <summary>
/// The entries of an index that one reader can see in one locale, each in the variant that lists show: there are no others to be found, counted
/// or ranked. Nothing is made ready for it: each document that matches is looked up in the view, so that a publication costs searches nothing.
/// </summary>
/// <param name="locale">A tag of the site's.</param>
internal sealed class VisibleEntries(SearchMoment moment, Published view, string locale)
{
    /// <summary>What is shown in a crisis, whatever was looked for.</summary>
    public IReadOnlyList<PublishedEntry> Help => view.Help(locale);

    public void Search(Query query, Action<PublishedEntry, float> found) => moment.Searcher.Search(query, new Collector(view, view.Locales.PositionOf(locale), found));

    /// <summary>Those that match best, in no order.</summary>
    public IEnumerable<PublishedEntry> Best(Query query, int most)
    {
        var best = new PriorityQueue<PublishedEntry, (float, Guid)>();
        Search(query, (entry, score) =>
        {
            best.Enqueue(entry, (score, entry.VariantId));
            if (best.Count > most)
            {
                best.Dequeue();
            }
        });
        return best.UnorderedItems.Select(item => item.Element);
    }

    private sealed class Collector(Published view, int locale, Action<PublishedEntry, float> found) : ICollector
    {
        private SegmentVariants.Number[] _documents = [];
        private Scorer? _scorer;

        public bool AcceptsDocsOutOfOrder => true;

        public void SetScorer(Scorer scorer) => _scorer = scorer;

        public void SetNextReader(AtomicReaderContext context) => _documents = SegmentVariants.Of(context.AtomicReader).In(view.Ordinals);

        public void Collect(int doc)
        {
            var (ordinal, version) = _documents[doc];
            if (view.Listed(ordinal, version, locale) is { } entry)
            {
                found(entry, _scorer!.GetScore());
            }
        }
    }
}
