using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Reviews;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Workflow;

[Description("Vouches for one revision.")]
public sealed record ApproveInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The revision that was read.")] public required int Version { get; init; }

    [Description("For colleagues; stands in the log.")] public string? Note { get; init; }

    [Description("The day by which it is to be checked again; by the type's policy when absent, never later than the policy's longest.")]
    public DateOnly? NextReviewDue { get; init; }
}

/// <summary>
/// A second person vouches for this very revision. Nobody does so for words of their own: whoever wrote, restored or
/// imported any revision since the last one that went out approved is refused, whatever roles they hold (four-eyes rule).
/// </summary>
public sealed class Approve(Acts acts)
{
    public Task<Outcome> RunAsync(ApproveInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, ApproveInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.Approve, mustBeHead: true);
        if (subject is null)
        {
            return Decision.Refuse(refusal!);
        }

        var traces = await act.Db.Revisions.Where(r => r.VariantId == subject.Variant.Id).Select(RevisionTrace.Of).ToListAsync(act.Cancellation);
        if (ApprovalRules.IsOwn(await Selves.OfAsync(act), subject.IsClinical, subject.Variant.PublishedVersion, input.Version, traces))
        {
            return Decision.Refuse(new ForbiddenError(ApprovalRules.OwnWords, ["input", "id"], []) { Code = ErrorCode.OwnRevision });
        }

        var content = RevisionContent.Read(subject.Type, subject.Revision.Document);
        var due = input.NextReviewDue ?? await act.Reviews.DueAsync(act, subject.Type, content);
        if (WhyNotDue(act, subject.Type, due) is { } fault)
        {
            return Decision.Refuse(fault);
        }

        var from = subject.Move(WorkflowState.Approved);
        await Approvals.GiveAsync(act, subject.Revision, due);
        return Decision.Write(subject.Variant.Id, act.Change(ChangeKind.Approved, subject.Variant, subject.Revision, input.Note, from));
    }

    /// <summary>Why the next review cannot be due on a day; null when it can.</summary>
    internal static ValidationError? WhyNotDue(Act act, ContentType type, DateOnly due) =>
        act.Reviews.Longest(type, act.Today) is var longest && (due <= act.Today || due > longest)
            ? new($"The next review of {type.ANoun} is due after today and at the latest on {longest:yyyy-MM-dd}.", ErrorCode.Invalid, ["input", "nextReviewDue"])
            : null;
}
