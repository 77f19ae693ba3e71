using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Editorial.Workflow;

[Description("Takes a revision away from readers without a fault in it.")]
public sealed record UnpublishInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The published revision; a newer draft does not stand in the way.")] public required int Version { get; init; }

    [Description("A time to come, at most 366 days ahead; at once when absent.")] public DateTimeOffset? At { get; init; }

    [Description("For colleagues; stands in the log.")] public string? Reason { get; init; }
}

/// <summary>Takes what readers see away. A newer draft does not stand in the way: its revision is not the one that is acted on.</summary>
public sealed class Unpublish(Acts acts)
{
    public Task<Outcome> RunAsync(UnpublishInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => input.At is { } at ? ScheduleUnpublication.DecideAsync(act, input, at) : DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, UnpublishInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.Unpublish, mustBeHead: false);
        if (subject is null)
        {
            return Decision.Refuse(refusal!);
        }

        var plans = (await Plans.PendingAsync(act, subject.Variant.Id)).Where(p => p.Kind is not ScheduledKind.Publish && p.Version == subject.Revision.Version);
        await Plans.EndAsync(act, plans, "It was taken down before.", subject.Revision);
        var from = subject.Move(WorkflowState.Unpublished);
        subject.Variant.PublishedVersion = null;
        Approvals.Show(act, subject.Variant, null);
        subject.Variant.UpdatedAt = act.Now;
        subject.Variant.UpdatedBy = act.ActorId;
        return Decision.Write(subject.Variant.Id, act.Change(ChangeKind.Unpublished, subject.Variant, subject.Revision, input.Reason, from));
    }
}
