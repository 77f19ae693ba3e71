using ContentHub.Api;
using ContentHub.Editorial.Notices;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Reviews;

/// <summary>A task before its draft is loaded.</summary>
/// <param name="Key">What tells it from other tasks of its kind on the same entry; becomes part of its id.</param>
internal sealed record PendingTask(Guid VariantId, TaskKind Kind, IReadOnlyList<Role> Roles, DateTimeOffset Since, DateTimeOffset? DueAt, string Note, string Key)
{
    /// <summary>Whether it waits for whoever began the entry, too.</summary>
    public bool IsForOwner { get; init; } = true;
}

/// <summary>What published text waits for: its next review, a reason to look at once, a doubt to settle, a part that was retracted.</summary>
internal sealed class ReviewTasks(ContentHubDb db, ContentTypes types, SiteClock clock, string defaultLocale)
{
    /// <summary>Days before the review at which its task comes up a second time.</summary>
    private const int LastDays = 7;

    public async Task<IReadOnlyList<PendingTask>> FindAsync(CancellationToken cancellation) =>
        [.. await DueAsync(cancellation), .. await DoubtsAsync(cancellation), .. await RetractedPartsAsync(cancellation), .. await HelpLinesAsync(cancellation), .. await CorrectedSourcesAsync(cancellation)];

    private async Task<IEnumerable<PendingTask>> DueAsync(CancellationToken cancellation)
    {
        var horizon = clock.Today.AddDays(Delivery.ReviewStatusRules.DueDays);
        var due = await db.Variants.AsNoTracking()
            .Where(v => v.PublishedVersion != null && v.DiscardedAt == null && v.NextReviewDue <= horizon)
            .Select(v => new { v.Id, v.Type, v.NextReviewDue }).ToListAsync(cancellation);
        return due.Select(v => Due(v.Id, types[v.Type].IsClinical, v.NextReviewDue!.Value));
    }

    private PendingTask Due(Guid variantId, bool isClinical, DateOnly due)
    {
        Role[] reviewers = [isClinical ? Role.MedicalReviewer : Role.Editor];
        var dueAt = clock.StartOf(due.AddDays(1));
        return (due.DayNumber - clock.Today.DayNumber) switch
        {
            <= -ReviewCounts.LongOverdueDays => new(variantId, TaskKind.ReviewOverdue, [.. reviewers.Append(Role.Editor).Distinct().Order()], clock.StartOf(due.AddDays(ReviewCounts.LongOverdueDays)), dueAt,
                $"The review was due on {due:yyyy-MM-dd}, {ReviewCounts.LongOverdueDays} days ago or more: review it, unpublish it, or extend it once by at most 30 days.", "long"),
            < 0 => new(variantId, TaskKind.ReviewOverdue, [.. reviewers.Append(Role.Editor).Distinct().Order()], dueAt, dueAt, $"The review was due on {due:yyyy-MM-dd}; readers are told that it is overdue.", ""),
            <= LastDays => new(variantId, TaskKind.ReviewDue, reviewers, clock.StartOf(due.AddDays(-LastDays)), dueAt, $"The review is due on {due:yyyy-MM-dd}: this is the last week.", "last"),
            _ => new(variantId, TaskKind.ReviewDue, reviewers, clock.StartOf(due.AddDays(-Delivery.ReviewStatusRules.DueDays)), dueAt, $"The review is due on {due:yyyy-MM-dd}.", ""),
        };
    }

    private async Task<IEnumerable<PendingTask>> DoubtsAsync(CancellationToken cancellation)
    {
        var open = await (
            from notice in db.Notices.AsNoTracking()
            join variant in db.Variants.AsNoTracking() on notice.VariantId equals variant.Id
            where notice.Kind == NoticeKind.ExpressionOfConcern && notice.EndedAt == null && variant.PublishedVersion != null
            select notice).ToListAsync(cancellation);
        return open.Select(n => n.At.AddDays(NoticeRules.ConcernDaysMax) is var dueAt && dueAt <= clock.Now
            ? new PendingTask(n.VariantId, TaskKind.ConcernOpen, [Role.Editor, Role.MedicalReviewer, Role.Publisher], dueAt, dueAt,
                $"Readers have been told of a doubt for {NoticeRules.ConcernDaysMax} days: correct it, retract it, or confirm the review. They were told: {n.Text}", $"{n.Id:N}late")
            : new PendingTask(n.VariantId, TaskKind.ConcernOpen, [Role.MedicalReviewer, Role.Publisher], n.At, dueAt, $"Readers are told of a doubt: {n.Text}", $"{n.Id:N}"));
    }

