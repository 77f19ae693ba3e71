using System.ComponentModel;

namespace ContentHub.Delivery;

/// <summary>How the medical review of an entry stands on a day.</summary>
[Description("How the medical review stands today.")]
public enum ReviewStatus
{
    [Description("More than 30 days until the next review.")] Current,
    [Description("The next review is due within 30 days, or today.")] Due,
    [Description("The day of the next review has passed.")] Overdue,
}

/// <summary>When a review is due and when it is overdue.</summary>
public static class ReviewStatusRules
{
    /// <summary>Days before the date from which a review counts as due.</summary>
    public const int DueDays = 30;

    /// <param name="due">The last day on which the review holds.</param>
    /// <param name="today">In the site's time zone.</param>
    public static ReviewStatus Of(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
    {
        < 0 => ReviewStatus.Overdue,
        <= DueDays => ReviewStatus.Due,
        _ => ReviewStatus.Current,
    };
}
