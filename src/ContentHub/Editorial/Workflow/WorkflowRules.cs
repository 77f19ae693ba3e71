using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Storage;

namespace ContentHub.Editorial.Workflow;

/// <summary>Acts of the workflow.</summary>
[Description("Acts of the workflow, the same for every content type.")]
public enum WorkflowAction
{
    [Description("Save a new revision.")] Edit,
    [Description("Ask for a review.")] SubmitForReview,
    [Description("Send it back with a note.")] RequestChanges,
    [Description("Vouch for this very revision; never for one's own.")] Approve,
    [Description("Show it to readers.")] Publish,
    [Description("Show it to readers without approval, with a stated reason.")] PublishInEmergency,
    [Description("Show it to readers at a time to come.")] Schedule,
    [Description("Give up what is planned for it, a publication or that it is taken away.")] CancelSchedule,
    [Description("Take it away from readers without a fault in it, now or at a time to come.")] Unpublish,
    [Description("Take it away from readers for safety, with a reason that they see.")] Retract,
    [Description("Make a copy of an old revision the newest.")] Restore,
    [Description("Go back to what is published, or throw away what never was.")] DiscardDraft,
    [Description("Remark on it, or settle a remark.")] Comment,
    [Description("Make a token that shows the draft for a time.")] Preview,
    [Description("Checked again, nothing to change: vouch for the published revision once more; never for one's own.")] ConfirmReview,
    [Description("Tell readers of a correction, a doubt, or what took the place of something retracted.")] AddNotice,
    [Description("Leave a warning of the checks, with a reason, or take that back.")] DismissFinding,
}

/// <summary>What a move takes.</summary>
/// <param name="To">The state afterwards, of the revision that is acted on; null when the act moves none, or back to where it stood.</param>
/// <param name="Roles">Any one is enough.</param>
/// <param name="MustBeAuthor">Holders of only the Author role may do it on entries that they began themselves.</param>
public sealed record Move(WorkflowState? To, IReadOnlyList<Role> Roles, bool MustBeAuthor = false)
{
    public bool MayBy(Caller caller, bool isOwn) =>
        caller.IsSignedIn && Roles.Any(role => caller.Roles.Contains(role) && (role != Role.Author || !MustBeAuthor || isOwn));
}

/// <summary>
/// The whole workflow on one screen; what is not in the table is refused. State is of the revision that the act names.
/// Clinical types need a MedicalReviewer's approval of that very revision; the others an Editor, who may publish alone,
/// because a small practice may have one. Pure.
/// </summary>
public static class WorkflowRules
{
    private static readonly Role[] Writers = [Role.Author, Role.Editor];
    private static readonly Role[] Judges = [Role.Editor, Role.MedicalReviewer];
    private static readonly Role[] Anyone = [Role.Author, Role.Editor, Role.MedicalReviewer, Role.Publisher];

    /// <returns>Null when the act does not fit the state.</returns>
    public static Move? Find(WorkflowState from, WorkflowAction action, bool isClinical) => (from, action) switch
    {
        (_, WorkflowAction.Edit) => new(WorkflowState.Draft, Writers, MustBeAuthor: true),
        (WorkflowState.Draft or WorkflowState.ChangesRequested, WorkflowAction.SubmitForReview) => new(WorkflowState.InReview, Writers, MustBeAuthor: true),
        (WorkflowState.InReview or WorkflowState.Approved or WorkflowState.Scheduled, WorkflowAction.RequestChanges) => new(WorkflowState.ChangesRequested, [Role.Editor, Role.MedicalReviewer]),
        (WorkflowState.InReview, WorkflowAction.Approve) => new(WorkflowState.Approved, [isClinical ? Role.MedicalReviewer : Role.Editor]),
        (WorkflowState.Approved or WorkflowState.Scheduled or WorkflowState.Unpublished, WorkflowAction.Publish) => new(WorkflowState.Published, [Role.Editor]),
        (WorkflowState.Draft or WorkflowState.InReview, WorkflowAction.Publish) when !isClinical => new(WorkflowState.Published, [Role.Editor]),
        (not (WorkflowState.Retracted or WorkflowState.Published), WorkflowAction.PublishInEmergency) => new(WorkflowState.Published, [Role.Publisher]),
        // What it takes to go out now, it takes to be scheduled; a schedule that ends leads back to where the revision stood.
        (_, WorkflowAction.Schedule) when Find(from, WorkflowAction.Publish, isClinical) is { } now => now with { To = WorkflowState.Scheduled },
        (WorkflowState.Scheduled or WorkflowState.Published, WorkflowAction.CancelSchedule) => new(null, [Role.Editor]),
        (WorkflowState.Published, WorkflowAction.Unpublish) => new(WorkflowState.Unpublished, [Role.Editor]),
        (WorkflowState.Published or WorkflowState.Unpublished, WorkflowAction.Retract) => new(WorkflowState.Retracted, [Role.Publisher]),
        (_, WorkflowAction.Restore) => new(WorkflowState.Draft, [Role.Editor]),
        (WorkflowState.Draft or WorkflowState.InReview or WorkflowState.ChangesRequested or WorkflowState.Approved, WorkflowAction.DiscardDraft) => new(WorkflowState.Superseded, Writers, MustBeAuthor: true),
        (_, WorkflowAction.Comment) => new(null, Anyone),
        (_, WorkflowAction.Preview) => new(null, Anyone),
        (WorkflowState.Published, WorkflowAction.ConfirmReview) => new(null, [isClinical ? Role.MedicalReviewer : Role.Editor]),
        (WorkflowState.Approved or WorkflowState.Scheduled or WorkflowState.Published, WorkflowAction.AddNotice) => new(null, [Role.Editor, Role.MedicalReviewer, Role.Publisher]),
        // Once somebody has vouched for the text, its writer no longer judges alone what the checks say of it.
        (WorkflowState.Draft or WorkflowState.InReview or WorkflowState.ChangesRequested, WorkflowAction.DismissFinding) => new(null, [Role.Author, .. Judges], MustBeAuthor: true),
        (WorkflowState.Approved or WorkflowState.Scheduled or WorkflowState.Published or WorkflowState.Unpublished, WorkflowAction.DismissFinding) => new(null, Judges),
        (WorkflowState.Retracted, WorkflowAction.AddNotice) => new(null, [Role.Publisher]),
        _ => null,
    };

    /// <summary>Who could ever do it, in whatever state: shown when the role is what is missing.</summary>
    public static IReadOnlyList<Role> WhoCan(WorkflowAction action, bool isClinical) =>
        [.. Enum.GetValues<WorkflowState>().SelectMany(state => Find(state, action, isClinical)?.Roles ?? []).Distinct().Order()];

    /// <summary>Whether the act is one of this person's at all, in whatever state.</summary>
    public static bool MayEver(WorkflowAction action, bool isClinical, Caller caller, bool isOwn) =>
        Enum.GetValues<WorkflowState>().Any(state => Find(state, action, isClinical)?.MayBy(caller, isOwn) == true);

    public static IReadOnlyList<WorkflowAction> Allowed(WorkflowState from, bool isClinical, Caller caller, bool isOwn) =>
        [.. Enum.GetValues<WorkflowAction>().Where(action => Find(from, action, isClinical)?.MayBy(caller, isOwn) == true)];
}
