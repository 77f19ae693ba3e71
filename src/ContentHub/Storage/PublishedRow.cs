using System.Text;
using System.Text.Json;

namespace ContentHub.Storage;

/// <summary>What readers may see of one variant, as the database has it: the snapshot is built from these and from nothing else.</summary>
public sealed record PublishedRow
{
    public required Guid VariantId { get; init; }
    public required Guid EntryId { get; init; }
    public required string Type { get; init; }
    public required string Locale { get; init; }
    /// <summary>The revision that readers see, or whose title they see when <see cref="IsRetracted"/>.</summary>
    public required int Version { get; init; }
    public required bool IsRetracted { get; init; }
    public required string Document { get; init; }
    /// <summary>Entries that the document names, in its order, repeats included.</summary>
    public required IReadOnlyList<Guid> References { get; init; }
    public required DateTimeOffset FirstPublishedAt { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
    public required DateTimeOffset ContentModifiedAt { get; init; }
    /// <summary>Null where nobody approved it (types that need no approval, emergencies).</summary>
    public ReviewRow? Review { get; init; }
    /// <summary>Newest first.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];
    /// <summary>Slugs under which readers knew it before.</summary>
    public IReadOnlyList<string> FormerSlugs { get; init; } = [];
    /// <summary>For a translation: the version of the default locale that it was made from.</summary>
    public int? SourceVersion { get; init; }
    /// <summary>What entries that the document credits were called when this version went out, by entry id: they stay when those pages go.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<Guid, string>.Empty;

    /// <summary>The slug in a document: its top-level property of that name, in whichever type.</summary>
    /// <returns>Null where it has none.</returns>
    public static string? SlugOf(string document)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(document));
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isSlug = reader.ValueTextEquals("slug"u8);
            reader.Read();
            if (isSlug)
            {
                return reader.TokenType is JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}

/// <summary>The approval of the revision that readers see.</summary>
public sealed record ReviewRow(Guid ReviewerId, string ReviewerName, DateTimeOffset ApprovedAt, DateOnly NextReviewDue);

/// <summary>What happened after a place in the log: the state of each variant that was touched, null when nothing of it is public any more.</summary>
/// <param name="Sequence">The log's end, as of the same moment as the rows.</param>
public sealed record PublishedChanges(Guid LogId, long Sequence, IReadOnlyDictionary<Guid, PublishedRow?> Variants)
{
    /// <summary>All of them as they are now; null when nothing happened to any.</summary>
    public IReadOnlyList<PartnerRow>? Partners { get; init; }
}
