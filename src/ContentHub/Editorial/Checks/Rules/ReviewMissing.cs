namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A clinical revision that is to go out without a clinician's approval of it, or without a date for the next look.</summary>
internal sealed class ReviewMissing : EditorialCheck
{
    public override string Rule => "review-missing";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override string About => "at publishing: a clinical entry whose very version no clinician approved, or without a next review date within its type's limit";

    public override bool StandsAgainstReview => false;

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        if (!document.Facts.IsClinical || document.Facts.Review is not { } review)
        {
            yield break;
        }

        if (!review.IsApproved)
        {
            yield return At([], "No clinician has approved this version, or it has no next review date.", "Submit it for review; a medical reviewer who did not write it has to approve this very version.");
        }
        else if (review.NextReviewDue is not { } due || due < document.Facts.Today || due > document.Facts.Today.AddMonths(review.MonthsMax))
        {
            yield return At([], "No clinician has approved this version, or it has no next review date.", $"Have it reviewed again, with a next review within {review.MonthsMax} months.");
        }
    }
}
