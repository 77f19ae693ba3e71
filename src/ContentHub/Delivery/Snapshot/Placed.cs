namespace ContentHub.Delivery.Snapshot;

/// <summary>The name of one list of a view.</summary>
/// <param name="Type">Null for all types together.</param>
/// <param name="Index">Empty for the list of everything.</param>
internal readonly record struct ListName(string? Type, string Index, string Value)
{
    public static ListName OfType(string? type) => new(type, "", "");
}

/// <summary>An entry with its number and everything that lists need of it, worked out once.</summary>
internal sealed class Placed
{
    private readonly byte[] _publishedAt;
    private readonly byte[] _firstPublishedAt;
    private readonly byte[] _contentModifiedAt;
    private readonly byte[] _id;
    // By locale of the view; a key is made when the first view needs it, and two threads that make it make the same.
    private readonly byte[]?[] _titles;
    private readonly SiteLocales _locales;

    /// <param name="before">The same variant as it was: what did not change is shared, and lists need not move it.</param>
    public Placed(PublishedEntry entry, int ordinal, Ordinals entryOrdinals, SiteLocales locales, Placed? before)
    {
        _locales = locales;
        Entry = entry;
        Ordinal = ordinal;
        entry.Ordinal = ordinal;
        EntryOrdinal = entryOrdinals.Of(entry.EntryId);
        Locale = locales.PositionOf(entry.Locale);
        Slug = entry.Slug.ToString();
        _publishedAt = before?.Entry.PublishedAt == entry.PublishedAt ? before._publishedAt : OrderKeys.OfTime(entry.PublishedAt, entry.VariantId);
        _firstPublishedAt = before?.Entry.FirstPublishedAt == entry.FirstPublishedAt ? before._firstPublishedAt : OrderKeys.OfTime(entry.FirstPublishedAt, entry.VariantId);
        _contentModifiedAt = before?.Entry.ContentModifiedAt == entry.ContentModifiedAt ? before._contentModifiedAt : OrderKeys.OfTime(entry.ContentModifiedAt, entry.VariantId);
        _id = before?._id ?? OrderKeys.OfId(entry.VariantId);
        _titles = before is not null && before.Entry.Title == entry.Title ? before._titles : new byte[]?[locales.All.Count];
        if (!entry.IsRetracted)
        {
            Lists = ListsOf(entry);
        }

        Uses = [.. entry.Uses.Distinct().Select(entryOrdinals.Of)];
    }

    public PublishedEntry Entry { get; }

    public int Ordinal { get; }

    public int EntryOrdinal { get; }

    /// <summary>Place in the site's locales; -1 when the site has its locale no more: then only its own id finds it.</summary>
    public int Locale { get; }

    public string Slug { get; }

    /// <summary>Where it is listed, each once; nowhere when retracted.</summary>
    public IReadOnlyList<ListName> Lists { get; } = [];

    /// <summary>Numbers of the entries that it uses, each once; when retracted, of those that took its place.</summary>
    public IReadOnlyList<int> Uses { get; } = [];

    public byte[] Key(KeptOrder order, int locale) => order switch
    {
        KeptOrder.PublishedAt => _publishedAt,
        KeptOrder.FirstPublishedAt => _firstPublishedAt,
        KeptOrder.ContentModifiedAt => _contentModifiedAt,
        KeptOrder.Title => _titles[locale] ??= OrderKeys.OfTitle(Entry.Title.ToString(), _locales.All[locale].Tag, Entry.VariantId),
        KeptOrder.Id => _id,
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "An order without keys."),
    };

    public Line Line(KeptOrder order, int locale) => new(Key(order, locale), Ordinal);

    private static ListName[] ListsOf(PublishedEntry entry)
    {
        var type = entry.Type.Name;
        var topics = entry.Topics.Select(t => new ListName(type, IndexKey.Topic, IndexKey.ValueOf(t)));
        var others = entry.IndexKeys.Select(k => new ListName(type, k.Index, k.Value));
        return [.. new[] { ListName.OfType(null), ListName.OfType(type) }.Concat(topics).Concat(others).Distinct()];
    }
}

/// <summary>All public variants of one entry, by the site's locales.</summary>
internal sealed class Family
{
    private readonly Placed?[] _own;
    private readonly Placed?[] _served;

    private Family(Placed?[] own, SiteLocales locales)
    {
        _own = own;
        _served = new Placed?[own.Length];
        for (var locale = 0; locale < own.Length; locale++)
        {
            foreach (var candidate in locales.ChainOf(locale))
            {
                if (own[candidate] is { } found)
                {
                    _served[locale] = found;
                    break;
                }
            }
        }
    }

    /// <summary>In the order of the site's locales.</summary>
    public IEnumerable<Placed> All => _own.OfType<Placed>();

    /// <summary>What a reader of the locale gets; retracted or not.</summary>
    public Placed? Served(int locale, bool isChain) => isChain ? _served[locale] : _own[locale];

    /// <summary>What lists, relations and counts of the locale show; null when that is retracted.</summary>
    public Placed? Listed(int locale, bool isChain) => Served(locale, isChain) is { Entry.IsRetracted: false } placed ? placed : null;

    /// <returns>Null when nothing is left.</returns>
    public static Family? With(Family? family, int locale, Placed? placed, SiteLocales locales)
    {
        Placed?[] own = family is null ? new Placed?[locales.All.Count] : [.. family._own];
        own[locale] = placed;
        return own.All(p => p is null) ? null : new(own, locales);
    }
}
