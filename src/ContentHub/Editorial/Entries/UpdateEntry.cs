using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Texts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Entries;

/// <summary>A change of the newest revision: the patch first, then the edits in their order; one new revision, or errors and nothing.</summary>
/// <param name="Patch">Top-level fields: absent is unchanged, null is cleared, a list is replaced whole.</param>
/// <param name="Edits">Changes of single sections and blocks, by key.</param>
public sealed record UpdateInput(string Id, int ExpectedVersion, JsonObject? Patch, IReadOnlyList<JsonObject> Edits, int? SourceVersion, string? Note);

/// <summary>Saves a new revision. What readers see does not move until that revision is published.</summary>
public sealed class UpdateEntry(Acts acts)
{
    public Task<Outcome> RunAsync(ContentType type, UpdateInput input, Caller caller, CancellationToken cancellation) =>
        acts.RunAsync(caller, act => DecideAsync(act, type, input), cancellation);

    private static async Task<Decision> DecideAsync(Act act, ContentType type, UpdateInput input)
    {
        var variant = await DraftReader.FindVariantAsync(act.Db, input.Id, act.Cancellation);
        if (variant is null || variant.Type != type.Name)
        {
            return Decision.Refuse(new NotFoundError($"There is no {type.Noun} with this id.", ["input", "id"]));
        }

        if (WorkflowRules.Find(variant.HeadState, WorkflowAction.Edit, type.IsClinical)?.MayBy(act.Caller, variant.CreatedBy == act.ActorId) != true)
        {
            return Decision.Refuse(Refusals.Forbidden(WorkflowAction.Edit, type.IsClinical, needsOwn: act.Caller.Has(Role.Author)));
        }

        if (variant.HeadVersion != input.ExpectedVersion)
        {
            return Decision.Refuse(await Refusals.ConflictAsync(act, variant, input.ExpectedVersion, variant.HeadVersion, "expectedVersion"));
        }

        var head = await act.Db.Revisions.AsNoTracking().SingleAsync(r => r.VariantId == variant.Id && r.Version == variant.HeadVersion, act.Cancellation);
        if ((InputTexts.FaultOf(input.Note, ["input", "note"])
            ?? InputTexts.HalfCharacterIn(input.Patch, ["input", "patch"])
            ?? input.Edits.Select((edit, i) => InputTexts.HalfCharacterIn(edit, ["input", "edits", $"{i}"])).FirstOrDefault(f => f is not null)) is { } textFault)
        {
            return Decision.Refuse(textFault);
        }

        var (merged, places, errors) = Apply(head.Document, input);
        if (errors.Count > 0)
        {
            return Decision.Refuse(errors);
        }

        if (input.SourceVersion is { } source && !await IsSourceAsync(act, variant, source))
        {
            return Decision.Refuse(new NotFoundError($"The entry that this is a translation of has no version {source}.", ["input", "sourceVersion"]));
        }

        var document = EntryDocument.Prepare(type, merged, (JsonObject)JsonNode.Parse(head.Document)!);
        var faults = document.Faults.Concat(await EntryDocument.CheckReferencesAsync(document, act.Db, act.Cancellation)).ToList();
        if (faults.Count > 0)
        {
            return Decision.Refuse([.. faults.Take(EntryDocument.FaultsMax).Select(f => Refusals.Of(f, (places ?? document.Places).Find(f.Path, "patch")))]);
        }

        var sourceVersion = input.SourceVersion ?? head.SourceVersion;
        return await SaveAsync(act, variant, document, input.Note, sourceVersion, ChangeKind.Saved);
    }

    /// <summary>Writes a document as the new head.</summary>
    internal static async Task<Decision> SaveAsync(Act act, Variant variant, EntryDocument document, string? note, int? sourceVersion, ChangeKind kind)
    {
        var from = variant.HeadState;
        variant.LastVersion++;
        variant.HeadVersion = variant.LastVersion;
        variant.HeadState = WorkflowState.Draft;
        variant.UpdatedAt = act.Now;
        variant.UpdatedBy = act.ActorId;
        document.ShowIn(variant);
        var revision = document.ToRevision(variant.Id, variant.HeadVersion, act.ActorId, act.Now, note, sourceVersion);
        act.Db.Revisions.Add(revision);
        await SlugClaims.MoveAsync(act, variant, document.Content.Slug);
        return Decision.Write(variant.Id, act.Change(kind, variant, revision, note, from)) with { SlugPath = ["input", "patch", "slug"] };
    }

    private static (JsonObject Merged, InputPlaces? Places, IReadOnlyList<IUserError> Errors) Apply(string document, UpdateInput input)
    {
        var merged = (JsonObject)JsonNode.Parse(document)!;
        if (input.Edits.Count > 0 && input.Patch?.ContainsKey("sections") == true)
        {
            return (merged, null, [new ValidationError("Send either a whole list of sections in `patch`, or `edits` of single ones, not both.", ErrorCode.Invalid, ["input", "edits"])]);
        }

        if (input.Edits.Count == 0 && input.Patch is not { Count: > 0 })
        {
            return (merged, null, [new ValidationError("There is nothing to change: send a `patch` or `edits`.", ErrorCode.Required, ["input", "patch"])]);
        }

        foreach (var (name, value) in input.Patch ?? [])
        {
            merged[name] = value?.DeepClone();
        }

        if (input.Edits.Count == 0)
        {
            return (merged, null, []);
        }

        var edited = BodyEdits.Apply(merged, input.Edits);
        return (edited.Document ?? merged, edited.Places, [.. edited.Faults.Select(f => new ValidationError(f.Message, EntryDocument.CodeOf(f.Code), ["input", "edits", .. f.Path]))]);
    }

    private static Task<bool> IsSourceAsync(Act act, Variant variant, int version) => act.Db.Revisions.AnyAsync(
        r => r.Version == version && act.Db.Variants.Any(v => v.Id == r.VariantId && v.EntryId == variant.EntryId && v.Id != variant.Id), act.Cancellation);
}
