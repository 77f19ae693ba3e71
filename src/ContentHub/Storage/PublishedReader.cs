using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>Everything that readers saw at a moment of the past.</summary>
/// <param name="Sequence">The log's end at the moment of reading; 0 while it is empty.</param>
public sealed record PublishedContents(Guid LogId, long Sequence, IReadOnlyList<PublishedRow> Rows);

/// <summary>Everything that readers may see, as of one moment.</summary>
/// <param name="Sequence">The log's end at the moment of reading; 0 while it is empty.</param>
/// <param name="Count">Of the rows.</param>
/// <param name="Rows">To be read once, while the transaction is open; in no order.</param>
public sealed record PublishedStream(Guid LogId, long Sequence, IReadOnlyList<PartnerRow> Partners, int Count, IAsyncEnumerable<PublishedRow> Rows);

/// <summary>Reads what is public. Each call is one transaction and a handful of queries, however many entries there are.</summary>
public sealed class PublishedReader(IDbContextFactory<ContentHubDb> factory)
{
    /// <summary>The acts that decide which revision of the variant is public, if any.</summary>
    internal static readonly ChangeKind[] Moves = [ChangeKind.Published, ChangeKind.Unpublished, ChangeKind.Retracted];

    /// <summary>The acts after which readers see something else of the variant: another text, another review, another notice.</summary>
    internal static readonly ChangeKind[] Visibly =
    [
        .. Moves, ChangeKind.Reviewed, ChangeKind.ReviewExtended, ChangeKind.ReviewDue, ChangeKind.ReviewOverdue,
        ChangeKind.Corrected, ChangeKind.ConcernExpressed, ChangeKind.Replaced,
    ];

    /// <summary>All that is public now, row by row: documents are most of what a site weighs, and nobody needs them all at once.</summary>
    /// <param name="read">Called once, within one transaction.</param>
    public async Task<T> ReadAllAsync<T>(Func<PublishedStream, Task<T>> read, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var (logId, head) = await HeadAsync(db, cancellation);
        var everything = PublicNow(db, db.Variants);
        return await read(new(logId, head, await PartnerRows.LoadAsync(db, cancellation), await everything.CountAsync(cancellation), PublishedRows.ReadAsync(db, everything, cancellation)));
    }

    /// <summary>One version as readers would get it if it went out now: with its approval, and with the notices that would go out with it.</summary>
    /// <returns>Null where there is no such version.</returns>
    public async Task<PublishedRow?> LoadVersionAsync(Guid variantId, int version, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var wanted =
            from variant in db.Variants
            where variant.Id == variantId
            join revision in db.Revisions on variant.Id equals revision.VariantId
            where revision.Version == version
            select new PublicVersion
            {
                Variant = variant,
                Revision = revision,
                IsRetracted = false,
                PublishedAt = revision.PublishedAt ?? revision.CreatedAt,
                ContentModifiedAt = revision.CreatedAt,
                ApprovedBy = revision.ApprovedBy,
                ApprovedAt = revision.ApprovedAt,
                NextReviewDue = revision.NextReviewDue,
            };
        return (await PublishedRows.LoadAsync(db, wanted, cancellation)).SingleOrDefault();
    }

    /// <summary>What has become of the variants that readers saw change after <paramref name="sequence"/>.</summary>
    public async Task<PublishedChanges> ChangesAfterAsync(long sequence, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var (logId, head) = await HeadAsync(db, cancellation);
        var touched = db.Changes.Where(c => c.Sequence > sequence && Visibly.Contains(c.Kind)).Select(c => c.VariantId).Distinct();
        var variants = new Dictionary<Guid, PublishedRow?>();
        foreach (var id in await touched.ToListAsync(cancellation))
        {
            variants[id] = null;
        }

        if (variants.Count > 0)
        {
            foreach (var row in await PublishedRows.LoadAsync(db, PublicNow(db, db.Variants.Where(v => touched.Contains(v.Id))), cancellation))
            {
                variants[row.VariantId] = row;
            }
        }

        var isOfPartners = await db.Changes.AnyAsync(c => c.Sequence > sequence && PartnerRows.Acts.Contains(c.Kind), cancellation);
        return new(logId, head, variants) { Partners = isOfPartners ? await PartnerRows.LoadAsync(db, cancellation) : null };
    }

