using ContentHub.Api.Fields;
using ContentHub.Storage;

namespace ContentHub.Delivery;

/// <summary>
/// What readers get of one entry in one locale: immutable, encoded, shared by all snapshots that hold it.
/// Each content type derives its own reading.
/// </summary>
[Fields.ItemName("Entry")]
public abstract class PublishedEntry(EntryEnvelope envelope)
{
    public DeliveryType Type => envelope.Type;

    public Guid VariantId => envelope.Row.VariantId;

    public Guid EntryId => envelope.Row.EntryId;

    public string Locale => envelope.Row.Locale;

    public int Version => envelope.Row.Version;

    /// <summary>Title and notices only; every text is empty, every list too.</summary>
    public bool IsRetracted { get; } = envelope.Row.IsRetracted;

    public Text Slug => envelope.Slug;

    public Text Title => envelope.Title;

    /// <summary>What it is about, most important first: entry ids of topics. Kept when retracted, for the help lines only.</summary>
    public IReadOnlyList<Guid> Topics { get; } = envelope.Topics;

    public DateTimeOffset FirstPublishedAt => envelope.Row.FirstPublishedAt;

    public DateTimeOffset PublishedAt => envelope.Row.PublishedAt;

    public DateTimeOffset ContentModifiedAt => envelope.Row.ContentModifiedAt;

    /// <summary>Null where nobody approved it.</summary>
    public ReviewRow? Review => envelope.Row.Review;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Notice> Notices => envelope.Row.Notices;

    /// <summary>Entries that it shows or links to, each once; when retracted, those that took its place.</summary>
    public IReadOnlyList<Guid> Uses => envelope.Uses;

    public IReadOnlyList<string> FormerSlugs => envelope.Row.FormerSlugs;

    /// <summary>For a translation: the version of the default locale that it was made from.</summary>
    public int? SourceVersion => envelope.Row.SourceVersion;

    /// <summary>Values by which lists of its type are kept ready: index name and value, e.g. (audience, PATIENT). Topics are added for every type.</summary>
    public virtual IEnumerable<IndexKey> IndexKeys => [];

    /// <summary>The texts by which readers can find it, besides its title. Its own only: not what it shows of others.</summary>
    public virtual IEnumerable<Search.Passage> Passages => [];

    /// <summary>Codes of medical terminologies by which readers can find it, as somebody would type them.</summary>
    public virtual IEnumerable<string> SearchCodes => [];

    /// <summary>For somebody to turn to: how far in front it stands when a search is about life in danger. 1 and more: always shown; 0: in front where it matches.</summary>
    /// <param name="locale">Of the reader.</param>
    /// <returns>Null for all that is no help.</returns>
    public virtual int? RankInCrisis(string locale) => null;

    /// <summary>Parts of answers that follow from it alone.</summary>
    internal Plans.KeptPart[] Parts { get; set; } = [];

    /// <summary>Its number where it was placed last; whoever goes by it looks whether it has that number in the view at hand. -1 as long as it is in none.</summary>
    internal int Ordinal { get; set; } = -1;

    /// <summary>Its relations as they were looked up last; null as long as none was.</summary>
    internal Snapshot.KeptLinks? Links { get; set; }

    private PageAddress? _page;

    /// <summary>Where its page stands, if it was asked for before; null otherwise.</summary>
    internal Uri? PageAt(Uri origin, SiteOptions site) => _page is { } page && ReferenceEquals(page.Origin, origin) && ReferenceEquals(page.Site, site) ? page.Address : null;

    internal Uri KeepPage(Uri origin, SiteOptions site, Uri address)
    {
        _page = new(origin, site, address);
        return address;
    }

    private sealed record PageAddress(Uri Origin, SiteOptions Site, Uri Address);

    /// <summary>Readers of a past moment: relations of this entry are looked up there. Null for what is public today.</summary>
    public Published? Past => _past?.Invoke();

    // What lists read of each of their entries stands in the entry itself: to follow references takes longer than all else.
    private readonly Func<Published>? _past = envelope.Past;
}

/// <summary>What a type's reading is made from, besides its document.</summary>
/// <param name="Past">Set for entries of a view of the past: that view.</param>
public sealed record EntryEnvelope(DeliveryType Type, PublishedRow Row, Text Slug, Text Title, IReadOnlyList<Guid> Topics, IReadOnlyList<Guid> Uses, Func<Published>? Past);

/// <summary>One value of one index.</summary>
public readonly record struct IndexKey(string Index, string Value)
{
    /// <summary>The index that every type has: topics by entry id.</summary>
    public const string Topic = "topic";

    /// <summary>How an entry stands in an index.</summary>
    public static string ValueOf(Guid entryId) => entryId.ToString("D");

    /// <summary>How a value of an enum stands in an index.</summary>
    public static string ValueOf(Enum value) => value.ToString();
}
