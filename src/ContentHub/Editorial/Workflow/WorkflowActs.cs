using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Drafts;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Workflow;

/// <summary>What the acts of the workflow start from: the variant, the revision that was named, and whether the act may go on.</summary>
internal sealed record Subject(Variant Variant, Revision Revision, ContentType Type)
{
    public bool IsClinical => Type.IsClinical;

    /// <summary>Moves the revision's state, and the variant's copy of it when the revision is its head.</summary>
    public WorkflowState Move(WorkflowState to)
    {
        var from = Revision.State;
        Revision.State = to;
        if (Variant.HeadVersion == Revision.Version)
        {
            Variant.HeadState = to;
        }

        return from;
    }
}

/// <summary>Finds what an act is about, and refuses in the order in which a person would ask: is it there, may I, is it the newest, does it fit.</summary>
internal static class Subjects
{
    /// <param name="mustBeHead">A revision that is not the newest is answered with a conflict.</param>
    /// <returns>The subject, or why not.</returns>
    public static async Task<(Subject? Subject, IUserError? Refusal)> FindAsync(Act act, string id, int version, WorkflowAction action, bool mustBeHead)
    {
        if (await DraftReader.FindVariantAsync(act.Db, id, act.Cancellation) is not { } variant)
        {
            return (null, Refusals.UnknownEntry());
        }

        var type = act.Types[variant.Type];
        var isOwn = variant.CreatedBy == act.Caller.ActorId;
        if (!WorkflowRules.MayEver(action, type.IsClinical, act.Caller, isOwn))
        {
            return (null, Refusals.Forbidden(action, type.IsClinical, needsOwn: act.Caller.Has([.. WorkflowRules.WhoCan(action, type.IsClinical)])));
        }

        var revision = await act.Db.Revisions.SingleOrDefaultAsync(r => r.VariantId == variant.Id && r.Version == version, act.Cancellation);

        // An approval that still lets an older version go out can be withdrawn, whatever was written since.
        var isWithdrawal = action is WorkflowAction.RequestChanges && revision is { State: WorkflowState.Approved or WorkflowState.Scheduled };
        if (mustBeHead && !isWithdrawal && variant.HeadVersion != version)
        {
            return (null, await Refusals.ConflictAsync(act, variant, version, variant.HeadVersion, "version"));
        }

        if (revision is null)
        {
            return (null, new NotFoundError($"This entry has no version {version}.", ["input", "version"]));
        }

        if (WorkflowRules.Find(revision.State, action, type.IsClinical) is not { } move)
        {
            return (null, WrongState(act, variant, revision, type, action));
        }

        return move.MayBy(act.Caller, isOwn)
            ? (new(variant, revision, type), null)
            : (null, new ForbiddenError($"Of a version that is {Refusals.Words(revision.State)} this takes the role {Refusals.Words(move.Roles)}.", ["input"], move.Roles));
    }

    public static WorkflowError WrongState(Act act, Variant variant, Revision revision, ContentType type, WorkflowAction action)
    {
        var needsApproval = action is WorkflowAction.Publish or WorkflowAction.Schedule && type.IsClinical && revision.State is WorkflowState.Draft or WorkflowState.InReview or WorkflowState.ChangesRequested;
        var message = needsApproval
            ? $"Version {revision.Version} is {Refusals.Words(revision.State)}: {type.ANoun} goes out only once a MedicalReviewer has approved this very version."
            : $"Version {revision.Version} is {Refusals.Words(revision.State)}; {Words(action)} does not fit that.";
        return WrongState(act, new Subject(variant, revision, type), message);
    }

    /// <summary>The same in other words: the act fits the state, but not what else is so.</summary>
    /// <param name="but">Acts that are not to be offered, since they are what was refused.</param>
    public static WorkflowError WrongState(Act act, Subject subject, string message, params IReadOnlyList<WorkflowAction> but) =>
        new(message, ErrorCode.WrongState, ["input", "version"], subject.Revision.State, [.. Allowed(act, subject).Where(a => !but.Contains(a))], []);

    /// <summary>Refuses while something is missing or wrong that readers or reviewers must not meet.</summary>
    public static async Task<WorkflowError?> BlockedAsync(Act act, Subject subject, bool isPublishing, ReviewFacts? review = null)
    {
        var content = RevisionContent.Read(subject.Type, subject.Revision.Document);
        var against = await act.Checks.AgainstAsync(act, CheckSubject.Of(subject.Type, content, subject.Variant, subject.Revision), isPublishing, review);
        return against.Count == 0
            ? null
            : new($"{(against.Count == 1 ? "One finding stands" : $"{against.Count} findings stand")} against it: {against[0].Message}", ErrorCode.BlockedByFindings, ["input", "version"], subject.Revision.State,
                Allowed(act, subject), against);
    }

    private static IReadOnlyList<WorkflowAction> Allowed(Act act, Subject subject) =>
        WorkflowRules.Allowed(subject.Revision.State, subject.IsClinical, act.Caller, subject.Variant.CreatedBy == act.Caller.ActorId);

    private static string Words(WorkflowAction action) => Api.EnumNames.Of(action).Replace('_', ' ').ToLowerInvariant();
}
