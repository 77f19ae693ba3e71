using ContentHub.Editorial.Workflow;
using ContentHub.Storage;

namespace ContentHub.Editorial.Schedules;

/// <summary>
/// `unpublish` with `at`: readers lose the revision at a time to come, and see it until then. It is for that revision: when
/// another has gone out meanwhile, nothing is taken away and Editors are asked.
/// </summary>
internal static class ScheduleUnpublication
{
    public static async Task<Decision> DecideAsync(Act act, UnpublishInput input, DateTimeOffset at)
    {
        var fault = ScheduleRules.FaultOf(at, act.Now);
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.Unpublish, mustBeHead: false);
        if (subject is null || fault is not null)
        {
            return Decision.Refuse([.. new Api.Errors.IUserError?[] { fault, refusal }.OfType<Api.Errors.IUserError>()]);
        }

        var (variant, revision) = (subject.Variant, subject.Revision);
        foreach (var earlier in (await Plans.PendingAsync(act, variant.Id)).Where(p => p.Kind is ScheduledKind.Unpublish))
        {
            earlier.Settle(ScheduledState.Cancelled, act.Now);
        }

        act.Db.Schedules.Add(Plans.Of(act, variant, revision, ScheduledKind.Unpublish, at, input.Reason, revision.State));
        await Plans.RememberRolesAsync(act);
        return Decision.Write(variant.Id, act.Change(ChangeKind.Scheduled, variant, revision, ScheduleRules.PlanOf(ScheduledKind.Unpublish, at, input.Reason, isRelease: false)));
    }
}
