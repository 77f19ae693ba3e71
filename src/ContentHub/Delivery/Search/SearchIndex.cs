using Lucene.Net.Index;
using Lucene.Net.Store;

namespace ContentHub.Delivery.Search;

/// <summary>
/// The index in one folder. What it holds is compared with what is public, variant by variant and version by version, when it is opened; so
/// whatever was committed last, it is right afterwards. One thread at a time changes it.
/// </summary>
internal sealed class SearchIndex : IDisposable
{
    public const string LogKey = "log";
    public const string SequenceKey = "sequence";
    public const string FormKey = "form";

    private const double BufferMegabytes = 32;

    /// <summary>A search looks into every segment: a few more merges, and each search costs less.</summary>
    private const double SegmentsPerTier = 4;

    /// <summary>From so many entries written at once it is worth it to bring all into one segment.</summary>
    private const int MergedFrom = 500;

    private readonly FSDirectory _files;
    private readonly IndexWriter _writer;
    private DirectoryReader _reader;
    private Published? _view;

    public SearchIndex(string path)
    {
        _files = FSDirectory.Open(path);
        _writer = new IndexWriter(_files, new IndexWriterConfig(SearchLanguage.Version, SearchLanguage.ByField)
        {
            Similarity = new FlatSimilarity(),
            OpenMode = OpenMode.CREATE_OR_APPEND,
            RAMBufferSizeMB = BufferMegabytes,
            MergePolicy = new TieredMergePolicy { SegmentsPerTier = SegmentsPerTier },
        });
        _reader = DirectoryReader.Open(_writer, applyAllDeletes: true);
        Moment = new(_reader, Guid.Empty, sequence: -1);
    }

    /// <summary>As it is now.</summary>
    public SearchMoment Moment { get; private set; }

    /// <summary>Documents that were written or taken away since the last commit.</summary>
    public int Uncommitted { get; private set; }

    /// <summary>Makes it hold what is public and nothing else.</summary>
    /// <returns>How many entries it wrote.</returns>
    public int Advance(Published view, CancellationToken cancellation)
    {
        var changes = (_view is null ? null : view.FindableSince(_view)) ?? Differences(view);
        var written = 0;
        foreach (var (before, after) in changes)
        {
            cancellation.ThrowIfCancellationRequested();
            Uncommitted++;
            if (after is not null)
            {
                written++;
                _writer.UpdateDocument(SearchDocument.IdOf(after.VariantId), SearchDocument.Of(after));
            }
            else if (before is not null)
            {
                _writer.DeleteDocuments(SearchDocument.IdOf(before.VariantId));
            }
        }

        if (_view is null && written >= MergedFrom)
        {
            _writer.ForceMerge(1);
        }

        _view = view;
        Show(view);
        return written;
    }

    /// <summary>Makes sure that it survives whatever happens to this process.</summary>
    public void Commit()
    {
        if (_view is { } view)
        {
            Uncommitted = 0;
            _writer.SetCommitData(new Dictionary<string, string>
            {
                [LogKey] = view.LogId.ToString(), [SequenceKey] = view.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture), [FormKey] = SearchLanguage.Form,
            });
            _writer.Commit();
        }
    }

    /// <summary>Without a commit: what came since the last is found again at the next start.</summary>
    public void Dispose()
    {
        Moment.Dispose();
        _writer.Rollback();
        _files.Dispose();
    }

    private void Show(Published view)
    {
        var next = DirectoryReader.OpenIfChanged(_reader, _writer, applyAllDeletes: true);
        if (next is null)
        {
            // The same documents at a later place.
            _reader.IncRef();
            next = _reader;
        }

        var before = Moment;
        (_reader, Moment) = (next, new(next, view.LogId, view.Sequence));
        before.Dispose();
    }

    /// <summary>Compares everything.</summary>
    private IEnumerable<(PublishedEntry? Before, PublishedEntry? After)> Differences(Published view)
    {
        var held = Moment.Held.ToDictionary(key => key.VariantId, key => key.Version);
        foreach (var entry in view.Findable)
        {
            if (!held.Remove(entry.VariantId, out var version) || version != entry.Version)
            {
                yield return (null, entry);
            }
        }

        foreach (var gone in held.Keys)
        {
            _writer.DeleteDocuments(SearchDocument.IdOf(gone));
            Uncommitted++;
        }
    }
}
