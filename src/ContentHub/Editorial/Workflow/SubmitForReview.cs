using ContentHub.Api;
using ContentHub.Storage;

namespace ContentHub.Editorial.Workflow;

/// <summary>Asks for a review of the newest revision. Refused while something is missing or an error is found in the text, with everything that is.</summary>
public sealed class SubmitForReview(Acts acts)
{
    public Task<Outcome> RunAsync(WorkflowInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, WorkflowInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.SubmitForReview, mustBeHead: true);
        refusal ??= subject is null ? null : await Subjects.BlockedAsync(act, subject, isPublishing: false);
        if (subject is null || refusal is not null)
        {
            return Decision.Refuse(refusal!);
        }

        var from = subject.Move(WorkflowState.InReview);
        subject.Revision.SubmittedAt = act.Now;
        return Decision.Write(subject.Variant.Id, act.Change(ChangeKind.SubmittedForReview, subject.Variant, subject.Revision, input.Note, from));
    }
}
