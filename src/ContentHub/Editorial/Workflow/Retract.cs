using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Workflow;

[Description("Takes a revision away from readers for safety.")]
public sealed record RetractInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The revision that readers see, or saw last; a newer draft does not stand in the way.")] public required int Version { get; init; }

    [Description("Readers see it: say what was wrong in their words, and name no person.")] public required string Reason { get; init; }

    [Description("Why, for programs and other languages.")] public NoticeReason ReasonCode { get; init; } = NoticeReason.Other;

    [Description("Entry id, or either id, of what to read instead."), Id] public string? ReplacedBy { get; init; }
}

/// <summary>
/// Takes what readers see, or saw last, away for safety: title and notice stay, the address answers. Final for the revision;
/// a new one with a fresh approval lifts it (after the COPE retraction guidelines: prompt, free to read, says who and why).
/// Translations of it that are out go with it.
/// </summary>
public sealed class Retract(Acts acts)
{
    private const int ReasonMaxCharacters = 2000;

    public Task<Outcome> RunAsync(RetractInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, RetractInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.Retract, mustBeHead: false);
        var errors = new List<IUserError>(refusal is null ? [] : [refusal]);
        if (string.IsNullOrWhiteSpace(input.Reason) || input.Reason.Length > ReasonMaxCharacters)
        {
            var code = input.Reason.Length > ReasonMaxCharacters ? ErrorCode.TooLong : ErrorCode.Required;
            errors.Add(new ValidationError($"Say in 1 to {ReasonMaxCharacters} characters why: readers see it.", code, ["input", "reason"]));
        }

        var replacement = input.ReplacedBy is { } by ? await Notices.NamedEntry.FindAsync(act, by) : null;
        if (input.ReplacedBy is not null && (replacement is null || replacement == subject?.Variant.EntryId))
        {
            errors.Add(new ValidationError("There is no other entry with this id.", ErrorCode.UnknownReference, ["input", "replacedBy"]));
        }

        if (subject is null || errors.Count > 0)
        {
            return Decision.Refuse(errors);
        }

        var variant = subject.Variant;
        var shown = variant.PublishedVersion ?? await act.Db.Revisions
            .Where(r => r.VariantId == variant.Id && r.PublishedAt != null)
            .OrderByDescending(r => r.PublishedAt).ThenByDescending(r => r.Version)
            .Select(r => (int?)r.Version).FirstOrDefaultAsync(act.Cancellation);
        if (shown != subject.Revision.Version)
        {
            return Decision.Refuse(Subjects.WrongState(act, subject, $"Readers see version {shown}, or saw it last, not {subject.Revision.Version}: retract that one.", WorkflowAction.Retract));
        }

        var changes = await TakeAwayAsync(act, subject, input, replacement);
        foreach (var translation in await TranslationsAsync(act, subject))
        {
            changes = [.. changes, .. await TakeAwayAsync(act, translation, input, replacement)];
        }

        return Decision.Write(variant.Id, changes) with { IsUrgent = true };
    }

    private static async Task<IReadOnlyList<ChangeDraft>> TakeAwayAsync(Act act, Subject subject, RetractInput input, Guid? replacement)
    {
        var variant = subject.Variant;

        // Whoever planned something for this entry did not know of the retraction either.
        var ended = await Plans.EndAsync(act, await Plans.PendingAsync(act, variant.Id), $"Version {subject.Revision.Version} of {variant.Title} was retracted.", subject.Revision);
        var from = subject.Move(WorkflowState.Retracted);
        await WithdrawApprovalsAsync(act, variant);
        await Notices.Concerns.SettleAsync(act, variant);
        variant.PublishedVersion = null;
        variant.RetractedVersion = subject.Revision.Version;
        variant.UpdatedAt = act.Now;
        variant.UpdatedBy = act.ActorId;
        Approvals.Show(act, variant, null);
        act.Db.Notices.Add(new Notice
        {
            Id = Guid.CreateVersion7(act.Now),
            VariantId = variant.Id,
            Kind = NoticeKind.Retracted,
            Text = input.Reason,
            At = act.Now,
            Version = subject.Revision.Version,
            ReplacedBy = replacement,
            Reason = input.ReasonCode,
        });
        return [act.Change(ChangeKind.Retracted, variant, subject.Revision, input.Reason, from), .. ended];
    }

    /// <summary>What was translated from it and is out says the same wrong thing: it goes at once. A translation that is wrong by itself leaves its source alone.</summary>
    private static async Task<IReadOnlyList<Subject>> TranslationsAsync(Act act, Subject source)
    {
        var found = await (
            from variant in act.Db.Variants
            join revision in act.Db.Revisions on variant.Id equals revision.VariantId
            where variant.EntryId == source.Variant.EntryId && variant.Id != source.Variant.Id && variant.DiscardedAt == null
            where revision.Version == variant.PublishedVersion && revision.SourceVersion != null
            orderby variant.Locale
            select new { variant, revision }).ToListAsync(act.Cancellation);

        // Only a text that was translated has a version of its source; the source itself has none.
        return source.Revision.SourceVersion is null ? [.. found.Select(f => new Subject(f.variant, f.revision, source.Type))] : [];
    }

    /// <summary>Whoever approved a newer version did not know of the retraction: it is looked at again.</summary>
    private static async Task WithdrawApprovalsAsync(Act act, Variant variant)
    {
        var approved = await act.Db.Revisions.Where(r => r.VariantId == variant.Id && (r.State == WorkflowState.Approved || r.State == WorkflowState.Scheduled)).ToListAsync(act.Cancellation);
        foreach (var revision in approved.Where(r => r.State is WorkflowState.Approved))
        {
            revision.State = WorkflowState.InReview;
            await Approvals.WithdrawAsync(act, revision);
            variant.HeadState = revision.Version == variant.HeadVersion ? WorkflowState.InReview : variant.HeadState;
        }
    }
}
