using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Schedules;

/// <summary>
/// What is planned for a variant, as acts need it. Every change of a plan raises <see cref="Variant.Act"/> of its variant, so
/// that a plan is never carried out and dropped at once.
/// </summary>
internal static class Plans
{
    /// <summary>Everything of the variant that somebody still counts on, in the order of times.</summary>
    public static async Task<IReadOnlyList<ScheduledAct>> PendingAsync(Act act, Guid variantId) => Still(await act.Db.Schedules
        .Where(s => s.VariantId == variantId && (s.State == ScheduledState.Waiting || s.State == ScheduledState.Refused))
        .OrderBy(s => s.At).ThenBy(s => s.CreatedAt).ThenBy(s => s.Id).ToListAsync(act.Cancellation));

    /// <summary>Entries that will be out by then, if all goes as planned: links to them hold.</summary>
    public static async Task<HashSet<Guid>> OutByAsync(Act act, DateTimeOffset at) => [.. await (
        from plan in act.Db.Schedules
        where plan.Kind == ScheduledKind.Publish && plan.State == ScheduledState.Waiting && plan.At <= at
        join variant in act.Db.Variants on plan.VariantId equals variant.Id
        select variant.EntryId).Distinct().ToListAsync(act.Cancellation)];

    /// <summary>Plans a publication: the revision waits for its time.</summary>
    public static ChangeDraft Publish(Act act, Subject subject, DateTimeOffset at, string? note, IReadOnlyList<ScheduledAct> pending, Guid? releaseId = null)
    {
        var (variant, revision) = (subject.Variant, subject.Revision);
        var earlier = pending.FirstOrDefault(p => p.Kind is ScheduledKind.Publish && p.Version == revision.Version);
        earlier?.Settle(ScheduledState.Cancelled, act.Now);
        var from = subject.Move(WorkflowState.Scheduled);
        act.Db.Schedules.Add(Of(act, variant, revision, ScheduledKind.Publish, at, note, earlier?.FromState ?? from, releaseId));
        return act.Change(ChangeKind.Scheduled, variant, revision, ScheduleRules.PlanOf(ScheduledKind.Publish, at, note, releaseId is not null), from);
    }

    public static ScheduledAct Of(
        Act act, Variant variant, Revision revision, ScheduledKind kind, DateTimeOffset at, string? note, WorkflowState from, Guid? releaseId = null) => new()
    {
        Id = Guid.CreateVersion7(act.Now),
        VariantId = variant.Id,
        Version = revision.Version,
        Kind = kind,
        At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
        By = act.ActorId,
        CreatedAt = act.Now,
        Note = note,
        ReleaseId = releaseId,
        FromState = from,
    };

    /// <summary>
    /// Ends plans without the act: each revision that waits goes back to where it stood, and the log says why. A release is
    /// all or none, so whoever takes one out of it ends it for all.
    /// </summary>
    /// <param name="quiet">The revision whose own act, which is in the log anyway, says it: it gets no line of its own and keeps its state.</param>
    /// <param name="kept">Revisions that this act plans anew: they are left to it.</param>
    public static async Task<IReadOnlyList<ChangeDraft>> EndAsync(Act act, IEnumerable<ScheduledAct> plans, string why, Revision? quiet = null, IReadOnlySet<(Guid VariantId, int Version)>? kept = null)
    {
        var ended = Still(plans);
        var releases = ended.Select(p => p.ReleaseId).OfType<Guid>().Distinct().ToList();
        if (releases.Count > 0)
        {
            var known = ended.Select(p => p.Id).ToHashSet();
            ended.AddRange(Still(await act.Db.Schedules
                .Where(s => s.ReleaseId != null && releases.Contains(s.ReleaseId.Value) && !known.Contains(s.Id) && (s.State == ScheduledState.Waiting || s.State == ScheduledState.Refused))
                .ToListAsync(act.Cancellation)));
            ended.RemoveAll(p => p.VariantId != quiet?.VariantId && kept?.Contains((p.VariantId, p.Version)) == true);
        }

        await LoadAsync(act, ended);
        var changes = new List<ChangeDraft>();
        foreach (var plan in ended)
        {
            plan.Settle(ScheduledState.Cancelled, act.Now);
            if (plan.Kind is ScheduledKind.EndEmergency || (plan.VariantId == quiet?.VariantId && plan.Version == quiet.Version))
            {
                continue;
            }

            changes.Add(await GoBackAsync(act, plan, why));
        }

        return changes;
    }

    /// <summary>What whoever plans it may do: at its time that is asked again, of what they were last seen with.</summary>
    public static async Task RememberRolesAsync(Act act)
    {
        var person = await act.Db.People.SingleAsync(p => p.Id == act.ActorId, act.Cancellation);
        person.Roles = PeopleRoles.Text(act.Caller.Roles);
    }

    public static async Task<Subject> SubjectAsync(Act act, ScheduledAct plan)
    {
        var variant = await act.Db.Variants.FindAsync([plan.VariantId], act.Cancellation) ?? throw new InvalidOperationException("A plan has no variant.");
        var revision = await act.Db.Revisions.FindAsync([plan.VariantId, plan.Version], act.Cancellation) ?? throw new InvalidOperationException("A plan has no revision.");
        return new(variant, revision, act.Types[variant.Type]);
    }

    /// <summary>What the plans are about, in two statements however many there are: releases have hundreds.</summary>
    private static async Task LoadAsync(Act act, List<ScheduledAct> plans)
    {
        if (plans.Count > 1)
        {
            var (ids, variantIds) = (plans.Select(p => p.Id).ToList(), plans.Select(p => p.VariantId).Distinct().ToList());
            await act.Db.Variants.Where(v => variantIds.Contains(v.Id)).LoadAsync(act.Cancellation);
            await act.Db.Revisions.Where(r => act.Db.Schedules.Any(s => ids.Contains(s.Id) && s.VariantId == r.VariantId && s.Version == r.Version)).LoadAsync(act.Cancellation);
        }
    }

    /// <summary>The database has not heard yet of those that this very act has settled.</summary>
    private static List<ScheduledAct> Still(IEnumerable<ScheduledAct> plans) => [.. plans.Where(p => p.IsPending)];

    private static async Task<ChangeDraft> GoBackAsync(Act act, ScheduledAct plan, string why)
    {
        var subject = await SubjectAsync(act, plan);
        WorkflowState? from = plan.Kind is ScheduledKind.Publish && subject.Revision.State is WorkflowState.Scheduled ? subject.Move(plan.FromState) : null;
        return act.Change(ChangeKind.ScheduleCancelled, subject.Variant, subject.Revision, why, from);
    }
}
