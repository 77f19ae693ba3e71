using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Api.Paging;
using ContentHub.Delivery;
using ContentHub.Editorial.Drafts;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Audit;

/// <summary>Which acts; null does not filter.</summary>
/// <param name="EntryId">Of the entry, in every locale; or the reader's or the draft's id, for one locale.</param>
/// <param name="By">Whole name of the person, whatever the case.</param>
/// <param name="At">A DateTimeFilter.</param>
public sealed record AuditFilter(string? EntryId, string? By, ChangeKind? Action, object? At)
{
    public static readonly AuditFilter Everything = new(null, null, null, null);
}

/// <summary>One act in the log, as it is shown.</summary>
public sealed record AuditRecord(Change Change, Variant Variant);

/// <summary>The log for people: every act, newest first. A count and a page, three statements in all.</summary>
public sealed class AuditLog(IDbContextFactory<ContentHubDb> databases)
{
    public async Task<Connection<AuditRecord>> PageAsync(AuditFilter filter, PageArguments page, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var logId = await db.Log.Select(l => l.LogId).SingleAsync(cancellation);
        var after = page.After is { } cursor ? PlaceOf(cursor, logId) : (long?)null;
        var matching = await MatchingAsync(db, filter, cancellation);
        var total = await matching.CountAsync(cancellation);
        var found = await (
            from change in after is null ? matching : matching.Where(c => c.Sequence < after)
            join variant in db.Variants.AsNoTracking() on change.VariantId equals variant.Id
            orderby change.Sequence descending
            select new AuditRecord(change, variant)).Take(page.Size + 1).ToListAsync(cancellation);
        var edges = found.Take(page.Size).Select(r => new Edge<AuditRecord>(new ChangeCursor(logId, r.Change.Sequence).ToString(), r)).ToList();
        return new(edges, new(found.Count > page.Size, after is not null, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor ?? page.After), total);
    }

    /// <exception cref="RequestError">It is no place in this log.</exception>
    private static long PlaceOf(string cursor, Guid logId) => ChangeCursor.TryParse(cursor, out var place) && place.LogId == logId
        ? place.Sequence
        : throw new RequestError("INVALID_CURSOR", new InvalidCursorException("after").Message);

    private static async Task<IQueryable<Change>> MatchingAsync(ContentHubDb db, AuditFilter filter, CancellationToken cancellation)
    {
        var changes = db.Changes.AsNoTracking();
        if (filter.EntryId is { } id)
        {
            changes = await OfEntryAsync(db, changes, id, cancellation);
        }

        if (filter.By is { } name)
        {
            changes = ByName(db, changes, name);
        }

        if (filter.Action is { } kind)
        {
            changes = changes.Where(c => c.Kind == kind);
        }

        return filter.At is { } at ? changes.Where(Conditions.Time<Change>(at, c => c.At)) : changes;
    }

    /// <summary>Entries that were thrown away are in the log for ever, so they are found too.</summary>
    private static async Task<IQueryable<Change>> OfEntryAsync(ContentHubDb db, IQueryable<Change> changes, string id, CancellationToken cancellation)
    {
        if (Guid.TryParse(id, out var entryId))
        {
            return changes.Where(c => c.EntryId == entryId);
        }

        if (!NodeId.TryParse(id, out var node) || node.Kind is not (NodeKind.Entry or NodeKind.Draft))
        {
            throw new RequestError("INVALID_ID", "`entryId` is not an id of this API. Ids are opaque: take them from an answer, as they are.");
        }

        var variantId = await db.Variants.Where(v => v.Id == node.Id).Select(v => (Guid?)v.Id).SingleOrDefaultAsync(cancellation);
        return changes.Where(c => c.VariantId == variantId);
    }

#pragma warning disable CA1304, CA1311, CA1862 // The database compares, not this machine's culture.
    private static IQueryable<Change> ByName(ContentHubDb db, IQueryable<Change> changes, string name)
    {
        var lower = name.ToLowerInvariant();
        return Texts.InputTexts.CanBeStored(name) ? changes.Where(c => db.People.Any(p => p.Id == c.ActorId && p.Name.ToLower() == lower)) : changes.Where(c => false);
    }
#pragma warning restore CA1304, CA1311, CA1862
}
