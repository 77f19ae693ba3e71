using System.Runtime.CompilerServices;
using ContentHub.Delivery.Snapshot;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace ContentHub.Delivery.Search;

/// <summary>Which variants the documents of one segment are. A segment never changes, and its documents keep their places in it.</summary>
internal sealed class SegmentVariants
{
    /// <summary>By what Lucene calls the core of a segment.</summary>
    private static readonly ConditionalWeakTable<object, SegmentVariants> Known = [];

    private readonly (Guid VariantId, int Version)[] _keys;
    private Numbered? _numbered;

    private SegmentVariants(AtomicReader segment)
    {
        var (values, key) = (segment.GetBinaryDocValues(SearchDocument.Key), new BytesRef());
        _keys = new (Guid VariantId, int Version)[segment.MaxDoc];
        for (var i = 0; i < _keys.Length; i++)
        {
            values.Get(i, key);
            _keys[i] = SearchDocument.Read(key);
        }
    }

    /// <summary>By document; those that were taken away too.</summary>
    public IReadOnlyList<(Guid VariantId, int Version)> Keys => _keys;

    public static SegmentVariants Of(AtomicReader segment) => Known.GetValue(segment.CoreCacheKey, _ => new(segment));

    /// <summary>The same by the numbers of a view: worked out once, since views keep their numbers for as long as the snapshot is not loaded anew.</summary>
    public Number[] In(Ordinals ordinals)
    {
        if (_numbered is not { } numbered || numbered.By != ordinals)
        {
            _numbered = numbered = new(ordinals, Array.ConvertAll(_keys, key => new Number(ordinals.Of(key.VariantId), key.Version)));
        }

        return numbered.Documents;
    }

    /// <summary>A variant and version.</summary>
    public readonly record struct Number(int Ordinal, int Version);

    private sealed record Numbered(Ordinals By, Number[] Documents);
}
