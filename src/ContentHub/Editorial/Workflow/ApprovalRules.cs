using System.Linq.Expressions;
using ContentHub.Storage;

namespace ContentHub.Editorial.Workflow;

/// <summary>What the rules of approval need to know of a revision, without its text.</summary>
/// <param name="WentOutApproved">Readers have seen it, and somebody had vouched for it.</param>
public sealed record RevisionTrace(
    Guid VariantId, int Version, Guid CreatedBy, byte[] DocumentHash, WorkflowState State, DateTimeOffset? PublishedAt, bool WentOutApproved)
{
    public static readonly Expression<Func<Revision, RevisionTrace>> Of =
        r => new(r.VariantId, r.Version, r.CreatedBy, r.DocumentHash, r.State, r.PublishedAt, r.PublishedAt != null && r.ApprovedBy != null);
}

/// <summary>Who may vouch for a revision, and how far that carries. Pure.</summary>
public static class ApprovalRules
{
    public const string OwnWords = "You wrote part of this version yourself: somebody else must approve it.";

    /// <summary>
    /// Whether the revision holds words of this person that nobody else has vouched for: a revision of theirs since the
    /// last one that went out (of a clinical type: went out approved, so that an emergency is no way around), or an
    /// older one that somebody else brought back.
    /// </summary>
    /// <param name="person">All ids under which they act.</param>
    public static bool IsOwn(IReadOnlySet<Guid> person, bool isClinical, int? publishedVersion, int version, IReadOnlyList<RevisionTrace> all)
    {
        var since = all.Where(r => r.Version <= publishedVersion && r.PublishedAt is not null && (r.WentOutApproved || !isClinical))
            .Select(r => r.Version).DefaultIfEmpty(0).Max();
        var unread = all.Where(r => r.Version > since && r.Version <= version).ToList();
        var texts = unread.Select(TextOf).ToHashSet();
        return unread.Any(r => person.Contains(r.CreatedBy)) || all.Any(r => person.Contains(r.CreatedBy) && !r.WentOutApproved && texts.Contains(TextOf(r)));
    }

    /// <summary>
    /// The same of a revision that is out: what counts is what was out before it, so that its own writer never confirms it. Of
    /// types that an Editor may publish alone, an Editor may also say alone that nothing has changed.
    /// </summary>
    public static bool IsOwnPublished(IReadOnlySet<Guid> person, bool isClinical, int version, IReadOnlyList<RevisionTrace> all) =>
        isClinical && IsOwn(person, isClinical, version - 1, version, all);

    /// <summary>Whether somebody vouches for it today.</summary>
    public static bool Holds(Revision revision, DateOnly today) => revision.ApprovedBy is not null && revision.NextReviewDue >= today;

    /// <summary>What stands against publishing beside the state, the role and what is missing; an emergency overrides it.</summary>
    /// <returns>Null when nothing does.</returns>
    public static string? WhyNotPublish(bool isClinical, Variant variant, Revision revision, DateOnly today) => (revision.State, variant.RetractedVersion) switch
    {
        (WorkflowState.Unpublished, { } retracted) =>
            $"Version {retracted} was retracted: only a new version, approved since, can take its place.",
        _ when isClinical && !Holds(revision, today) =>
            "The approval of this version is gone or past its review date: it has to be reviewed again before it goes out.",
        _ => null,
    };

    private static string TextOf(RevisionTrace revision) => Convert.ToHexString(revision.DocumentHash);
}
