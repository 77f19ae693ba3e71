using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Comments;

[Description("Settles a thread, or opens it again.")]
public sealed record ResolveCommentInput
{
    [Description("Id of the thread's first comment."), Id] public required string CommentId { get; init; }

    [Description("False opens it again.")] public bool Resolved { get; init; } = true;
}

/// <summary>Settles a thread, or opens it again. Doing it twice is no fault.</summary>
public sealed class ResolveComment(Acts acts)
{
    public Task<Outcome> RunAsync(ResolveCommentInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, async act =>
    {
        var comment = NodeId.TryParse(input.CommentId, out var node) && node.Kind == NodeKind.Comment
            ? await act.Db.Comments.SingleOrDefaultAsync(
                c => c.Id == node.Id && c.ReplyTo == null && act.Db.Variants.Any(v => v.Id == c.VariantId && v.DiscardedAt == null), act.Cancellation)
            : null;
        if (comment is null)
        {
            return Decision.Refuse(new NotFoundError("There is no thread with this id.", ["input", "commentId"]));
        }

        if (comment.ResolvedAt is not null == input.Resolved)
        {
            return new(comment.VariantId, [], []);
        }

        comment.ResolvedAt = input.Resolved ? act.Now : null;
        comment.ResolvedBy = input.Resolved ? act.ActorId : null;
        var variant = await act.Db.Variants.SingleAsync(v => v.Id == comment.VariantId, act.Cancellation);
        var revision = await act.Db.Revisions.SingleAsync(r => r.VariantId == comment.VariantId && r.Version == comment.Version, act.Cancellation);
        return Decision.Write(variant.Id, act.Change(ChangeKind.CommentResolved, variant, revision, input.Resolved ? null : "Opened again"));
    }, cancellation);
}
