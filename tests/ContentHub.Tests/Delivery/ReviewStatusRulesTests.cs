using ContentHub.Delivery;
using Xunit;

namespace ContentHub.Tests.Delivery;

public sealed class ReviewStatusRulesTests
{
    [Theory]
    [InlineData("2026-05-01", ReviewStatus.Current)]
    [InlineData("2026-04-02", ReviewStatus.Current)]
    [InlineData("2026-04-01", ReviewStatus.Due)]
    [InlineData("2026-03-03", ReviewStatus.Due)]
    [InlineData("2026-03-02", ReviewStatus.Due)]
    [InlineData("2026-03-01", ReviewStatus.Overdue)]
    [InlineData("0001-01-01", ReviewStatus.Overdue)]
    [InlineData("9999-12-31", ReviewStatus.Current)]
    public void A_review_is_due_from_thirty_days_before_its_date_to_that_day(string due, ReviewStatus status) =>
        Assert.Equal(status, ReviewStatusRules.Of(DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), new(2026, 3, 2)));
}
