using ContentHub.Delivery;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Reviews;

/// <summary>Gives, moves and takes back what stands for a revision, and keeps what readers were told before.</summary>
internal static class Approvals
{
    /// <summary>Whoever acts vouches for it from now on.</summary>
    public static Task GiveAsync(Act act, Revision revision, DateOnly due)
    {
        (revision.ApprovedBy, revision.ApprovedAt, revision.NextReviewDue) = (act.ActorId, act.Now, due);
        return KeepAsync(act, revision);
    }

    /// <summary>The same approval, until another day.</summary>
    public static Task MoveAsync(Act act, Revision revision, DateOnly due)
    {
        revision.NextReviewDue = due;
        return KeepAsync(act, revision);
    }

    public static async Task WithdrawAsync(Act act, Revision revision)
    {
        var was = revision.ApprovedBy;
        (revision.ApprovedBy, revision.ApprovedAt, revision.NextReviewDue) = (null, null, null);
        if (was is not null)
        {
            await KeepAsync(act, revision);
        }
    }

    /// <summary>Whether it was given more time since somebody last looked at it.</summary>
    public static Task<bool> IsMovedAsync(Act act, Revision revision)
    {
        var acts = act.Db.Changes.Where(c => c.VariantId == revision.VariantId && c.Version == revision.Version);
        return acts.AnyAsync(
            c => c.Kind == ChangeKind.ReviewExtended && !acts.Any(looked => looked.Sequence > c.Sequence && (looked.Kind == ChangeKind.Approved || looked.Kind == ChangeKind.Reviewed)), act.Cancellation);
    }

    /// <summary>By when readers' version is to be checked; what that day says of itself, the act tells already.</summary>
    public static void Show(Act act, Variant variant, DateOnly? due)
    {
        variant.NextReviewDue = due;
        variant.ReviewMark = due is { } day ? MarkOf(day, act.Today) : null;
    }

    public static ReviewMark? MarkOf(DateOnly due, DateOnly today) => ReviewStatusRules.Of(due, today) switch
    {
        ReviewStatus.Current => null,
        ReviewStatus.Due => ReviewMark.Due,
        ReviewStatus.Overdue => ReviewMark.Overdue,
        var unknown => throw new InvalidOperationException($"Unknown status {unknown}."),
    };

    private static async Task KeepAsync(Act act, Revision revision)
    {
        var last = await act.Db.Approvals.Where(a => a.VariantId == revision.VariantId && a.Version == revision.Version).MaxAsync(a => (int?)a.Number, act.Cancellation) ?? 0;
        act.Db.Approvals.Add(new Approval
        {
            VariantId = revision.VariantId, Version = revision.Version, Number = last + 1, Since = act.Now,
            By = revision.ApprovedBy, ApprovedAt = revision.ApprovedAt, NextReviewDue = revision.NextReviewDue,
        });
    }
}
