using ContentHub.Editorial.Workflow;
using ContentHub.Api.Errors;

namespace ContentHub.Editorial.Schedules;

/// <summary>
/// `publish` with `at`: the revision goes out at a time to come. What stands against publishing stands against this too, and
/// is looked at again at that time.
/// </summary>
internal static class SchedulePublication
{
    public static async Task<Decision> DecideAsync(Act act, PublishInput input, DateTimeOffset at)
    {
        var errors = new List<IUserError>();
        if (ScheduleRules.FaultOf(at, act.Now) is { } fault)
        {
            errors.Add(fault);
        }

        if (input.EmergencyReason is not null)
        {
            errors.Add(new ValidationError("An emergency cannot wait: leave out either `at` or `emergencyReason`.", ErrorCode.Invalid, ["input", "at"]));
            return Decision.Refuse(errors);
        }

        var together = await Plans.OutByAsync(act, at);
        var (subject, refusals) = await Publish.CheckAsync(act with { PublishedTogether = together }, input, errors.Count == 0 ? at : act.Now.AddSeconds(1));
        if (subject is null || errors.Count > 0)
        {
            return Decision.Refuse([.. errors, .. refusals]);
        }

        var pending = await Plans.PendingAsync(act, subject.Variant.Id);
        var ended = await Plans.EndAsync(act, pending.Where(p => p.Kind is Storage.ScheduledKind.Publish && p.Version == subject.Revision.Version), "Scheduled anew by itself.", subject.Revision);
        await Plans.RememberRolesAsync(act);
        return Decision.Write(subject.Variant.Id, [.. ended, Plans.Publish(act, subject, at, input.Note, pending)]);
    }
}