    /// <summary>Pages that hold something retracted: readers see them without it, which may leave a gap.</summary>
    private async Task<IEnumerable<PendingTask>> RetractedPartsAsync(CancellationToken cancellation)
    {
        var parts = await (
            from reference in db.References.AsNoTracking()
            join variant in db.Variants.AsNoTracking() on new { Id = reference.VariantId, Version = (int?)reference.Version } equals new { variant.Id, Version = variant.PublishedVersion }
            join part in db.Variants.AsNoTracking() on reference.EntryId equals part.EntryId
            where part.RetractedVersion != null && part.PublishedVersion == null
            where part.Locale == variant.Locale
                || (part.Locale == defaultLocale && !db.Variants.Any(own => own.EntryId == part.EntryId && own.Locale == variant.Locale && (own.PublishedVersion != null || own.RetractedVersion != null)))
            select new
            {
                variant.Id, Part = part.Id, part.Type, part.Title,
                Since = db.Notices.Where(n => n.VariantId == part.Id && n.Kind == NoticeKind.Retracted && n.Version == part.RetractedVersion).Max(n => (DateTimeOffset?)n.At),
            }).Distinct().ToListAsync(cancellation);
        return parts.Select(p => new PendingTask(p.Id, TaskKind.Fix, [Role.Editor], p.Since ?? clock.Now, null,
            $"It shows or links to the {ContentType.NounOf(p.Type)} “{p.Title}”, which was retracted: readers see the page without it. Put something right in its place, or take it out.", $"{p.Part:N}"));
    }

    /// <summary>Pages that name a help line which says something else since they were reviewed.</summary>
    private async Task<IEnumerable<PendingTask>> HelpLinesAsync(CancellationToken cancellation)
    {
        var help = types.All.Where(t => t.OffersHelp).Select(t => t.Name).ToList();
        var changed = await (
            from reference in db.References.AsNoTracking()
            join variant in db.Variants.AsNoTracking() on new { Id = reference.VariantId, Version = (int?)reference.Version } equals new { variant.Id, Version = variant.PublishedVersion }
            join revision in db.Revisions.AsNoTracking() on new { reference.VariantId, reference.Version } equals new { revision.VariantId, revision.Version }
            join line in db.Variants.AsNoTracking() on reference.EntryId equals line.EntryId
            where help.Contains(line.Type) && line.PublishedVersion != null && (line.Locale == variant.Locale || line.Locale == defaultLocale)
            where line.ContentModifiedAt > line.FirstPublishedAt && line.ContentModifiedAt > revision.ApprovedAt
            select new { variant.Id, variant.Type, Line = line.Id, line.Title, Since = line.ContentModifiedAt }).Distinct().ToListAsync(cancellation);
        return changed.Where(c => types[c.Type].IsClinical).Select(c => new PendingTask(c.Id, TaskKind.ReviewDue, [Role.MedicalReviewer], c.Since ?? clock.Now, null,
            $"The help line “{c.Title}”, which it shows, has changed since the review: check it now.", $"{c.Line:N}"));
    }

    /// <summary>Translations of a text that was corrected after they were reviewed.</summary>
    private async Task<IEnumerable<PendingTask>> CorrectedSourcesAsync(CancellationToken cancellation)
    {
        var corrected = await (
            from notice in db.Notices.AsNoTracking()
            join source in db.Variants.AsNoTracking() on notice.VariantId equals source.Id
            join translation in db.Variants.AsNoTracking() on source.EntryId equals translation.EntryId
            join revision in db.Revisions.AsNoTracking() on new { translation.Id, Version = translation.PublishedVersion } equals new { Id = revision.VariantId, Version = (int?)revision.Version }
            where notice.Kind == NoticeKind.Correction && source.PublishedVersion >= notice.Version && translation.Id != source.Id
            where revision.SourceVersion < notice.Version && notice.At > (revision.ApprovedAt ?? revision.PublishedAt)
            select new { translation.Id, translation.Type, Notice = notice.Id, notice.Text, notice.At }).ToListAsync(cancellation);
        return corrected.Select(c => new PendingTask(c.Id, TaskKind.ReviewDue, [types[c.Type].IsClinical ? Role.MedicalReviewer : Role.Editor], c.At, null,
            $"The text that this was translated from was corrected: {c.Text} Bring it over, or confirm that this text is right.", $"{c.Notice:N}"));
    }
}
