using System.Text.Json.Nodes;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Documents;

namespace ContentHub.Editorial;

/// <summary>After how many months a clinician is to look again.</summary>
/// <param name="Default">When nobody says otherwise.</param>
/// <param name="Max">The longest that a reviewer may set.</param>
public sealed record ReviewInterval(int Default, int Max)
{
    /// <summary>When nobody says otherwise and it is about something grave.</summary>
    public int Sooner { get; init; } = 6;

    /// <summary>Its subject decides whether it is: withdrawal, overdose, suicide, pregnancy, medicines with a boxed warning.</summary>
    public bool LooksAtSubject { get; init; }
}

/// <summary>
/// A content type as editing knows it. Create, update, publish, list and compare are written once against this;
/// a content module registers one.
/// </summary>
public abstract class ContentType : DeliveryType
{
    public ReviewInterval Review { get; init; } = new(12, 36);

    /// <summary>In a sentence, e.g. <c>symptom list</c>.</summary>
    public string Noun => NounOf(Name);

    /// <summary>With its article, e.g. <c>an article</c>.</summary>
    public string ANoun => ANounOf(Name);

    /// <summary>Of a type by its name.</summary>
    public static string NounOf(string name) => name.Replace('_', ' ').ToLowerInvariant().Replace("faq", "FAQ", StringComparison.Ordinal);

    /// <summary>Of a type by its name, with its article.</summary>
    public static string ANounOf(string name) => $"{("AEIO".Contains(name[0], StringComparison.Ordinal) || name.StartsWith("FAQ", StringComparison.Ordinal) ? "an" : "a")} {NounOf(name)}";

    /// <summary>The record that is document, input and editorial output.</summary>
    public abstract Type RecordType { get; }

    /// <summary>Graph types that the type brings, by the CLR type that they stand for.</summary>
    public IReadOnlyList<(Type Clr, Type Graph)> GraphTypes { get; init; } = [];

    /// <summary>Reads a stored or merged document.</summary>
    public abstract IEntryContent ReadContent(JsonObject document);

    /// <summary>What is wrong with the document beyond what its fields' attributes say; pure.</summary>
    public abstract IEnumerable<DocumentFault> CheckContent(IEntryContent content);

    /// <summary>The document as the editorial checks see it.</summary>
    public abstract Outline OutlineOf(IEntryContent content);

    /// <summary>Entries of this type are somebody to turn to.</summary>
    public abstract bool OffersHelp { get; }

    /// <summary>Null for a type that offers none.</summary>
    public abstract HelpOffer? HelpOf(IEntryContent content);

    /// <summary>Whether the document says something for which the type has a shorter interval.</summary>
    public abstract bool IsReviewedSooner(IEntryContent content);
}

/// <summary>A content type with its record and its reading.</summary>
public sealed class ContentType<TContent, TEntry> : ContentType
    where TContent : class, IEntryContent
    where TEntry : PublishedEntry
{
    public ContentType(string name, string plural, string description)
    {
        Name = name;
        Plural = plural;
        Description = description;
    }

    public override string Name { get; }

    public override string GraphName => typeof(TEntry).Name;

    public override string Plural { get; }

    public override string Description { get; }

    public override Type RecordType => typeof(TContent);

    /// <summary>Makes what readers get.</summary>
    public required Func<EntryEnvelope, TContent, Api.Fields.TextBuffer, TEntry> Reading { get; init; }

    /// <summary>The document with every text and list taken out that a retraction takes from readers.</summary>
    public required Func<TContent, TContent> Retracted { get; init; }

    public required Delivery.Filters.FilterDefinition<TEntry> Filter { get; init; }

    public required Func<TEntry, Request, JsonObject> SchemaOrg { get; init; }

    public EntryOrder OrderDefault { get; init; } = EntryOrder.TitleAsc;

    public Func<TContent, IEnumerable<DocumentFault>> Check { get; init; } = _ => [];

    /// <summary>Fills in the document's texts and parts for the checks. Null: every text that the record holds, as running text.</summary>
    public Action<TContent, Outline>? Outlined { get; init; }

    /// <summary>What an entry offers to somebody in need; null for a type that is no help line.</summary>
    public Func<TContent, HelpOffer>? Offered { get; init; }

    /// <summary>Whether the document itself makes the next review due sooner.</summary>
    public Func<TContent, bool> ReviewedSooner { get; init; } = _ => false;

    public override IEntryContent ReadContent(JsonObject document) => DocumentReading.Read<TContent>(document);

    public override IEnumerable<DocumentFault> CheckContent(IEntryContent content) => Check((TContent)content);

    public override bool OffersHelp => Offered is not null;

    public override HelpOffer? HelpOf(IEntryContent content) => Offered?.Invoke((TContent)content);

    public override Outline OutlineOf(IEntryContent content)
    {
        if (Outlined is null)
        {
            return Outline.Of(content);
        }

        var outline = new Outline { Topics = content.AllTopics };
        Outlined((TContent)content, outline);
        return outline;
    }

    public override bool IsReviewedSooner(IEntryContent content) => ReviewedSooner((TContent)content);

    public override PublishedEntry Read(Storage.PublishedRow row, Func<Published>? past = null)
    {
        var content = DocumentReading.Read<TContent>(row.Document);
        if (row.IsRetracted)
        {
            content = Retracted(content);
        }

        var texts = new Api.Fields.TextBuffer();
        IReadOnlyList<Guid> uses = row.IsRetracted ? [.. row.Notices.Select(n => n.ReplacedBy).OfType<Guid>().Distinct()] : [.. row.References.Distinct()];

        // What has been read is not kept a second time: the documents of a large site are most of what it weighs. An editor's approval is no medical review.
        var envelope = new EntryEnvelope(this, row with { Document = "", References = [], Review = IsClinical ? row.Review : null }, texts.Add(content.Slug ?? ""), texts.Add(content.Heading ?? ""), content.AllTopics, uses, past);
        var entry = Reading(envelope, content, texts);
        texts.Seal();
        return entry;
    }

    public override void AddQueries(GraphQL.Types.IObjectGraphType query, Delivery.Filters.FilterTypes filters) =>
        Delivery.Queries.EntryQueries.Add(query, this, Filter, filters, OrderDefault);

    public override JsonObject ToSchemaOrg(PublishedEntry entry, Request request) => SchemaOrg((TEntry)entry, request);
}

/// <summary>All content types with their editorial side.</summary>
public sealed class ContentTypes(IEnumerable<ContentType> all)
{
    private readonly Dictionary<string, ContentType> _byName = all.ToDictionary(t => t.Name);

    public IReadOnlyCollection<ContentType> All => _byName.Values;

    /// <exception cref="InvalidOperationException">A stored entry is of a type that no module registers.</exception>
    public ContentType this[string name] =>
        _byName.TryGetValue(name, out var type) ? type : throw new InvalidOperationException($"No module registers the content type {name}.");

    public ContentType? Find(string name) => _byName.GetValueOrDefault(name);
}
