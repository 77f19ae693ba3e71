using System.ComponentModel;
using System.Text.Json;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Api.Records;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Workflow;

[Description("Makes one revision the one that readers see.")]
public sealed record PublishInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("The revision: the newest, or an older one that is approved.")] public required int Version { get; init; }

    [Description("A time to come, at most 366 days ahead; at once when absent. Everything is checked now and again then.")] public DateTimeOffset? At { get; init; }

    [Description("For colleagues; stands in the log.")] public string? Note { get; init; }

    [Description("Publisher only: goes out without approval, for this reason. Reviewers are asked to look at it, and readers see no review.")]
    public string? EmergencyReason { get; init; }
}

/// <summary>
/// Makes one revision the one that readers see. A clinical one must carry the approval of somebody who did not write it;
/// the only way around is the Publisher's stated emergency.
/// </summary>
public sealed class Publish(Acts acts)
{
    public Task<Outcome> RunAsync(PublishInput input, Caller caller, CancellationToken cancellation) => acts.RunAsync(caller, act => input.At is { } at ? SchedulePublication.DecideAsync(act, input, at) : DecideAsync(act, input), cancellation);

    internal static async Task<Decision> DecideAsync(Act act, PublishInput input)
    {
        var (subject, errors) = await CheckAsync(act, input, act.Now);
        return subject is null
            ? Decision.Refuse(errors)
            : new(subject.Variant.Id, [], await ShowAsync(act, subject, input.EmergencyReason ?? input.Note, input.EmergencyReason)) { SlugPath = ["input", "id"] };
    }

    /// <summary>All that must hold for a revision to go out.</summary>
    /// <param name="at">When it is to go out: the approval must hold on that day.</param>
    /// <returns>The revision, or why not.</returns>
    internal static async Task<(Subject? Subject, IReadOnlyList<IUserError> Errors)> CheckAsync(Act act, PublishInput input, DateTimeOffset at)
    {
        var isEmergency = input.EmergencyReason is not null;
        if (isEmergency && string.IsNullOrWhiteSpace(input.EmergencyReason))
        {
            return (null, [new ValidationError("Say what the emergency is: it stands in the log, and the reviewers read it.", ErrorCode.Required, ["input", "emergencyReason"])]);
        }

        var action = isEmergency ? WorkflowAction.PublishInEmergency : at > act.Now ? WorkflowAction.Schedule : WorkflowAction.Publish;
        var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version, action, mustBeHead: false);
        if (subject is null)
        {
            return (null, [refusal!]);
        }

        var (variant, revision) = (subject.Variant, subject.Revision);
        if (variant.HeadVersion != revision.Version && revision.State is not (WorkflowState.Approved or WorkflowState.Scheduled or WorkflowState.Unpublished))
        {
            return (null, [await Refusals.ConflictAsync(act, variant, input.Version, variant.HeadVersion, "version")]);
        }

        if (!isEmergency && ApprovalRules.WhyNotPublish(subject.IsClinical, variant, revision, act.DayOf(at)) is { } reason)
        {
            return (null, [Subjects.WrongState(act, subject, reason, WorkflowAction.Publish, WorkflowAction.Schedule)]);
        }

