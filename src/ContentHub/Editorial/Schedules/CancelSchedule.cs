using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;

namespace ContentHub.Editorial.Schedules;

/// <summary>
/// Gives up what is planned for a revision, also what was refused at its time: it goes back to where it stood. A release is
/// all or none, so it ends for all of its entries. That an emergency ends is no plan of an Editor's and stays.
/// </summary>
public sealed class CancelSchedule(Acts acts)
{
    public Task<Outcome> RunAsync(WorkflowInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, WorkflowInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.CancelSchedule, mustBeHead: false);
        if (subject is null)
        {
            return Decision.Refuse(refusal!);
        }

        var plans = (await Plans.PendingAsync(act, subject.Variant.Id)).Where(p => p.Version == subject.Revision.Version && p.Kind is not ScheduledKind.EndEmergency).ToList();
        if (plans.Count == 0)
        {
            return Decision.Refuse(Subjects.WrongState(act, subject, $"Nothing is scheduled for version {input.Version}.", WorkflowAction.CancelSchedule));
        }

        return Decision.Write(subject.Variant.Id, await Plans.EndAsync(act, plans, input.Note ?? "Cancelled."));
    }
}
