using System.ComponentModel;
using System.Text.Json;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Api.Records;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Comments;

[Description("A remark on a place in a revision, or a reply.")]
public sealed record AddCommentInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The revision that is remarked on.")] public required int Version { get; init; }

    [Description("Where in the document; absent for the whole.")] public IReadOnlyList<string> Path { get; init; } = [];

    [Description("What is to be said, 1 to 5000 characters.")] public required string Text { get; init; }

    [Description("Id of the thread's comment that this answers."), Id] public string? ReplyTo { get; init; }

    [Description("Roles that are asked to look; it shows among their tasks until the thread is resolved.")] public IReadOnlyList<Role> Mentions { get; init; } = [];
}

/// <summary>Puts a remark on a revision. Not an act that moves anything, but one that stands in the log.</summary>
public sealed class AddComment(Acts acts)
{
    private const int TextMaxCharacters = 5000;

    /// <returns>The outcome, and the id that the comment got.</returns>
    public async Task<(Outcome Outcome, Guid CommentId)> RunAsync(AddCommentInput input, Caller caller, CancellationToken cancellation)
    {
        var id = Guid.CreateVersion7();
        var outcome = await acts.RunAsync(caller, async act =>
        {
            var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.Comment, mustBeHead: false);
            var errors = new List<IUserError>(refusal is null ? [] : [refusal]);
            if (string.IsNullOrWhiteSpace(input.Text) || input.Text.Length > TextMaxCharacters)
            {
                errors.Add(new ValidationError($"A comment has 1 to {TextMaxCharacters} characters.", input.Text.Length > TextMaxCharacters ? ErrorCode.TooLong : ErrorCode.Required, ["input", "text"]));
            }

            if (input.Path.Count > 20 || input.Path.Any(p => p.Length > 100))
            {
                errors.Add(new ValidationError("A path has at most 20 parts of at most 100 characters.", ErrorCode.Invalid, ["input", "path"]));
            }

            Guid? thread = null;
            if (input.ReplyTo is { } replyTo && subject is not null)
            {
                thread = NodeId.TryParse(replyTo, out var node) && node.Kind == NodeKind.Comment
                    ? await act.Db.Comments.Where(c => c.Id == node.Id && c.VariantId == subject.Variant.Id && c.ReplyTo == null).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(act.Cancellation)
                    : null;
                if (thread is null)
                {
                    errors.Add(new NotFoundError("There is no thread with this id on the entry.", ["input", "replyTo"]));
                }
            }

            if (subject is null || errors.Count > 0)
            {
                return Decision.Refuse(errors);
            }

            act.Db.Comments.Add(new Comment
            {
                Id = id,
                VariantId = subject.Variant.Id,
                Version = input.Version,
                Path = JsonSerializer.Serialize(input.Path),
                Text = input.Text,
                By = act.ActorId,
                At = act.Now,
                Mentions = JsonSerializer.Serialize(input.Mentions.Distinct(), RecordJson.Options),
                ReplyTo = thread,
            });
            return Decision.Write(subject.Variant.Id, act.Change(ChangeKind.Commented, subject.Variant, subject.Revision));
        }, cancellation);
        return (outcome, id);
    }
}
