using System.ComponentModel;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Entries;

[Description("Makes a copy of an old revision the newest.")]
public sealed record RestoreRevisionInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The newest version, of today.")] public required int ExpectedVersion { get; init; }

    [Description("The old version to copy.")] public required int Restore { get; init; }

    [Description("For colleagues; stands in the log.")] public string? Note { get; init; }
}

/// <summary>A copy of an old revision becomes the newest, as a draft: it is reviewed like any other.</summary>
public sealed class RestoreRevision(Acts acts)
{
    public Task<Outcome> RunAsync(RestoreRevisionInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, RestoreRevisionInput input)
    {
        if (await DraftReader.FindVariantAsync(act.Db, input.Id, act.Cancellation) is not { } variant)
        {
            return Decision.Refuse(Refusals.UnknownEntry());
        }

        var type = act.Types[variant.Type];
        if (WorkflowRules.Find(variant.HeadState, WorkflowAction.Restore, type.IsClinical)?.MayBy(act.Caller, variant.CreatedBy == act.ActorId) != true)
        {
            return Decision.Refuse(Refusals.Forbidden(WorkflowAction.Restore, type.IsClinical, needsOwn: false));
        }

        if (variant.HeadVersion != input.ExpectedVersion)
        {
            return Decision.Refuse(await Refusals.ConflictAsync(act, variant, input.ExpectedVersion, variant.HeadVersion, "expectedVersion"));
        }

        var old = await act.Db.Revisions.AsNoTracking().SingleOrDefaultAsync(r => r.VariantId == variant.Id && r.Version == input.Restore, act.Cancellation);
        if (old is null)
        {
            return Decision.Refuse(new NotFoundError($"This entry has no version {input.Restore}.", ["input", "restore"]));
        }

        var document = EntryDocument.Prepare(type, (JsonObject)JsonNode.Parse(old.Document)!);
        return await UpdateEntry.SaveAsync(act, variant, document, input.Note ?? $"Restored version {input.Restore}", old.SourceVersion, ChangeKind.Restored)
            with { SlugPath = ["input", "restore"] };
    }
}
