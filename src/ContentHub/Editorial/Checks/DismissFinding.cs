using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Checks;

[Description("Leaves a warning of the checks, or takes that back.")]
public sealed record DismissFindingInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The version whose findings were looked at; if the head has moved on, the answer is a ConflictError.")] public required int Version { get; init; }

    [Description("The finding's `key`.")] public required string Finding { get; init; }

    [Description("Why it is no fault here, 1 to 1000 characters; colleagues and the reviewer see it, and it stands in the log. May be absent when `dismissed` is false.")] public string? Reason { get; init; }

    [Description("False takes it back: the warning stands open again.")] public bool Dismissed { get; init; } = true;
}

/// <summary>
/// Somebody judged a warning and leaves it. It stays among the findings with who, when and why, and stands open again as soon as the text changes that it
/// is about. Errors cannot be left. Doing it twice is no fault.
/// </summary>
public sealed class DismissFinding(Acts acts)
{
    private const int ReasonMaxCharacters = 1000;

    public Task<Outcome> RunAsync(DismissFindingInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => DecideAsync(act, input), cancellation);

    private static async Task<Decision> DecideAsync(Act act, DismissFindingInput input)
    {
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, WorkflowAction.DismissFinding, mustBeHead: true);
        if (subject is null)
        {
            return Decision.Refuse(refusal!);
        }

        var draft = new Draft(subject.Variant, subject.Revision, subject.Type);
        var finding = (await act.Checks.OfAsync(act.Db, [draft], act.Cancellation))[draft].FirstOrDefault(f => f.Key is not null && f.Key == input.Finding);
        var errors = new List<IUserError>();
        if (input.Dismissed && WhyNotReason(input.Reason) is { } fault)
        {
            errors.Add(fault);
        }

        if (await WhyNotAsync(act, subject, finding, input) is { } against)
        {
            errors.Add(against);
        }

        return errors.Count > 0 || finding is null ? Decision.Refuse(errors) : await WriteAsync(act, subject, finding, input);
    }

    private static ValidationError? WhyNotReason(string? reason) => string.IsNullOrWhiteSpace(reason)
        ? new("Say why it is no fault here: whoever reviews the text reads it.", ErrorCode.Required, ["input", "reason"])
        : reason.Length > ReasonMaxCharacters
            ? new($"A reason has at most {ReasonMaxCharacters} characters; this one has {reason.Length}.", ErrorCode.TooLong, ["input", "reason"])
            : null;

    private static async Task<IUserError?> WhyNotAsync(Act act, Subject subject, Finding? finding, DismissFindingInput input)
    {
        if (finding is null)
        {
            return new NotFoundError($"The checks say no such thing of version {input.Version}: it was put right, or the words changed. Look at its findings again.", ["input", "finding"]);
        }

        if (!DismissalRules.MayBeDismissed(finding))
        {
            return new ValidationError("This is an error: it stands until the text is put right. Only a warning can be left.", ErrorCode.Invalid, ["input", "finding"]);
        }

        if (!input.Dismissed || !DismissalRules.TakesAnotherClinician(finding.Rule))
        {
            return null;
        }

        var traces = await act.Db.Revisions.Where(r => r.VariantId == subject.Variant.Id).Select(RevisionTrace.Of).ToListAsync(act.Cancellation);
        return DismissalRules.WhyNotBy(finding.Rule, act.Caller, ApprovalRules.IsOwn(await Selves.OfAsync(act), subject.IsClinical, subject.Variant.PublishedVersion, input.Version, traces));
    }

    private static async Task<Decision> WriteAsync(Act act, Subject subject, Finding finding, DismissFindingInput input)
    {
        var holding = await act.Db.Dismissals.Where(d => d.VariantId == subject.Variant.Id && d.Finding == input.Finding && d.EndedAt == null).ToListAsync(act.Cancellation);
        var reason = input.Reason?.Trim();
        if (input.Dismissed ? holding.Any(d => d.By == act.ActorId && d.Reason == reason) : holding.Count == 0)
        {
            return new(subject.Variant.Id, [], []);
        }

        holding.ForEach(d => d.EndedAt = act.Now);
        if (input.Dismissed)
        {
            act.Db.Dismissals.Add(new Dismissal
            {
                Id = Guid.CreateVersion7(), VariantId = subject.Variant.Id, Version = input.Version, Rule = finding.Rule, Finding = input.Finding, Reason = reason!, By = act.ActorId, At = act.Now,
            });
        }

        // The log says of what: the finding itself may never be shown again.
        var place = finding.Path.Count == 0 ? "" : $" at {string.Join('/', finding.Path)}";
        var kind = input.Dismissed ? ChangeKind.FindingDismissed : ChangeKind.FindingReopened;
        return Decision.Write(subject.Variant.Id, act.Change(kind, subject.Variant, subject.Revision, $"{finding.Rule}{place}{(string.IsNullOrEmpty(reason) ? "" : $": {reason}")}"));
    }
}
