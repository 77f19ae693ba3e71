using ContentHub.Api;
using ContentHub.Storage;

namespace ContentHub.Editorial.Notices;

/// <summary>Which notice may stand on what, by whom, and for how long (after ICMJE on corrections and COPE on retractions). Pure.</summary>
public static class NoticeRules
{
    public const int TextMaxCharacters = 2000;

    /// <summary>How long a correction for safety stands above the text.</summary>
    public const int SafetyOnTopDays = 90;

    /// <summary>How long a doubt may stand before it is settled.</summary>
    public const int ConcernDaysMax = 30;

    /// <summary>Any one is enough; a subset of those whom the workflow lets add a notice at all.</summary>
    public static IReadOnlyList<Role> WhoCan(NoticeKind kind, CorrectionClass? correction) => (kind, correction) switch
    {
        (NoticeKind.Correction, CorrectionClass.Safety) => [Role.MedicalReviewer, Role.Publisher],
        (NoticeKind.Correction, _) => [Role.Editor, Role.MedicalReviewer, Role.Publisher],
        (NoticeKind.ExpressionOfConcern, _) => [Role.MedicalReviewer, Role.Publisher],
        (NoticeKind.Replaced, _) => [Role.Publisher],
        (NoticeKind.Retracted, _) => [],
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    /// <summary>A correction may be prepared on an approved version, and goes out with it.</summary>
    public static bool Fits(NoticeKind kind, WorkflowState state) => (kind, state) switch
    {
        (NoticeKind.Correction, WorkflowState.Published or WorkflowState.Approved or WorkflowState.Scheduled) => true,
        (NoticeKind.ExpressionOfConcern, WorkflowState.Published) => true,
        (NoticeKind.Replaced, WorkflowState.Retracted) => true,
        _ => false,
    };

    public static DateTimeOffset? OnTopUntil(CorrectionClass? correction, DateTimeOffset at) =>
        correction is CorrectionClass.Safety ? at.AddDays(SafetyOnTopDays) : null;
}
