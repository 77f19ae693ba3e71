using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Releases;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Schedules;

/// <summary>
/// Does what is due, in the name of whoever planned it and with what they may do today: all that stands against the act when a
/// person asks for it stands against it now. What is refused is kept with its reason until somebody decides.
/// </summary>
public sealed class RunScheduledAct(Acts acts, People people)
{
    /// <summary>Reasons for one entry that are told; the rest shows when somebody tries again.</summary>
    private const int ReasonsMax = 3;

    /// <summary>Safe to run twice: an act that is not waiting any more is left alone.</summary>
    public async Task RunAsync(Guid id, CancellationToken cancellation)
    {
        var outcome = await acts.RunAsync(Caller.Anonymous, act => DecideAsync(act, id), cancellation);
        if (outcome.Errors.Count > 0)
        {
            await acts.RunAsync(Caller.Anonymous, act => RefuseAsync(act, id, outcome.Errors), cancellation);
        }
    }

    private async Task<Decision> DecideAsync(Act act, Guid id)
    {
        var plans = await WaitingAsync(act, id);
        if (plans.Count == 0)
        {
            return Decision.Write(Guid.Empty);
        }

        if (plans is [{ Kind: ScheduledKind.EndEmergency } emergency])
        {
            return await EndEmergency.DecideAsync(act with { Caller = await people.ProgramAsync("schedule", "Schedule", act.Cancellation) }, emergency);
        }

        var planner = await PlannerAsync(act, plans[0]);
        if (!planner.Has(Role.Editor))
        {
            return Decision.Refuse(new ForbiddenError($"{planner.Name}, who scheduled it, is no Editor any more: an Editor has to do it, or schedule it again.", ["input"], [Role.Editor]));
        }

        var decision = await DoAsync(act with { Caller = planner }, plans);
        foreach (var plan in decision.Errors.Count == 0 ? plans : [])
        {
            plan.Settle(ScheduledState.Done, act.Now);
        }

        return decision;
    }

    private static async Task<Decision> DoAsync(Act act, IReadOnlyList<ScheduledAct> plans)
    {
        string ReasonOf(Subject subject) => ScheduleRules.ReasonOf(plans.Single(p => p.VariantId == subject.Variant.Id), act.Now);
        if (plans is [{ Kind: ScheduledKind.Unpublish } plan])
        {
            return await Unpublish.DecideAsync(act, new() { Id = IdOf(plan), Version = plan.Version, Reason = ScheduleRules.ReasonOf(plan, act.Now) });
        }

        var release = await Release.CheckAsync(act, [.. plans.Select(p => new ReleaseItemInput { Id = IdOf(p), Version = p.Version })], act.Now, new HashSet<Guid>());
        return release.Errors.Count > 0
            ? Decision.Refuse(release.Errors)
            : Decision.Write(plans[0].VariantId, await release.ShowAsync(act, ReasonOf));
    }

    private static async Task<Decision> RefuseAsync(Act act, Guid id, IReadOnlyList<IUserError> errors)
    {
        var plans = await WaitingAsync(act, id);
        var changes = new List<ChangeDraft>();
        for (var i = 0; i < plans.Count; i++)
        {
            var own = plans.Count == 1 ? errors : [.. errors.Where(e => e.Path is ["input", "items", var item, ..] && item == $"{i}")];
            var isOfAll = errors[0].Path is not ["input", "items", _, ..];
            var why = own.Count > 0 || isOfAll
                ? string.Join(' ', (isOfAll ? errors : own).Take(ReasonsMax).Select(e => e.Message))
                : $"Another entry of the release could not go out: {errors[0].Message}";
            plans[i].Settle(ScheduledState.Refused, act.Now, why);
            var subject = await Plans.SubjectAsync(act, plans[i]);
            changes.Add((act with { Caller = await PlannerAsync(act, plans[i]) }).Change(ChangeKind.ScheduleRefused, subject.Variant, subject.Revision, why));
        }

        return new(null, [], changes);
    }

    /// <summary>The act and, in a release, all that goes with it, in the same order each time.</summary>
    private static async Task<IReadOnlyList<ScheduledAct>> WaitingAsync(Act act, Guid id)
    {
        var releaseId = await act.Db.Schedules.Where(s => s.Id == id).Select(s => s.ReleaseId).SingleOrDefaultAsync(act.Cancellation);
        return await act.Db.Schedules
            .Where(s => (s.Id == id || (s.ReleaseId != null && s.ReleaseId == releaseId)) && s.State == ScheduledState.Waiting && s.At <= act.Now)
            .OrderBy(s => s.Id).ToListAsync(act.Cancellation);
    }

    private static async Task<Caller> PlannerAsync(Act act, ScheduledAct plan)
    {
        var person = await act.Db.People.AsNoTracking().SingleAsync(p => p.Id == plan.By, act.Cancellation);
        return new(person.Id, person.Name, person.Email, PeopleRoles.Of(person).ToHashSet());
    }

    private static string IdOf(ScheduledAct plan) => new NodeId(NodeKind.Draft, plan.VariantId).ToString();
}
