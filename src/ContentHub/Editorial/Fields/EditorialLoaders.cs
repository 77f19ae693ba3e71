using ContentHub.Api.Execution;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Fields;

/// <summary>What editors' answers look up beside drafts: one statement each, however long the list. One set per request.</summary>
public sealed class EditorialLoaders(IDbContextFactory<ContentHubDb> databases, EditorialChecks checks)
{
    private const string Key = "editorial loaders";

    public BatchLoader<Guid, Actor> Actors { get; } = new(async (ids, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        return id => Actor.Of(people.GetValueOrDefault(id));
    });

    /// <summary>Every variant of an entry that has not been thrown away.</summary>
    public BatchLoader<Guid, IReadOnlyList<Variant>> VariantsOf { get; } = new(async (entryIds, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var variants = (await db.Variants.AsNoTracking().Where(v => entryIds.Contains(v.EntryId) && v.DiscardedAt == null).ToListAsync(cancellation)).ToLookup(v => v.EntryId);
        return id => [.. variants[id]];
    });

    /// <summary>All revisions of a variant, newest first.</summary>
    public BatchLoader<Guid, IReadOnlyList<Revision>> RevisionsOf { get; } = new(async (variantIds, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var revisions = (await db.Revisions.AsNoTracking().Where(r => variantIds.Contains(r.VariantId)).OrderByDescending(r => r.Version).ToListAsync(cancellation)).ToLookup(r => r.VariantId);
        return id => [.. revisions[id]];
    });

    /// <summary>The same without their texts.</summary>
    public BatchLoader<Guid, IReadOnlyList<RevisionTrace>> TracesOf { get; } = new(async (variantIds, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var traces = (await db.Revisions.Where(r => variantIds.Contains(r.VariantId)).OrderByDescending(r => r.Version).Select(RevisionTrace.Of).ToListAsync(cancellation)).ToLookup(r => r.VariantId);
        return id => [.. traces[id]];
    });

    /// <summary>Under which ids somebody acts.</summary>
    public BatchLoader<Guid, IReadOnlySet<Guid>> SelvesOf { get; } = new(async (people, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var selves = await Selves.OfAsync(db, [.. people], cancellation);
        return id => selves.GetValueOrDefault(id) ?? new HashSet<Guid> { id };
    });

    /// <summary>What is planned for a variant, in the order of times; an emergency that was approved ends by itself.</summary>
    public BatchLoader<Guid, IReadOnlyList<ScheduledAct>> PlansOf { get; } = new(async (variantIds, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var plans = (await db.Schedules.AsNoTracking()
            .Where(s => variantIds.Contains(s.VariantId) && (s.State == ScheduledState.Waiting || s.State == ScheduledState.Refused))
            .Where(s => s.Kind != ScheduledKind.EndEmergency || db.Revisions.Any(r => r.VariantId == s.VariantId && r.Version == s.Version && r.State == WorkflowState.Published && r.ApprovedBy == null))
            .OrderBy(s => s.At).ThenBy(s => s.CreatedAt).ThenBy(s => s.Id).ToListAsync(cancellation)).ToLookup(s => s.VariantId);
        return id => [.. plans[id]];
    });

    /// <summary>All comments of a variant, oldest first, replies among them.</summary>
    public BatchLoader<Guid, IReadOnlyList<Comment>> CommentsOf { get; } = new(async (variantIds, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var comments = (await db.Comments.AsNoTracking().Where(c => variantIds.Contains(c.VariantId)).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(cancellation)).ToLookup(c => c.VariantId);
        return id => [.. comments[id]];
    });

    /// <summary>All notices of a variant, newest first.</summary>
    public BatchLoader<Guid, IReadOnlyList<Notice>> NoticesOf { get; } = new(async (variantIds, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var notices = (await db.Notices.AsNoTracking().Where(n => variantIds.Contains(n.VariantId)).OrderByDescending(n => n.At).ThenByDescending(n => n.Id).ToListAsync(cancellation)).ToLookup(n => n.VariantId);
        return id => [.. notices[id]];
    });

    /// <summary>What the editorial checks say.</summary>
    internal BatchLoader<Draft, IReadOnlyList<Finding>> FindingsOf { get; } = new(async (drafts, cancellation) =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var findings = await checks.OfAsync(db, drafts, cancellation);
        return draft => findings[draft];
    });

    public static EditorialLoaders Of(IResolveFieldContext context)
    {
        lock (context.UserContext)
        {
            if (context.UserContext.TryGetValue(Key, out var known) && known is EditorialLoaders loaders)
            {
                return loaders;
            }

            loaders = new(context.RequestServices!.GetRequiredService<IDbContextFactory<ContentHubDb>>(), context.RequestServices!.GetRequiredService<EditorialChecks>());
            context.UserContext[Key] = loaders;
            return loaders;
        }
    }
}
