using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Editorial.Workflow;

[Description("Why it goes back to its author.")]
public sealed record RequestChangesInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The revision that was looked at.")] public required int Version { get; init; }

    [Description("What is to be changed; the author reads it.")] public required string Note { get; init; }
}

/// <summary>Sends the newest revision back with a note, also one that was approved already or is scheduled, which ends the schedule; takes an approval back also when the head has moved on.</summary>
public sealed class RequestChanges(Acts acts)
{
    public Task<Outcome> RunAsync(RequestChangesInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, RequestChangesInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Note))
        {
            return Decision.Refuse(new ValidationError("Say what is to be changed: the author reads it.", ErrorCode.Required, ["input", "note"]));
        }

        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.RequestChanges, mustBeHead: true);
        if (subject is null)
        {
            return Decision.Refuse(refusal!);
        }

        var plans = (await Plans.PendingAsync(act, subject.Variant.Id)).Where(p => p.Kind is ScheduledKind.Publish && p.Version == subject.Revision.Version);
        var ended = await Plans.EndAsync(act, plans, "Changes were requested of another entry of the release.", subject.Revision);
        var from = subject.Move(WorkflowState.ChangesRequested);
        await Approvals.WithdrawAsync(act, subject.Revision);
        return Decision.Write(subject.Variant.Id, [act.Change(ChangeKind.ChangesRequested, subject.Variant, subject.Revision, input.Note, from), .. ended]);
    }
}
