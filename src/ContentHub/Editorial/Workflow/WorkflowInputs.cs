using System.ComponentModel;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Drafts;
using GraphQL;

namespace ContentHub.Editorial.Workflow;

[Description("Names the revision that you looked at.")]
public record WorkflowInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The revision that was looked at; if the head has moved on, the answer is a ConflictError.")] public required int Version { get; init; }

    [Description("For colleagues; stands in the log.")] public string? Note { get; init; }
}

[Description("What every act of the workflow answers.")]
public sealed record WorkflowPayload(
    [property: Description("The entry after the act; null when refused.")] Draft? Draft,
    [property: Description("What the checks say of it.")] IReadOnlyList<Finding> Findings,
    [property: Description("Why it was refused; empty when it was done.")] IReadOnlyList<IUserError> Errors,
    [property: Description("Place of the act in the log; null when nothing was written.")] string? Sequence) : IDraftPayload<WorkflowPayload>
{
    public static WorkflowPayload Create(Draft? draft, IReadOnlyList<Finding> findings, IReadOnlyList<IUserError> errors, string? sequence) => new(draft, findings, errors, sequence);
}

/// <summary>A payload that shows a draft.</summary>
public interface IDraftPayload<TSelf> : IRefusable<TSelf>
    where TSelf : IDraftPayload<TSelf>
{
    static abstract TSelf Create(Draft? draft, IReadOnlyList<Finding> findings, IReadOnlyList<IUserError> errors, string? sequence);

    static TSelf IRefusable<TSelf>.Refused(IUserError error) => TSelf.Create(null, [], [error], null);
}

/// <summary>A payload that can be made from a refusal alone.</summary>
public interface IRefusable<TSelf>
    where TSelf : IRefusable<TSelf>
{
    static abstract TSelf Refused(IUserError error);
}