    /// <summary>
    /// What readers saw at <paramref name="at"/>: the revisions and dates of then, with the notices of today and every
    /// slug that is known today, so that a text that was retracted since says so and today's address finds it.
    /// </summary>
    /// <returns>Its sequence is today's, since the notices are.</returns>
    public async Task<PublishedContents> LoadAtAsync(DateTimeOffset at, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        await using var transaction = await db.BeginReadAsync(cancellation);
        var (logId, head) = await HeadAsync(db, cancellation);
        return new(logId, head, await PublishedRows.LoadAsync(db, PublicAt(db, at), cancellation));
    }

    /// <exception cref="BulkRefusedException">An import is on its way into this database: what is there so far is nothing to show.</exception>
    private static async Task<(Guid LogId, long Sequence)> HeadAsync(ContentHubDb db, CancellationToken cancellation)
    {
        var log = await db.Log.AsNoTracking().SingleAsync(cancellation);
        return log.UnfinishedImport is null
            ? (log.LogId, await db.Changes.MaxAsync(c => (long?)c.Sequence, cancellation) ?? 0)
            : throw UnfinishedImport.Refusal();
    }

    private static IQueryable<PublicVersion> PublicNow(ContentHubDb db, IQueryable<Variant> variants) =>
        from variant in variants
        where variant.PublishedVersion != null || variant.RetractedVersion != null
        let version = variant.PublishedVersion ?? variant.RetractedVersion ?? 0
        join revision in db.Revisions on new { VariantId = variant.Id, Version = version } equals new { revision.VariantId, revision.Version }
        select new PublicVersion
        {
            Variant = variant,
            Revision = revision,
            IsRetracted = variant.PublishedVersion == null,
            PublishedAt = variant.PublishedAt ?? revision.PublishedAt,
            ContentModifiedAt = variant.ContentModifiedAt,
            ApprovedBy = revision.ApprovedBy,
            ApprovedAt = revision.ApprovedAt,
            NextReviewDue = revision.NextReviewDue,
        };

    private static IQueryable<PublicVersion> PublicAt(ContentHubDb db, DateTimeOffset at)
    {
        // One pass over the log: of each variant the last act that moved what is public, and its last publication.
        var publications = db.Changes.Where(c => c.Kind == ChangeKind.Published);
        var ends = db.Changes
            .Where(c => c.At <= at && Moves.Contains(c.Kind))
            .GroupBy(c => c.VariantId)
            .Select(acts => new
            {
                Last = acts.Max(c => c.Sequence),
                Publication = acts.Max(c => c.Kind == ChangeKind.Published ? c.Sequence : 0),
            });
        return
            from end in ends
            join last in db.Changes on end.Last equals last.Sequence
            where last.Kind != ChangeKind.Unpublished
            join publication in db.Changes on end.Publication equals publication.Sequence
            join variant in db.Variants on last.VariantId equals variant.Id
            join revision in db.Revisions on new { last.VariantId, last.Version } equals new { revision.VariantId, revision.Version }

            // Who approved it later had not vouched for what readers saw then.
            let number = db.Approvals.Where(a => a.VariantId == last.VariantId && a.Version == last.Version && a.Since <= at).Max(a => (int?)a.Number) ?? 0
            join known in db.Approvals on new { last.VariantId, last.Version, Number = number } equals new { known.VariantId, known.Version, known.Number } into found
            from approval in found.DefaultIfEmpty()
            select new PublicVersion
            {
                Variant = variant,
                Revision = revision,
                IsRetracted = last.Kind == ChangeKind.Retracted,
                PublishedAt = publication.At,

                // The first of the publications since then that said the same, word for word.
                ContentModifiedAt = publications
                    .Where(p => p.VariantId == last.VariantId && p.Sequence <= publication.Sequence && p.DocumentHash == publication.DocumentHash
                        && !publications.Any(o => o.VariantId == last.VariantId && o.Sequence > p.Sequence && o.Sequence < publication.Sequence && o.DocumentHash != publication.DocumentHash))
                    .Min(p => (DateTimeOffset?)p.At),
                ApprovedBy = approval.By,
                ApprovedAt = approval.ApprovedAt,
                NextReviewDue = approval.NextReviewDue,
            };
    }
}
