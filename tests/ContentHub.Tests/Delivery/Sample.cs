using System.ComponentModel;
using System.Text.Json;
using ContentHub.Api.Fields;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Storage;

namespace ContentHub.Tests.Delivery;

/// <summary>A document of the two made-up content types that delivery is tested with.</summary>
public sealed record SampleDocument(string Slug, string Title)
{
    public Guid[] Topics { get; init; } = [];
    public Guid[] Uses { get; init; } = [];
    public SampleAudience Audience { get; init; }
    public string[] Tags { get; init; } = [];
    public Guid? Parent { get; init; }
    public SampleKind Kind { get; init; }
    public double? Hours { get; init; }
    public DateOnly? Day { get; init; }
    public bool? IsRoot { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public SampleCode[] Codes { get; init; } = [];
}

public sealed record SampleCode(SampleSystem System, string Code);

[Description("For whom.")]
public enum SampleAudience
{
    [Description("Ill.")] Patient,
    [Description("Helps.")] Caregiver,
    [Description("Treats.")] HealthProfessional,
}

[Description("Of a topic.")]
public enum SampleKind
{
    [Description("A thing.")] Substance,
    [Description("A state.")] Condition,
}

[Description("Of codes.")]
public enum SampleSystem
{
    [Description("One.")] Icd,
    [Description("Other.")] Mesh,
}

public sealed class SampleType(string name) : DeliveryType
{
    public static readonly SampleType Page = new("PAGE");
    public static readonly SampleType Note = new("NOTE");

    public override string Name => name;

    public override string GraphName => name[0] + name[1..].ToLowerInvariant();

    public override string Plural => Singular + "s";

    public override string Description => "A made-up type.";

    public override System.Text.Json.Nodes.JsonObject ToSchemaOrg(PublishedEntry entry, ContentHub.Delivery.Fields.Request request) => [];

    public override PublishedEntry Read(PublishedRow row, Func<Published>? past = null)
    {
        var document = JsonSerializer.Deserialize<SampleDocument>(row.Document)!;
        var shown = row.IsRetracted ? new(document.Slug, document.Title) { Topics = document.Topics } : document;
        return new SampleEntry(new(this, row, Text.Of(shown.Slug), Text.Of(shown.Title), shown.Topics, shown.Uses, past), shown);
    }
}

/// <summary>The reading of both types.</summary>
public sealed class SampleEntry(EntryEnvelope envelope, SampleDocument document) : PublishedEntry(envelope), IHasParent, IHasKind
{
    public SampleDocument Document => document;

    public Guid? ParentId => document.Parent;

    public Enum Kind => document.Kind;

    public override IEnumerable<IndexKey> IndexKeys => SampleFilters.Page.IndexKeys(this);
}

/// <summary>A filter with a field of every sort.</summary>
public static class SampleFilters
{
    public static readonly FilterDefinition<SampleEntry> Related = new FilterDefinition<SampleEntry>("RelatedFilter", "What is related.")
        .EntryId()
        .Slug()
        .Near("near", "Where it is.", e => e.Document is { Latitude: { } latitude, Longitude: { } longitude } ? new GeoPoint(latitude, longitude) : null);

    public static readonly FilterDefinition<SampleEntry> Page = new FilterDefinition<SampleEntry>("PageFilter", "Pages.")
        .EntryId()
        .Slug()
        .Title()
        .Topic()
        .Enum("audience", "For whom.", e => e.Document.Audience, index: "audience")
        .Text("tag", "Its tags.", e => e.Document.Tags, index: "tag")
        .Text("plainTag", "Its tags, without index.", e => e.Document.Tags)
        .EntryRef("use", "What it uses.", e => e.Document.Uses, index: "use")
        .EntryRef("plainUse", "What it uses, without index.", e => e.Document.Uses)
        .DateTime("publishedAt", "When this version went out.", e => e.PublishedAt)
        .Date("day", "A day.", e => e.Document.Day)
        .Float("hours", "How long.", e => e.Document.Hours)
        .Boolean("isRoot", "Whether nothing is above.", e => e.Document.IsRoot)
        .Code("code", "Its codes.", e => e.Document.Codes.Select(c => new CodeValue<SampleSystem>(c.System, c.Code)))
        .ReviewStatus()
        .Nested("related", "What it uses, by what that is.", e => e.Document.Uses, Related);
}

/// <summary>Short ways to make what the tests need.</summary>
public static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>English, Spanish that falls back to it, and French that falls back to Spanish first.</summary>
    public static readonly SiteLocales Locales = new(new SiteOptions
    {
        Locales =
        {
            new() { Tag = "en-US" },
            new() { Tag = "es-US", Fallbacks = { "en-US" } },
            new() { Tag = "fr-CA", Fallbacks = { "es-US" } },
        },
    });

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    /// <summary>Of an entry in a locale; not in the order of the entries.</summary>
    public static Guid VariantId(Guid entryId, string locale)
    {
        var bytes = entryId.ToByteArray();
        bytes[4] = (byte)locale[0];
        bytes[5] = (byte)locale[1];
        bytes[0] ^= 0x55;
        return new(bytes);
    }

    public static PublishedRow Row(Guid entryId, string locale, SampleDocument document, SampleType? type = null) => new()
    {
        VariantId = VariantId(entryId, locale),
        EntryId = entryId,
        Type = (type ?? SampleType.Page).Name,
        Locale = locale,
        Version = 1,
        IsRetracted = false,
        Document = JsonSerializer.Serialize(document),
        References = document.Uses,
        FirstPublishedAt = Start,
        PublishedAt = Start,
        ContentModifiedAt = Start,
    };

    public static PublishedEntry Read(PublishedRow row) => (row.Type == SampleType.Page.Name ? SampleType.Page : SampleType.Note).Read(row);

    public static PublishedEntry Entry(int number, string locale, SampleDocument document, SampleType? type = null) => Read(Row(Id(number), locale, document, type));

    public static Published View(params PublishedEntry[] entries) =>
        Published.Empty(Locales).Advance(Id(1), 1, entries.Select(e => (e.VariantId, (PublishedEntry?)e)));
}
