using ContentHub.Storage;

namespace ContentHub.Delivery;

/// <summary>A content type as delivery knows it: names, and how a document becomes a reading. Content modules register one each.</summary>
public abstract class DeliveryType
{
    /// <summary>Stored with entries and shown as <c>EntryType</c>, e.g. <c>SYMPTOM_LIST</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Of the GraphQL type, e.g. <c>SymptomList</c>.</summary>
    public abstract string GraphName { get; }

    /// <summary>Query field for many, e.g. <c>symptomLists</c>.</summary>
    public abstract string Plural { get; }

    /// <summary>What the type is for, for people who read the schema.</summary>
    public abstract string Description { get; }

    /// <summary>Publishing needs a MedicalReviewer's approval of that very revision; readers are told of the review.</summary>
    public bool IsClinical { get; init; }

    /// <summary>Entries that are about one of this type are found by its names and codes too: topics.</summary>
    public bool NamesOthers { get; init; }

    /// <summary>How partners' licences narrow it.</summary>
    public Licences.LicenceScope Licensing { get; init; } = Licences.LicenceScope.ByTopic;

    /// <summary>In addresses, e.g. <c>symptom-list</c>.</summary>
    public string Kebab => Name.Replace('_', '-').ToLowerInvariant();

    /// <summary>For people, e.g. <c>Symptom list</c>.</summary>
    public string Label => Name[0] + Name[1..].Replace('_', ' ').ToLowerInvariant() is var label && label.StartsWith("Faq ", StringComparison.Ordinal) ? $"FAQ{label[3..]}" : label;

    /// <summary>Query field for one, e.g. <c>symptomList</c>.</summary>
    public string Singular => char.ToLowerInvariant(GraphName[0]) + GraphName[1..];

    /// <summary>Makes the reading. A retracted row gives title and notices only.</summary>
    /// <param name="past">For a view of the past: that view, once it is built.</param>
    public abstract PublishedEntry Read(PublishedRow row, Func<Published>? past = null);

    /// <summary>The entry in schema.org's words, as a JSON-LD object.</summary>
    public abstract System.Text.Json.Nodes.JsonObject ToSchemaOrg(PublishedEntry entry, Fields.Request request);

    /// <summary>Adds the fields by which readers find entries of this type.</summary>
    public virtual void AddQueries(GraphQL.Types.IObjectGraphType query, Filters.FilterTypes filters)
    {
    }
}
