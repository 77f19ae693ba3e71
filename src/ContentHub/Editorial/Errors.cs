using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Comparing;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Editorial;

[Description("Somebody saved first: nothing was written, nothing is lost. Merge, then send again with currentVersion.")]
public sealed record ConflictError(
    [property: Description("What happened, in a sentence.")] string Message,
    [property: Description("Where the version stands, from `input` down.")] IReadOnlyList<string> Path,
    [property: Description("The version to name next time.")] int CurrentVersion,
    [property: Description("Who saved it.")] Actor ChangedBy,
    [property: Description("When they did.")] DateTimeOffset ChangedAt,
    [property: Description("From the version that was named to the current one; empty when that version is unknown.")] IReadOnlyList<FieldChange> Changes,
    [property: Description("The entry as it is now.")] Draft Current) : IUserError
{
    [Description("Always CONFLICT.")]
    public ErrorCode Code => ErrorCode.Conflict;
}

[Description("The act does not fit where the revision stands.")]
public sealed record WorkflowError(
    [property: Description("Why not, and what is possible instead.")] string Message,
    [property: Description("WRONG_STATE or BLOCKED_BY_FINDINGS.")] ErrorCode Code,
    [property: Description("Where the act was asked for.")] IReadOnlyList<string> Path,
    [property: Description("Where the revision stands.")] WorkflowState State,
    [property: Description("What the caller may do in this state.")] IReadOnlyList<WorkflowAction> Allowed,
    [property: Description("What stands against it, when findings do.")] IReadOnlyList<Finding> Findings) : IUserError;

[Description("How grave a finding is.")]
public enum FindingSeverity
{
    [Description("Blocks publishing and, where the text itself is at fault, submitting for review.")] Error,
    [Description("To be looked at; blocks nothing.")] Warning,
}

[Description("One remark of the editorial checks.")]
public sealed record Finding(
    [property: Description("Name of the check, for programs.")] string Rule,
    [property: Description("Whether it blocks.")] FindingSeverity Severity,
    [property: Description("What is wrong, in plain words.")] string Message,
    [property: Description("From the document; empty for the entry as a whole.")] IReadOnlyList<string> Path,
    [property: Description("Which words, in the text at `path` as it is stored; null for all of it.")] TextRange? Range = null,
    [property: Description("What to do about it.")] string? Suggestion = null,
    [property: Description("Words that can take the place of `range` as they are; null where it takes thought.")] string? Replacement = null)
{
    [Description("Names it for dismissFinding, for as long as the checks say the same of the same text; null for what stands for several, or is about the entry's form.")]
    public string? Key { get; init; }

    [Description("Why a colleague judged it and left it; null while it stands open.")]
    public FindingDismissal? Dismissal { get; init; }

    [Description("The draft it is about, where several are answered; null otherwise."), Id]
    public string? DraftId { get; init; }
}

[Description("That somebody judged a warning and left it. It falls when the text changes that it is about.")]
public sealed record FindingDismissal(
    [property: Description("Who judged it.")] Actor By,
    [property: Description("When they did.")] DateTimeOffset At,
    [property: Description("The newest version then.")] int Version,
    [property: Description("Why it is no fault here.")] string Reason);

[Description("A part of a text, half open, in UTF-16 units from 0.")]
public sealed record TextRange(
    [property: Description("Its first unit.")] int Start,
    [property: Description("The first unit after it.")] int End);
