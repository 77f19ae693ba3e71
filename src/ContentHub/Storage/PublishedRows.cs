using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>A revision that readers see, or saw; a shape inside queries, never loaded as such.</summary>
internal sealed record PublicVersion
{
    public required Variant Variant { get; init; }
    public required Revision Revision { get; init; }
    public required bool IsRetracted { get; init; }
    public required DateTimeOffset? PublishedAt { get; init; }
    public required DateTimeOffset? ContentModifiedAt { get; init; }
    /// <summary>This and the next two: null while nobody vouched for it.</summary>
    public required Guid? ApprovedBy { get; init; }
    public required DateTimeOffset? ApprovedAt { get; init; }
    public required DateOnly? NextReviewDue { get; init; }
}

/// <summary>Gathers what belongs to public revisions: one query for each table, none for each row.</summary>
internal static class PublishedRows
{
    /// <remarks>Within a transaction of <see cref="ContentHubDb.BeginReadAsync"/>, so that the queries agree.</remarks>
    public static async Task<IReadOnlyList<PublishedRow>> LoadAsync(ContentHubDb db, IQueryable<PublicVersion> versions, CancellationToken cancellation)
    {
        var rows = new List<PublishedRow>();
        await foreach (var row in ReadAsync(db, versions, cancellation))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The same, a row at a time.</summary>
    public static async IAsyncEnumerable<PublishedRow> ReadAsync(ContentHubDb db, IQueryable<PublicVersion> versions, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var references = await ReferencesAsync(db, versions, cancellation);
        var notices = await NoticesAsync(db, versions, cancellation);
        var slugs = await SlugsAsync(db, versions, cancellation);
        var texts =
            from version in versions
            join person in db.People on version.ApprovedBy equals person.Id into found
            from reviewer in found.DefaultIfEmpty()
            select new
            {
                version.Variant.Id,
                version.Variant.EntryId,
                version.Variant.Type,
                version.Variant.Locale,
                version.Revision.Version,
                version.IsRetracted,
                version.Revision.Document,
                version.Variant.FirstPublishedAt,
                version.PublishedAt,
                version.ContentModifiedAt,
                version.ApprovedBy,
                version.ApprovedAt,
                version.NextReviewDue,
                version.Revision.SourceVersion,
                version.Revision.Names,
                ReviewerName = reviewer.Name,
            };
        await foreach (var text in texts.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var publishedAt = text.PublishedAt
                ?? throw new InvalidOperationException($"Variant {text.Id} is public but was never published.");
            yield return new()
            {
                VariantId = text.Id,
                EntryId = text.EntryId,
                Type = text.Type,
                Locale = text.Locale,
                Version = text.Version,
                IsRetracted = text.IsRetracted,
                Document = text.Document,
                References = references.GetValueOrDefault(text.Id) ?? [],
                FirstPublishedAt = text.FirstPublishedAt ?? publishedAt,
                PublishedAt = publishedAt,
                ContentModifiedAt = text.ContentModifiedAt ?? publishedAt,
                Review = text is { ApprovedBy: { } by, ApprovedAt: { } at, NextReviewDue: { } due }
                    ? new(by, text.ReviewerName, at, due)
                    : null,
                Notices = notices.GetValueOrDefault(text.Id) ?? [],
                FormerSlugs = FormerSlugs(slugs.GetValueOrDefault(text.Id), text.Document),
                SourceVersion = text.SourceVersion,
                Names = text.Names is null ? ReadOnlyDictionary<Guid, string>.Empty : JsonSerializer.Deserialize<Dictionary<Guid, string>>(text.Names) ?? new Dictionary<Guid, string>(),
            };
        }
    }

    private static string[] FormerSlugs(List<string>? published, string document)
    {
        if (published is null)
        {
            return [];
        }

        var present = PublishedRow.SlugOf(document);
        return [.. published.Where(slug => slug != present)];
    }

    private static async Task<Dictionary<Guid, List<Guid>>> ReferencesAsync(
        ContentHubDb db, IQueryable<PublicVersion> versions, CancellationToken cancellation)
    {
        var references =
            from version in versions
            join reference in db.References
                on new { version.Revision.VariantId, version.Revision.Version } equals new { reference.VariantId, reference.Version }
            orderby reference.VariantId, reference.Position
            select new Owned<Guid>(reference.VariantId, reference.EntryId);
        return await GatherAsync(references, cancellation);
    }

    private static async Task<Dictionary<Guid, List<Notice>>> NoticesAsync(
        ContentHubDb db, IQueryable<PublicVersion> versions, CancellationToken cancellation)
    {
        var notices =
            from version in versions
            join notice in db.Notices.AsNoTracking() on version.Variant.Id equals notice.VariantId

            // One that is prepared goes out with the version that it is about; a doubt that was settled is told no more.
            where notice.EndedAt == null
                && (notice.Version == version.Revision.Version || db.Revisions.Any(r => r.VariantId == notice.VariantId && r.Version == notice.Version && r.PublishedAt != null))
            orderby notice.At descending, notice.Id descending
            select new Owned<Notice>(notice.VariantId, notice);
        return await GatherAsync(notices, cancellation);
    }

    private static async Task<Dictionary<Guid, List<string>>> SlugsAsync(
        ContentHubDb db, IQueryable<PublicVersion> versions, CancellationToken cancellation)
    {
        var slugs =
            from version in versions
            join slug in db.Slugs on version.Variant.Id equals slug.VariantId
            where slug.PublishedAt != null
            orderby slug.PublishedAt, slug.Slug
            select new Owned<string>(slug.VariantId, slug.Slug);
        return await GatherAsync(slugs, cancellation);
    }

    private static async Task<Dictionary<Guid, List<T>>> GatherAsync<T>(IQueryable<Owned<T>> items, CancellationToken cancellation)
    {
        var gathered = new Dictionary<Guid, List<T>>();
        await foreach (var (variantId, item) in items.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!gathered.TryGetValue(variantId, out var list))
            {
                gathered[variantId] = list = [];
            }

            list.Add(item);
        }

        return gathered;
    }

    private sealed record Owned<T>(Guid VariantId, T Item);
}
