using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Editorial.Notices;

[Description("A public remark on one version. RETRACTED is retract's.")]
public sealed record AddNoticeInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The version that it is about: of a correction the one that is right, out already or approved (then it goes out with it); of a concern the published one; of a replacement the retracted one.")]
    public required int Version { get; init; }

    [Description("CORRECTION, EXPRESSION_OF_CONCERN, or REPLACED for what was retracted.")] public required NoticeKind Kind { get; init; }

    [Description("Readers see it: what was wrong and what is right, in their words; name no person. 1 to 2000 characters.")] public required string Text { get; init; }

    [Description("Of a correction: MINOR when absent. SAFETY takes a MedicalReviewer or Publisher, and an approved version.")] public CorrectionClass? CorrectionClass { get; init; }

    [Description("Why, for programs and other languages.")] public NoticeReason ReasonCode { get; init; } = NoticeReason.Other;

    [Description("Entry id, or either id, of what to read instead; required for REPLACED, refused for the others."), Id] public string? ReplacedBy { get; init; }
}

/// <summary>
/// Tells readers that something was wrong, is doubted, or has another entry in its place. The old version is kept. A correction and a
/// replacement settle a doubt that was told before.
/// </summary>
public sealed class AddNotice(Acts acts)
{
    public Task<Outcome> RunAsync(AddNoticeInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, AddNoticeInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.AddNotice, mustBeHead: false);
        var errors = new List<IUserError>(refusal is null ? [] : [refusal]);
        errors.AddRange(FaultsOf(input));
        var replacement = input.ReplacedBy is { } by ? await NamedEntry.FindAsync(act, by) : null;
        if (input.ReplacedBy is not null && (replacement is null || replacement == subject?.Variant.EntryId))
        {
            errors.Add(new ValidationError("There is no other entry with this id.", ErrorCode.UnknownReference, ["input", "replacedBy"]));
        }

        if (subject is null || errors.Count > 0)
        {
            return Decision.Refuse(errors);
        }

        var correction = input.Kind is NoticeKind.Correction ? input.CorrectionClass ?? CorrectionClass.Minor : (CorrectionClass?)null;
        if (WhyNot(act, subject, input.Kind, correction) is { } against)
        {
            return Decision.Refuse(against);
        }

        var (variant, revision) = (subject.Variant, subject.Revision);
        var isOut = revision.State is not (WorkflowState.Approved or WorkflowState.Scheduled);
        if (isOut && input.Kind is not NoticeKind.ExpressionOfConcern)
        {
            await Concerns.SettleAsync(act, variant);
        }

        act.Db.Notices.Add(new Notice
        {
            Id = Guid.CreateVersion7(act.Now), VariantId = variant.Id, Kind = input.Kind, Text = input.Text, At = act.Now, Version = revision.Version,
            ReplacedBy = replacement, Reason = input.ReasonCode, Class = correction, OnTopUntil = NoticeRules.OnTopUntil(correction, act.Now),
        });
        return Decision.Write(variant.Id, act.Change(isOut ? KindOf(input.Kind) : ChangeKind.NoticePrepared, variant, revision, input.Text));
    }

    private static IEnumerable<ValidationError> FaultsOf(AddNoticeInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Text) || input.Text.Length > NoticeRules.TextMaxCharacters)
        {
            var code = string.IsNullOrWhiteSpace(input.Text) ? ErrorCode.Required : ErrorCode.TooLong;
            yield return new($"Say in 1 to {NoticeRules.TextMaxCharacters} characters what was wrong and what is right: readers see it.", code, ["input", "text"]);
        }

        if (input.Kind is NoticeKind.Retracted)
        {
            yield return new("A retraction takes the text away as well: use `retract`.", ErrorCode.Invalid, ["input", "kind"]);
        }

        if (input.Kind is not NoticeKind.Correction && input.CorrectionClass is not null)
        {
            yield return new("Only a correction has a class.", ErrorCode.Invalid, ["input", "correctionClass"]);
        }

        if (input.Kind is NoticeKind.Replaced && input.ReplacedBy is null)
        {
            yield return new("Name the entry that took its place.", ErrorCode.Required, ["input", "replacedBy"]);
        }
        else if (input.Kind is not NoticeKind.Replaced && input.ReplacedBy is not null)
        {
            yield return new("Only REPLACED names another entry.", ErrorCode.Invalid, ["input", "replacedBy"]);
        }
    }

    private static IUserError? WhyNot(Act act, Subject subject, NoticeKind kind, CorrectionClass? correction)
    {
        var roles = NoticeRules.WhoCan(kind, correction);
        if (!act.Caller.Has([.. roles]))
        {
            return new ForbiddenError($"{Said(kind, correction)} takes the role {Refusals.Words(roles)}.", ["input", kind is NoticeKind.Correction ? "correctionClass" : "kind"], roles);
        }

        var state = subject.Revision.State;
        if (!NoticeRules.Fits(kind, state))
        {
            return Subjects.WrongState(act, subject, $"Version {subject.Revision.Version} is {Refusals.Words(state)}: {Where(kind)}", WorkflowAction.AddNotice);
        }

        return correction is CorrectionClass.Safety && subject.IsClinical && !act.Caller.Has(Role.Publisher) && subject.Revision.ApprovedBy is null
            ? new ValidationError("A correction for safety stands on a version that a reviewer has approved: have this version reviewed first.", ErrorCode.Invalid, ["input", "version"])
            : null;
    }

    private static string Said(NoticeKind kind, CorrectionClass? correction) => kind switch
    {
        NoticeKind.Correction => correction is CorrectionClass.Safety ? "A correction for safety" : "A correction",
        NoticeKind.ExpressionOfConcern => "An expression of concern",
        NoticeKind.Replaced => "Naming what took its place",
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    private static string Where(NoticeKind kind) => kind switch
    {
        NoticeKind.Correction => "a correction stands on the version that is right, published or approved.",
        NoticeKind.ExpressionOfConcern => "a concern is about the published version.",
        NoticeKind.Replaced => "only what was retracted can be replaced; retract it first.",
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    private static ChangeKind KindOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Correction => ChangeKind.Corrected,
        NoticeKind.ExpressionOfConcern => ChangeKind.ConcernExpressed,
        NoticeKind.Replaced => ChangeKind.Replaced,
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };
}
