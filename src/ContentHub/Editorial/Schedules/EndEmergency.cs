using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Schedules;

/// <summary>
/// A clinical text went out in an emergency and nobody has approved it in time: readers get the revision back that was out
/// before with an approval that still holds; without one they get nothing, or the notice of retraction that stood there.
/// </summary>
internal static class EndEmergency
{
    public static async Task<Decision> DecideAsync(Act act, ScheduledAct plan)
    {
        var subject = await Plans.SubjectAsync(act, plan);
        var (variant, revision) = (subject.Variant, subject.Revision);
        if (!IsOpen(variant, revision))
        {
            plan.Settle(ScheduledState.Cancelled, act.Now);
            return Decision.Write(variant.Id, act.Change(ChangeKind.ScheduleCancelled, variant, revision, "The emergency is over: the version was approved, or readers see another one."));
        }

        var why = $"Nobody approved version {revision.Version}, which went out in an emergency, within {Words(plan.At - plan.CreatedAt)}.";
        if (await LastApprovedAsync(act, subject) is { } before)
        {
            var changes = await Publish.ShowAsync(act, before, $"{why} Version {before.Revision.Version} is back.");
            plan.Settle(ScheduledState.Done, act.Now);
            return Decision.Write(variant.Id, changes);
        }

        plan.Settle(ScheduledState.Done, act.Now);
        return Decision.Write(variant.Id, await TakeDownAsync(act, subject, why));
    }

    /// <summary>Whether readers see it, and nobody has vouched for it since.</summary>
    public static bool IsOpen(Variant variant, Revision revision) =>
        variant.PublishedVersion == revision.Version && revision is { State: WorkflowState.Published, EmergencyReason: not null, ApprovedBy: null };

    /// <summary>What readers saw last with an approval, if it may go out today; approvals from before a retraction did not know of it.</summary>
    private static async Task<Subject?> LastApprovedAsync(Act act, Subject emergency)
    {
        var variant = emergency.Variant;
        var retractedAt = await act.Db.Notices.Where(n => n.VariantId == variant.Id && n.Kind == NoticeKind.Retracted).MaxAsync(n => (DateTimeOffset?)n.At, act.Cancellation);
        var last = await act.Db.Revisions
            .Where(r => r.VariantId == variant.Id && r.Version != emergency.Revision.Version && r.PublishedAt != null && r.ApprovedBy != null
                && (r.State == WorkflowState.Superseded || r.State == WorkflowState.Unpublished))
            .OrderByDescending(r => r.PublishedAt).ThenByDescending(r => r.Version).FirstOrDefaultAsync(act.Cancellation);
        if (last is null || last.ApprovedAt <= retractedAt || !ApprovalRules.Holds(last, act.Today))
        {
            return null;
        }

        var subject = emergency with { Revision = last };
        var review = new Checks.ReviewFacts(true, last.NextReviewDue, act.Reviews.LongestMonths(emergency.Type));
        return await Subjects.BlockedAsync(act, subject, isPublishing: true, review) is null ? subject : null;
    }

    private static async Task<IReadOnlyList<ChangeDraft>> TakeDownAsync(Act act, Subject emergency, string why)
    {
        var variant = emergency.Variant;
        var from = emergency.Move(WorkflowState.Unpublished);
        variant.PublishedVersion = null;
        Reviews.Approvals.Show(act, variant, null);
        variant.UpdatedAt = act.Now;
        variant.UpdatedBy = act.ActorId;
        var plans = (await Plans.PendingAsync(act, variant.Id)).Where(p => p.Kind is ScheduledKind.Unpublish && p.Version == emergency.Revision.Version);
        await Plans.EndAsync(act, plans, why, emergency.Revision);
        var down = act.Change(ChangeKind.Unpublished, variant, emergency.Revision, why, from);
        if (await RetractionBeforeAsync(act, emergency) is not { } retraction)
        {
            return [down];
        }

        // Readers saw a notice before the emergency: it must not go with it.
        var retracted = await act.Db.Revisions.SingleAsync(r => r.VariantId == variant.Id && r.Version == retraction.Version, act.Cancellation);
        variant.RetractedVersion = retraction.Version;
        return [down, act.Change(ChangeKind.Retracted, variant, retracted, retraction.Reason)];
    }

    /// <returns>The retraction that readers saw when the emergency came; null when they saw something else, or nothing.</returns>
    private static async Task<Change?> RetractionBeforeAsync(Act act, Subject emergency)
    {
        var seen = act.Db.Changes.AsNoTracking().Where(c => c.VariantId == emergency.Variant.Id && PublishedReader.Visibly.Contains(c.Kind));
        var cameOut = await seen.Where(c => c.Kind == ChangeKind.Published && c.Version == emergency.Revision.Version).MaxAsync(c => (long?)c.Sequence, act.Cancellation);
        var before = await seen.Where(c => c.Sequence < cameOut).OrderByDescending(c => c.Sequence).FirstOrDefaultAsync(act.Cancellation);
        return before is { Kind: ChangeKind.Retracted } ? before : null;
    }

    private static string Words(TimeSpan time) => time.TotalHours == 1 ? "an hour" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Round(time.TotalHours, 1)} hours");
}
