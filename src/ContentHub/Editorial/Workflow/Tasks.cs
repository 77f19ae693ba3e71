using System.ComponentModel;
using System.Text.Json;
using ContentHub.Api;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Workflow;

[Description("What is to be done.")]
public enum TaskKind
{
    [Description("Changes were requested: whoever began the entry, or an Editor, works them in.")] Fix,
    [Description("A second person reads and approves it, or requests changes.")] Review,
    [Description("It is approved: an Editor publishes it.")] Publish,
    [Description("It went out in an emergency without approval: a reviewer looks at it now. Or that has ended without an approval: somebody decides what readers are to see.")] EmergencyPublished,
    [Description("Somebody asked a role to look at a comment.")] AnswerComment,
    [Description("What was scheduled was refused at its time, is late, or was done late: an Editor looks at it. One that was done is told for 7 days.")] ScheduleLate,
    [Description("What readers see is to be reviewed soon, or at once for the stated reason: confirm the review, or change the text.")] ReviewDue,
    [Description("The day of the next review has passed, and readers are told so.")] ReviewOverdue,
    [Description("Readers are told of a doubt: correct the text, retract it, or confirm the review.")] ConcernOpen,
    [Description("Partners who may hold copies of what was retracted have not acknowledged it in time: get in touch with them.")] RetractionUnacknowledged,
}

/// <summary>What a module above finds to be done about entries. Registered as a singleton.</summary>
internal interface ITaskSource
{
    Task<IReadOnlyList<PendingTask>> FindAsync(CancellationToken cancellation);
}

/// <summary>Something that waits for somebody.</summary>
/// <param name="Roles">Any one of them can do it.</param>
/// <param name="Owner">Whoever began the entry, when the task is theirs as well; null when it waits for a role alone.</param>
/// <param name="DueAt">Null: as soon as somebody can.</param>
[ItemName("Task")]
public sealed record WaitingTask(TaskKind Kind, Draft Draft, IReadOnlyList<Role> Roles, Guid? Owner, DateTimeOffset Since, string? Note, string Id, DateTimeOffset? DueAt = null);

/// <summary>What waits for whom: read off the state of things, so that it can never say something else.</summary>
internal sealed class Tasks(IDbContextFactory<ContentHubDb> databases, ContentTypes types, SiteClock clock, SiteLocales locales, IEnumerable<ITaskSource> sources)
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
        var plans = await LatePlansAsync(db, clock.Now, cancellation);
        var pending = new List<PendingTask>(await new ReviewTasks(db, types, clock, locales.Default.Tag).FindAsync(cancellation));
        foreach (var source in sources)
        {
            pending.AddRange(await source.FindAsync(cancellation));
        }

        var named = emergencies.Select(e => e.VariantId).Concat(mentions.Select(c => c.VariantId)).Concat(plans.Select(p => p.VariantId)).Concat(pending.Select(r => r.VariantId)).Distinct().ToList();
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
            .Concat(pending.Where(r => drafts.ContainsKey(r.VariantId)).Select(r => new WaitingTask(
                r.Kind, drafts[r.VariantId], r.Roles, r.IsForOwner ? drafts[r.VariantId].Variant.CreatedBy : null, r.Since, r.Note, IdOf(r.Kind, r.VariantId) + r.Key, r.DueAt)))
            .Concat(plans.Where(p => drafts.ContainsKey(p.VariantId)).Select(p => OfPlan(p, drafts[p.VariantId], clock.Now)))
            .Concat(mentions.Where(c => drafts.ContainsKey(c.VariantId)).Select(c => new WaitingTask(
                TaskKind.AnswerComment, drafts[c.VariantId], JsonSerializer.Deserialize<List<Role>>(c.Mentions, RecordJson.Options) ?? [], null, c.At, c.Text, IdOf(TaskKind.AnswerComment, c.Id))));
        return [.. tasks.OrderBy(t => t.Since).ThenBy(t => t.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether the task is one that this person may do, or began.</summary>
    public static bool IsFor(WaitingTask task, Caller viewer) => task.Owner == viewer.ActorId || viewer.Has([.. task.Roles]);

    /// <summary>Refused, not done in time, or done late not long ago; and an emergency that has ended while nobody has written a new version.</summary>
    private static async Task<IReadOnlyList<ScheduledAct>> LatePlansAsync(ContentHubDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var (due, since) = (now - ScheduleRules.LateAfter, now - ScheduleRules.ToldFor);
        var plans = await db.Schedules.AsNoTracking()
            .Where(s => s.State == ScheduledState.Refused || (s.State == ScheduledState.Waiting && s.At < due) || (s.State == ScheduledState.Done && s.SettledAt > since
                && db.Variants.Any(v => v.Id == s.VariantId && (s.Kind == ScheduledKind.EndEmergency ? v.HeadVersion == s.Version : s.Kind == ScheduledKind.Publish ? v.PublishedVersion == s.Version : v.PublishedVersion == null))))
            .ToListAsync(cancellation);
        return [.. plans.Where(p => p.Kind is ScheduledKind.EndEmergency || ScheduleRules.IsLate(p, now))];
    }

    private static WaitingTask OfPlan(ScheduledAct plan, Draft draft, DateTimeOffset now)
    {
        var what = $"Version {plan.Version} was to be {(plan.Kind is ScheduledKind.Publish ? "published" : "unpublished")} at {ScheduleRules.Words(plan.At)}";
        return plan switch
        {
            { Kind: ScheduledKind.EndEmergency, State: ScheduledState.Done } => new(
                TaskKind.EmergencyPublished, draft, [Role.Editor, Role.MedicalReviewer], null, plan.SettledAt ?? now, $"Nobody approved version {plan.Version} in time: readers do not see it any more.", IdOf(TaskKind.EmergencyPublished, plan.Id)),
            { State: ScheduledState.Refused } => Of($"{what}, but was refused: {plan.Refusal}"),
            { State: ScheduledState.Done } => Of($"{what}; it was done late, at {ScheduleRules.Words(plan.SettledAt ?? now)}."),
            _ => Of($"{what} and is not yet."),
        };

        WaitingTask Of(string note) => new(TaskKind.ScheduleLate, draft, [Role.Editor], plan.By, plan.At, note, IdOf(TaskKind.ScheduleLate, plan.Id));
    }

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
