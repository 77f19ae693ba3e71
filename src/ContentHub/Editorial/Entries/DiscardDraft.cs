using ContentHub.Api;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Schedules;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Entries;

/// <summary>
/// Goes back to what readers see, or saw last; a draft that never was public leaves every list but the log.
/// The revisions since then stay, marked as superseded: also one that was approved or scheduled goes out no more.
/// </summary>
public sealed class DiscardDraft(Acts acts)
{
    public Task<Outcome> RunAsync(WorkflowInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, WorkflowInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.DiscardDraft, mustBeHead: true);
        if (subject is null)
        {
            return Decision.Refuse(refusal!);
        }

        var (variant, revision) = (subject.Variant, subject.Revision);
        var from = revision.State;
        var back = await act.Db.Revisions.AsNoTracking()
            .Where(r => r.VariantId == variant.Id && r.PublishedAt != null)
            .OrderByDescending(r => r.PublishedAt).ThenByDescending(r => r.Version)
            .FirstOrDefaultAsync(act.Cancellation);
        var thrownAway = await act.Db.Revisions
            .Where(r => r.VariantId == variant.Id && r.PublishedAt == null && r.Version > (back == null ? 0 : back.Version))
            .ToListAsync(act.Cancellation);
        var versions = thrownAway.Select(r => r.Version).ToHashSet();
        var ended = await Plans.EndAsync(act, (await Plans.PendingAsync(act, variant.Id)).Where(p => versions.Contains(p.Version)), "The draft was thrown away.");
        thrownAway.ForEach(r => r.State = WorkflowState.Superseded);
        variant.UpdatedAt = act.Now;
        variant.UpdatedBy = act.ActorId;
        if (back is null)
        {
            variant.DiscardedAt = act.Now;
            variant.HeadState = WorkflowState.Superseded;
            await SlugClaims.MoveAsync(act, variant, null);
        }
        else
        {
            var document = EntryDocument.Prepare(subject.Type, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(back.Document)!);
            variant.HeadVersion = back.Version;
            variant.HeadState = back.State;
            document.ShowIn(variant);
            await SlugClaims.MoveAsync(act, variant, document.Content.Slug);
        }

        return Decision.Write(variant.Id, [.. ended, act.Change(ChangeKind.DraftDiscarded, variant, revision, input.Note, from)]);
    }
}
