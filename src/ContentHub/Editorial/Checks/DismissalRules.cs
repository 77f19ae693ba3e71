using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Checks.Rules;
using ContentHub.Editorial.Workflow;

namespace ContentHub.Editorial.Checks;

/// <summary>What may be judged and left, and by whom. Pure.</summary>
internal static class DismissalRules
{
    public static bool MayBeDismissed(Finding finding) => finding is { Severity: FindingSeverity.Warning, Key: not null };

    /// <summary>Takes a clinician who did not write the text: leaving it is to say that a sign of danger is none.</summary>
    public static bool TakesAnotherClinician(string rule) => rule is SeverityTooLow.Name;

    /// <param name="isOwnText">It holds words of this person that nobody else has vouched for.</param>
    /// <returns>Why this person may not; null when they may.</returns>
    public static ForbiddenError? WhyNotBy(string rule, Caller caller, bool isOwnText) => TakesAnotherClinician(rule) switch
    {
        true when !caller.Has(Role.MedicalReviewer) =>
            new("That a sign of danger is not marked as an emergency is left only by a clinician: this takes the role MedicalReviewer.", ["input", "finding"], [Role.MedicalReviewer]),
        true when isOwnText => new(ApprovalRules.OwnWords.Replace("approve it", "judge this warning", StringComparison.Ordinal), ["input", "finding"], []) { Code = ErrorCode.OwnRevision },
        _ => null,
    };
}
