using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Delivery.Fields;

namespace ContentHub.Delivery;

/// <summary>Which type, as the enum of the schema has it.</summary>
[Description("An entry by name: enough to route, link, list or delete a copy, also when the entry is gone.")]
public sealed record EntryRef(
    [property: Description("The `id` of the entry itself; not named id, so that caches keep the two apart."), GraphQL.Id] string NodeId,
    [property: Description("The same in every locale.")] Guid EntryId,
    [property: Description("The kind of entry, for routing.")] DeliveryType Type,
    [property: Description("BCP 47.")] string Locale,
    [property: Description("Last part of its URL; empty for a draft without one.")] string Slug,
    [property: Description("Its name; empty for a draft without one.")] string Title,
    [property: Description("Where its page stands; null while it has none.")] Uri? CanonicalUrl)
{
    public static EntryRef Of(PublishedEntry entry, Request request) => new(
        EntryIds.Of(entry), entry.EntryId, entry.Type, entry.Locale, entry.Slug.ToString(), entry.Title.ToString(), request.PageOf(entry));
}

/// <summary>Ids of what readers get.</summary>
public static class EntryIds
{
    /// <summary>Of an entry in one locale; of the past, with its version.</summary>
    public static string Of(PublishedEntry entry) => NodeIdOf(entry).ToString();

    /// <summary>The same, not yet as text.</summary>
    public static NodeId NodeIdOf(PublishedEntry entry) => new(NodeKind.Entry, entry.VariantId, entry.Past is null ? null : entry.Version);
}
