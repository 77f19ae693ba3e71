using System.ComponentModel;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Workflow;

namespace ContentHub.Editorial.Drafts;

[Description("What every create and update answers.")]
public sealed record DraftPayload(
    [property: Description("The entry as it is now; null when refused.")] Draft? Draft,
    [property: Description("What the checks say of it: what is missing or blocks it first.")] IReadOnlyList<Finding> Findings,
    [property: Description("Why nothing was written; all faults at once, empty when it was.")] IReadOnlyList<IUserError> Errors,
    [property: Description("Place of the act in the log; null when nothing was written.")] string? Sequence) : IDraftPayload<DraftPayload>
{
    public static DraftPayload Create(Draft? draft, IReadOnlyList<Finding> findings, IReadOnlyList<IUserError> errors, string? sequence) => new(draft, findings, errors, sequence);
}