        // An emergency goes around the review, not around what else would hurt readers.
        var review = isEmergency ? null : new ReviewFacts(revision.ApprovedBy is not null, revision.NextReviewDue, act.Reviews.LongestMonths(subject.Type));
        return await Subjects.BlockedAsync(act, subject, isPublishing: true, review) is { } blocked ? (null, [blocked]) : (subject, []);
    }

    /// <summary>Makes it what readers see, whoever or whatever decided so.</summary>
    /// <param name="reason">As it stands in the log.</param>
    internal static async Task<IReadOnlyList<ChangeDraft>> ShowAsync(Act act, Subject subject, string? reason, string? emergencyReason = null)
    {
        var (variant, revision) = (subject.Variant, subject.Revision);
        var content = RevisionContent.Read(subject.Type, revision.Document);
        var ended = await OvertakeAsync(act, variant, revision);
        await ReplacePublishedAsync(act, variant, revision);
        await ClaimSlugAsync(act, subject, content);
        var from = subject.Move(WorkflowState.Published);
        revision.PublishedAt = act.Now;
        await MarkEmergencyAsync(act, subject, emergencyReason);
        await SetCheckDateAsync(act, subject, content);
        await SettleConcernsAsync(act, variant, revision);
        revision.Names = await NamesAsync(act.Db, content, variant.Locale, act.Cancellation);
        return [act.Change(ChangeKind.Published, variant, revision, reason, from), .. ended];
    }

    /// <summary>Ends what was planned and is overtaken: this revision's own publication, an older one's, which would take its place, and the end of an emergency.</summary>
    private static async Task<IReadOnlyList<ChangeDraft>> OvertakeAsync(Act act, Variant variant, Revision revision)
    {
        var pending = await Plans.PendingAsync(act, variant.Id);
        foreach (var done in pending.Where(p => p.Kind is ScheduledKind.EndEmergency || (p.Kind is ScheduledKind.Publish && p.Version == revision.Version)))
        {
            // The rest of a release stays: what it was to do with this entry is done.
            done.Settle(ScheduledState.Cancelled, act.Now);
        }

        return await Plans.EndAsync(act, pending.Where(p => p.Kind is ScheduledKind.Publish && p.Version < revision.Version), $"Version {revision.Version} of {variant.Title} went out first.");
    }

    /// <summary>An approval that has run out vouches for nothing: readers must not see it, and reviewers are to look.</summary>
    private static async Task MarkEmergencyAsync(Act act, Subject subject, string? reason)
    {
        var revision = subject.Revision;
        revision.EmergencyReason = ApprovalRules.Holds(revision, act.Today) ? null : reason;
        if (revision.EmergencyReason is not null)
        {
            await Approvals.WithdrawAsync(act, revision);
            if (subject.IsClinical && act.Schedules.EmergencyLasts > TimeSpan.Zero)
            {
                act.Db.Schedules.Add(Plans.Of(act, subject.Variant, revision, ScheduledKind.EndEmergency, act.Now + act.Schedules.EmergencyLasts, null, WorkflowState.Published));
            }
        }
    }

    /// <summary>An Editor who publishes what needs no review has looked at it: from today it is to be checked again in its time.</summary>
    private static async Task SetCheckDateAsync(Act act, Subject subject, IEntryContent content)
    {
        var revision = subject.Revision;
        if (!subject.IsClinical && revision.EmergencyReason is null && (revision.NextReviewDue is null || revision.NextReviewDue < act.Today))
        {
            revision.NextReviewDue = await act.Reviews.DueAsync(act, subject.Type, content);
        }

        Approvals.Show(act, subject.Variant, revision.NextReviewDue);
    }

    /// <summary>A correction that was prepared on this version is told with it, and settles a doubt about the one before.</summary>
    private static async Task SettleConcernsAsync(Act act, Variant variant, Revision revision)
    {
        if (await act.Db.Notices.AnyAsync(n => n.VariantId == variant.Id && n.Version == revision.Version && n.Kind == NoticeKind.Correction, act.Cancellation))
        {
            await Notices.Concerns.SettleAsync(act, variant);
        }
    }

    private static async Task ReplacePublishedAsync(Act act, Variant variant, Revision revision)
    {
        var previous = await act.Db.Revisions.SingleOrDefaultAsync(
            r => r.VariantId == variant.Id && r.Version == (variant.PublishedVersion ?? variant.RetractedVersion), act.Cancellation);
        if (previous is { State: WorkflowState.Published } && previous.Version != revision.Version)
        {
            previous.State = WorkflowState.Superseded;
            variant.HeadState = previous.Version == variant.HeadVersion ? WorkflowState.Superseded : variant.HeadState;
        }

        // Saying the same again is no change of substance.
        var lastShown = previous ?? await act.Db.Revisions.Where(r => r.VariantId == variant.Id && r.PublishedAt != null).OrderByDescending(r => r.PublishedAt).FirstOrDefaultAsync(act.Cancellation);
        if (lastShown is null || !lastShown.DocumentHash.AsSpan().SequenceEqual(revision.DocumentHash))
        {
            variant.ContentModifiedAt = act.Now;
        }

        variant.PublishedVersion = revision.Version;
        variant.RetractedVersion = null;
        variant.PublishedAt = act.Now;
        variant.FirstPublishedAt ??= act.Now;
        variant.UpdatedAt = act.Now;
        variant.UpdatedBy = act.ActorId;
    }

    private static async Task ClaimSlugAsync(Act act, Subject subject, IEntryContent content)
    {
        var slug = content.Slug ?? throw new InvalidOperationException("A complete document has no slug.");
        var claim = await act.Db.Slugs.SingleOrDefaultAsync(
            s => s.Type == subject.Variant.Type && s.Locale == subject.Variant.Locale && s.Slug == slug && s.VariantId == subject.Variant.Id, act.Cancellation);
        if (claim is null)
        {
            claim = new SlugClaim { Type = subject.Variant.Type, Locale = subject.Variant.Locale, Slug = slug, VariantId = subject.Variant.Id };
            act.Db.Slugs.Add(claim);
        }

        claim.PublishedAt ??= act.Now;
    }

    /// <summary>
    /// What readers call the people whom the document credits, or called them last: a byline stays when a page goes, and
    /// a name that only stands in a draft is in nobody's byline.
    /// </summary>
    /// <returns>By entry id, as JSON; null where it credits nobody.</returns>
    internal static async Task<string?> NamesAsync(ContentHubDb db, IEntryContent content, string locale, CancellationToken cancellation)
    {
        var ids = DocumentShape.References(content).Where(r => r.Types is ["PERSON"]).Select(r => r.EntryId).Distinct().ToList();
        if (ids.Count == 0)
        {
            return null;
        }

        var shown = await (
            from variant in db.Variants.AsNoTracking()
            join revision in db.Revisions.AsNoTracking() on variant.Id equals revision.VariantId
            where ids.Contains(variant.EntryId) && revision.PublishedAt != null
            orderby variant.Locale == locale descending, revision.PublishedAt descending, variant.Id
            select new { variant.EntryId, revision.Document }).ToListAsync(cancellation);
        var names = shown.DistinctBy(s => s.EntryId).ToDictionary(s => s.EntryId, s => TitleIn(s.Document));

        // Who goes out in this very act is known by it, though the database has not heard of it yet.
        var now =
            from variant in db.Variants.Local
            where ids.Contains(variant.EntryId) && variant.PublishedVersion is not null && (variant.Locale == locale || !names.ContainsKey(variant.EntryId))
            join revision in db.Revisions.Local on (variant.Id, variant.PublishedVersion) equals (revision.VariantId, (int?)revision.Version)
            select (variant.EntryId, revision.Document);
        foreach (var (entryId, document) in now.ToList())
        {
            names[entryId] = TitleIn(document);
        }

        return JsonSerializer.Serialize(names, RecordJson.Options);
    }

    private static string TitleIn(string document)
    {
        using var person = JsonDocument.Parse(document);
        return person.RootElement.GetProperty("title").GetString() ?? "";
    }
}
