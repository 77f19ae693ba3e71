using System.ComponentModel;
using System.Text.Json;
using ContentHub.Api;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Reviews;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Workflow;

[Description("What is to be done.")]
public enum TaskKind
{
    [Description("Changes were requested: whoever began the entry, or an Editor, works them in.")] Fix,
    [Description("A second person reads and approves it, or requests changes.")] Review,
    [Description("It is approved: an Editor publishes it.")] Publish,
    [Description("It went out in an emergency without approval: a reviewer looks at it now.")] EmergencyPublished,
    [Description("Somebody asked a role to look at a comment.")] AnswerComment,
    [Description("What readers see is to be reviewed soon, or at once for the stated reason: confirm the review, or change the text.")] ReviewDue,
    [Description("The day of the next review has passed, and readers are told so.")] ReviewOverdue,
    [Description("Readers are told of a doubt: correct the text, retract it, or confirm the review.")] ConcernOpen,
}

/// <summary>Something that waits for somebody.</summary>
/// <param name="Roles">Any one of them can do it.</param>
/// <param name="Owner">Whoever began the entry, when the task is theirs as well; null when it waits for a role alone.</param>
/// <param name="DueAt">Null: as soon as somebody can.</param>
[ItemName("Task")]
public sealed record WaitingTask(TaskKind Kind, Draft Draft, IReadOnlyList<Role> Roles, Guid? Owner, DateTimeOffset Since, string? Note, string Id, DateTimeOffset? DueAt = null);

/// <summary>What waits for whom: read off the state of things, so that it can never say something else.</summary>
public sealed class Tasks(IDbContextFactory<ContentHubDb> databases, ContentTypes types, SiteClock clock, SiteLocales locales)
{
    /// <summary>How soon somebody who may is to look at what went out without approval.</summary>
    private static readonly TimeSpan EmergencyWithin = TimeSpan.FromHours(24);

    /// <summary>Oldest first. A handful of statements, however many tasks.</summary>
    public async Task<IReadOnlyList<WaitingTask>> ListAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var emergencies = await db.Revisions.AsNoTracking()
            .Where(r => r.State == WorkflowState.Published && r.EmergencyReason != null && r.ApprovedBy == null)
            .Select(r => new { r.VariantId, r.EmergencyReason, r.PublishedAt }).ToListAsync(cancellation);
        var mentions = await db.Comments.AsNoTracking()
            .Where(c => c.Mentions != "[]" && db.Comments.Any(thread => thread.Id == (c.ReplyTo ?? c.Id) && thread.ResolvedAt == null))
            .ToListAsync(cancellation);
        var reviews = await new ReviewTasks(db, types, clock, locales.Default.Tag).FindAsync(cancellation);
        var named = emergencies.Select(e => e.VariantId).Concat(mentions.Select(c => c.VariantId)).Concat(reviews.Select(r => r.VariantId)).Distinct().ToList();
        var variants = await db.Variants.AsNoTracking()
            .Where(v => v.DiscardedAt == null && (v.HeadState == WorkflowState.InReview || v.HeadState == WorkflowState.ChangesRequested || v.HeadState == WorkflowState.Approved || named.Contains(v.Id)))
            .ToListAsync(cancellation);
        var drafts = (await DraftReader.LoadAsync(db, types, variants, cancellation)).ToDictionary(d => d.Variant.Id);
        var changesOf = await db.Changes.AsNoTracking()
            .Where(c => (c.Kind == ChangeKind.ChangesRequested || c.Kind == ChangeKind.SubmittedForReview) && db.Variants.Any(v => v.Id == c.VariantId && v.HeadVersion == c.Version && (v.HeadState == WorkflowState.ChangesRequested || v.HeadState == WorkflowState.InReview)))
            .OrderBy(c => c.Sequence).ToListAsync(cancellation);
        var last = changesOf.GroupBy(c => c.VariantId).ToDictionary(g => g.Key, g => g.Last());

        var tasks = drafts.Values.Select(d => OfState(d, last.GetValueOrDefault(d.Variant.Id))).OfType<WaitingTask>()
            .Concat(emergencies.Where(e => drafts.ContainsKey(e.VariantId)).Select(e => new WaitingTask(
                TaskKind.EmergencyPublished, drafts[e.VariantId], [drafts[e.VariantId].Type.IsClinical ? Role.MedicalReviewer : Role.Editor], null, e.PublishedAt ?? drafts[e.VariantId].Variant.UpdatedAt,
                e.EmergencyReason, IdOf(TaskKind.EmergencyPublished, e.VariantId), e.PublishedAt + EmergencyWithin)))
            .Concat(reviews.Where(r => drafts.ContainsKey(r.VariantId)).Select(r => new WaitingTask(
                r.Kind, drafts[r.VariantId], r.Roles, drafts[r.VariantId].Variant.CreatedBy, r.Since, r.Note, IdOf(r.Kind, r.VariantId) + r.Key, r.DueAt)))
            .Concat(mentions.Where(c => drafts.ContainsKey(c.VariantId)).Select(c => new WaitingTask(
                TaskKind.AnswerComment, drafts[c.VariantId], JsonSerializer.Deserialize<List<Role>>(c.Mentions, RecordJson.Options) ?? [], null, c.At, c.Text, IdOf(TaskKind.AnswerComment, c.Id))));
        return [.. tasks.OrderBy(t => t.Since).ThenBy(t => t.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether the task is one that this person may do, or began.</summary>
    public static bool IsFor(WaitingTask task, Caller viewer) => task.Owner == viewer.ActorId || viewer.Has([.. task.Roles]);

    private static WaitingTask? OfState(Draft draft, Change? last)
    {
        WaitingTask Of(TaskKind kind, IReadOnlyList<Role> roles, DateTimeOffset? since, string? note, Guid? owner = null) =>
            new(kind, draft, roles, owner, since ?? draft.Variant.UpdatedAt, note, IdOf(kind, draft.Variant.Id));
        return draft.Head.State switch
        {
            WorkflowState.InReview => Of(TaskKind.Review, [draft.Type.IsClinical ? Role.MedicalReviewer : Role.Editor], draft.Head.SubmittedAt, last?.Reason),
            WorkflowState.ChangesRequested => Of(TaskKind.Fix, [Role.Editor], last?.At, last?.Reason, draft.Variant.CreatedBy),
            WorkflowState.Approved => Of(TaskKind.Publish, [Role.Editor], draft.Head.ApprovedAt, null),
            _ => null,
        };
    }

    private static string IdOf(TaskKind kind, Guid of) => $"{new NodeId(NodeKind.Task, of)}{(int)kind}";
}
