using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Reviews;

/// <summary>
/// “Checked, nothing to change”: an approval of the same published revision again. Readers see a new review; the text and the day
/// of its last change stay. Settles an emergency publication, and a doubt that was expressed. Never by somebody whose words they are.
/// </summary>
public sealed class ConfirmReview(Acts acts)
{
    public Task<Outcome> RunAsync(ApproveInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, ApproveInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.ConfirmReview, mustBeHead: false);
        if (subject is null)
        {
            return Decision.Refuse(refusal!);
        }

        var (variant, revision) = (subject.Variant, subject.Revision);
        var traces = await act.Db.Revisions.Where(r => r.VariantId == variant.Id).Select(RevisionTrace.Of).ToListAsync(act.Cancellation);
        if (ApprovalRules.IsOwnPublished(await Selves.OfAsync(act), subject.IsClinical, revision.Version, traces))
        {
            return Decision.Refuse(new ForbiddenError(ApprovalRules.OwnWords, ["input", "id"], []) { Code = ErrorCode.OwnRevision });
        }

        var due = input.NextReviewDue ?? await act.Reviews.DueAsync(act, subject.Type, RevisionContent.Read(subject.Type, revision.Document));
        if (Approve.WhyNotDue(act, subject.Type, due) is { } fault)
        {
            return Decision.Refuse(fault);
        }

        await Approvals.GiveAsync(act, revision, due);
        Approvals.Show(act, variant, due);
        await Notices.Concerns.SettleAsync(act, variant);
        return Decision.Write(variant.Id, act.Change(ChangeKind.Reviewed, variant, revision, input.Note));
    }
}
