using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Comments;
using ContentHub.Editorial.Entries;
using ContentHub.Editorial.Notices;
using ContentHub.Editorial.Previews;
using ContentHub.Editorial.Releases;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Schedules;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Fields;

/// <summary>The acts that every type shares, as mutations: each a few lines that call the class of the same name.</summary>
internal static class EditorialMutations
{
    private static readonly Role[] Writers = [Role.Author, Role.Editor];
    private static readonly Role[] Colleagues = [Role.Author, Role.Editor, Role.MedicalReviewer, Role.Publisher];

    public static void AddTo(IObjectGraphType root)
    {
        root.Mutation<WorkflowInput, WorkflowPayload>("submitForReview", "DRAFT or CHANGES_REQUESTED to IN_REVIEW; refused while something is missing. Author of it, or Editor.", Writers,
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<SubmitForReview>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<RequestChangesInput, WorkflowPayload>("requestChanges", "Back to the author, with a note. Editor, MedicalReviewer.", [Role.Editor, Role.MedicalReviewer],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<RequestChanges>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<ApproveInput, WorkflowPayload>("approve", "Vouch for this very revision, never for one's own words. MedicalReviewer for clinical types, else Editor.", [Role.Editor, Role.MedicalReviewer],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<Approve>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<PublishInput, WorkflowPayload>("publish", "Show this revision to readers, now or at a time. Editor; Publisher now and without approval, with a reason.", [Role.Editor, Role.Publisher],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<Publish>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<UnpublishInput, WorkflowPayload>("unpublish", "Take it away from readers without a fault in it, now or at a time. Editor.", [Role.Editor],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<Unpublish>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<WorkflowInput, WorkflowPayload>("cancelSchedule", "Give up what is planned for this revision, or was refused at its time; for all of its release. Editor.", [Role.Editor],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<CancelSchedule>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<PublishReleaseInput, PublishReleasePayload>("publishRelease", "Several revisions at one moment, now or at a time, all or none. Editor.", [Role.Editor],
            (c, input, caller) => Get<PublishRelease>(c).RunAsync(input, caller, c.CancellationToken));
        root.Mutation<RetractInput, WorkflowPayload>("retract", "Take it away from readers for safety, with a reason that they see; final for the revision. Publisher.", [Role.Publisher],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<Retract>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<ApproveInput, WorkflowPayload>("confirmReview", "Checked again, nothing to change: a new review date for the published revision, no new revision; never for one's own words. MedicalReviewer for clinical types, else Editor.", [Role.Editor, Role.MedicalReviewer],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<ConfirmReview>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<ExtendReviewInput, WorkflowPayload>("extendReview", "Up to 30 days more for an overdue review, once, with a reason. MedicalReviewer for clinical types, else Editor.", [Role.Editor, Role.MedicalReviewer],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<ExtendReview>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<AddNoticeInput, WorkflowPayload>("addNotice", "A correction, a concern or a replacement that readers see. Editor (minor corrections), MedicalReviewer, Publisher.", [Role.Editor, Role.MedicalReviewer, Role.Publisher],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<AddNotice>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<RestoreRevisionInput, WorkflowPayload>("restoreRevision", "A copy of an old revision becomes the newest, as a draft. Editor.", [Role.Editor],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<RestoreRevision>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<WorkflowInput, WorkflowPayload>("discardDraft", "Back to what is published; one that never was leaves all lists but the log. Author of it, or Editor.", Writers,
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<DiscardDraft>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<AddCommentInput, CommentPayload>("addComment", "Remark on a place in a revision, or reply. Any role of the content workflow.", Colleagues,
            async (c, input, caller) =>
            {
                var (outcome, id) = await Get<AddComment>(c).RunAsync(input, caller, c.CancellationToken);
                return await CommentPayload.OfAsync(c, outcome, id);
            });
        root.Mutation<ResolveCommentInput, CommentPayload>("resolveComment", "Settle a thread, or open it again. Any role of the content workflow.", Colleagues,
            async (c, input, caller) =>
            {
                var outcome = await Get<ResolveComment>(c).RunAsync(input, caller, c.CancellationToken);
                return await CommentPayload.OfAsync(c, outcome, NodeId.TryParse(input.CommentId, out var node) ? node.Id : default);
            });
        root.Mutation<DismissFindingInput, WorkflowPayload>("dismissFinding", "Leave a warning of the checks, with a reason that colleagues see, or take that back. Author of it until it is approved, Editor, MedicalReviewer.", [Role.Author, Role.Editor, Role.MedicalReviewer],
            (c, input, caller) => c.PayloadAsync<WorkflowPayload>(Get<DismissFinding>(c).RunAsync(input, caller, c.CancellationToken)));
        root.Mutation<CreatePreviewInput, CreatePreviewPayload>("createPreview", "A token that shows one draft over what is public, for a time. Any role of the content workflow.", Colleagues,
            (c, input, caller) => Get<CreatePreview>(c).RunAsync(input, caller, c.CancellationToken));
    }

    private static T Get<T>(IResolveFieldContext context)
        where T : notnull => context.RequestServices!.GetRequiredService<T>();
}

[Description("What acts on comments answer.")]
public sealed record CommentPayload(
    [property: Description("The remark that was made, or the thread that was settled; null when refused.")] CommentThread? Comment,
    [property: Description("Why it was refused; empty when it was done.")] IReadOnlyList<IUserError> Errors) : IRefusable<CommentPayload>
{
    public static CommentPayload Refused(IUserError error) => new(null, [error]);

    internal static async Task<CommentPayload> OfAsync(IResolveFieldContext context, Outcome outcome, Guid id)
    {
        if (outcome.Errors.Count > 0)
        {
            return new(null, outcome.Errors);
        }

        await using var db = await context.RequestServices!.GetRequiredService<IDbContextFactory<ContentHubDb>>().CreateDbContextAsync(CancellationToken.None);
        var thread = await db.Comments.AsNoTracking().Where(c => c.Id == id || c.ReplyTo == id).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(CancellationToken.None);
        return new(CommentThread.Threads(thread).FirstOrDefault() ?? new CommentThread(thread.Single(c => c.Id == id), []), []);
    }
}
