using ContentHub.Api;
using ContentHub.Delivery;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Reviews;

/// <summary>
/// Writes into the log that a review has become due or overdue, so that whoever holds a copy hears of it. What has been said is kept
/// in the variant and written in the same transaction: of many nodes that see the day come, one says so, and one that was down says
/// on its return how things stand.
/// </summary>
public sealed class TellReviews(Acts acts, IDbContextFactory<ContentHubDb> databases, People people, ContentTypes types, SiteClock clock)
{
    private const int PageMax = 100;

    /// <returns>How many were told by this call.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var told = 0;
        Caller? self = null;
        var passed = (Due: DateOnly.MinValue, Id: Guid.Empty);
        while (true)
        {
            var found = await FindAsync(passed, cancellation);
            foreach (var (due, id) in found)
            {
                self ??= await people.ProgramAsync("reviews", "Review calendar", cancellation);
                told += (await acts.RunAsync(self, act => DecideAsync(act, id), cancellation)).Sequence is null ? 0 : 1;
                passed = (due, id);
            }

            if (found.Count < PageMax)
            {
                return told;
            }
        }
    }

    private async Task<List<(DateOnly Due, Guid Id)>> FindAsync((DateOnly Due, Guid Id) passed, CancellationToken cancellation)
    {
        var (today, horizon) = (clock.Today, clock.Today.AddDays(ReviewStatusRules.DueDays));
        var clinical = types.All.Where(t => t.IsClinical).Select(t => t.Name).ToList();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await db.Variants.AsNoTracking()
            .Where(v => v.PublishedVersion != null && v.NextReviewDue <= horizon && clinical.Contains(v.Type))
            .Where(v => v.ReviewMark == null || (v.ReviewMark == ReviewMark.Due && v.NextReviewDue < today))
            .Where(v => v.NextReviewDue > passed.Due || (v.NextReviewDue == passed.Due && v.Id > passed.Id))
            .OrderBy(v => v.NextReviewDue).ThenBy(v => v.Id)
            .Select(v => new { v.NextReviewDue, v.Id })
            .Take(PageMax).ToListAsync(cancellation);
        return [.. found.Select(v => (v.NextReviewDue!.Value, v.Id))];
    }

    private static async Task<Decision> DecideAsync(Act act, Guid id)
    {
        var variant = await act.Db.Variants.SingleAsync(v => v.Id == id, act.Cancellation);
        if (variant is not { PublishedVersion: { } version, NextReviewDue: { } due } || Approvals.MarkOf(due, act.Today) is not { } mark || mark == variant.ReviewMark)
        {
            return new(id, [], []);
        }

        variant.ReviewMark = mark;
        var revision = await act.Db.Revisions.SingleAsync(r => r.VariantId == id && r.Version == version, act.Cancellation);
        return Decision.Write(id, act.Change(mark is ReviewMark.Due ? ChangeKind.ReviewDue : ChangeKind.ReviewOverdue, variant, revision));
    }
}
