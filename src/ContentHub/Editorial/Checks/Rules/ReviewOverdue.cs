namespace ContentHub.Editorial.Checks.Rules;

/// <summary>The day of the next review has passed.</summary>
internal sealed class ReviewOverdue : EditorialCheck
{
    public override string Rule => "review-overdue";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "the next review date has passed";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        if (document.Facts.NextReviewDue is { } due && due < document.Facts.Today)
        {
            yield return At([], $"This page was due for review on {due:yyyy-MM-dd}.", "Have a medical reviewer read it and set the next date.");
        }
    }
}
