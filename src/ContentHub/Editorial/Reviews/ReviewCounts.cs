using System.ComponentModel;
using ContentHub.Delivery;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Reviews;

[Description("How the next checks of what readers see stand today. Every published entry counts once in each locale.")]
public sealed record ReviewCounts(
    [property: Description("More than 30 days left.")] int Current,
    [property: Description("Due within 30 days, or today.")] int Due,
    [property: Description("The day has passed.")] int Overdue,
    [property: Description("Of those, by 90 days or more: review them, unpublish them, or extend them once.")] int LongOverdue,
    [property: Description("Nobody has set a day, as after an emergency.")] int Undated)
{
    /// <summary>Days after which more time is no answer any more.</summary>
    public const int LongOverdueDays = 90;

    /// <param name="types">Null: all.</param>
    internal static async Task<ReviewCounts> ReadAsync(IDbContextFactory<ContentHubDb> databases, SiteClock clock, IReadOnlyCollection<string>? types, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var days = await db.Variants.AsNoTracking()
            .Where(v => v.PublishedVersion != null && (types == null || types.Contains(v.Type)))
            .GroupBy(v => v.NextReviewDue)
            .Select(g => new { Due = g.Key, Count = g.Count() }).ToListAsync(cancellation);
        int Of(ReviewStatus status) => days.Where(d => d.Due is { } due && ReviewStatusRules.Of(due, clock.Today) == status).Sum(d => d.Count);
        return new(
            Of(ReviewStatus.Current), Of(ReviewStatus.Due), Of(ReviewStatus.Overdue),
            days.Where(d => d.Due <= clock.Today.AddDays(-LongOverdueDays)).Sum(d => d.Count),
            days.Where(d => d.Due is null).Sum(d => d.Count));
    }
}
