using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Editorial.Reviews;

[Description("A little more time for an overdue review.")]
public sealed record ExtendReviewInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The published revision.")] public required int Version { get; init; }

    [Description("The new day, at most 30 days from today.")] public required DateOnly NextReviewDue { get; init; }

    [Description("Why it can wait; stands in the log.")] public required string Reason { get; init; }
}

/// <summary>
/// Gives an overdue review up to 30 days more, once, for a stated reason. It is no review: readers still see when somebody last
/// checked the text, and that the next review is due.
/// </summary>
public sealed class ExtendReview(Acts acts)
{
    private const int DaysMax = 30;

    public Task<Outcome> RunAsync(ExtendReviewInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    private static async Task<Decision> DecideAsync(Act act, ExtendReviewInput input)
    {
        // Whoever may say that all is well may also say that it can wait.
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.ConfirmReview, mustBeHead: false);
        if (subject is null)
        {
            return Decision.Refuse(refusal!);
        }

        var errors = new List<IUserError>();
        if (string.IsNullOrWhiteSpace(input.Reason))
        {
            errors.Add(new ValidationError("Say why the review can wait: it stands in the log.", ErrorCode.Required, ["input", "reason"]));
        }

        if (input.NextReviewDue <= act.Today || input.NextReviewDue > act.Today.AddDays(DaysMax))
        {
            errors.Add(new ValidationError($"An extension ends after today and at the latest on {act.Today.AddDays(DaysMax):yyyy-MM-dd}.", ErrorCode.Invalid, ["input", "nextReviewDue"]));
        }

        var (variant, revision) = (subject.Variant, subject.Revision);
        if (revision.NextReviewDue is not { } due || due >= act.Today)
        {
            errors.Add(new ValidationError("Only an overdue review can be given more time. Until then: review it, or leave the day as it is.", ErrorCode.Invalid, ["input", "version"]));
        }
        else if (await Approvals.IsMovedAsync(act, revision))
        {
            errors.Add(new ValidationError("This review was given more time once already: review the text now, or take it away from readers.", ErrorCode.Invalid, ["input", "version"]));
        }

        if (errors.Count > 0)
        {
            return Decision.Refuse(errors);
        }

        await Approvals.MoveAsync(act, revision, input.NextReviewDue);
        Approvals.Show(act, variant, input.NextReviewDue);
        return Decision.Write(variant.Id, act.Change(ChangeKind.ReviewExtended, variant, revision, input.Reason));
    }
}
