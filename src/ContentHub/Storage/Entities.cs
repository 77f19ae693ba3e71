namespace ContentHub.Storage;

/// <summary>One thing editors write, whatever its type; joins its variants.</summary>
public sealed class Entry
{
    public required Guid Id { get; init; }
    /// <summary>The content type, e.g. <c>ARTICLE</c>.</summary>
    public required string Type { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An entry in one locale: which revision is newest, which is public. Its texts are in the revisions.</summary>
public sealed class Variant
{
    public required Guid Id { get; init; }
    public required Guid EntryId { get; init; }
    public required string Type { get; init; }
    /// <summary>BCP 47.</summary>
    public required string Locale { get; init; }
    public required Guid CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The newest revision that counts; goes back to the published one when a draft is discarded.</summary>
    public int HeadVersion { get; set; }
    /// <summary>The highest number given so far; numbers are never used twice.</summary>
    public int LastVersion { get; set; }
    /// <summary>The revision that readers see; null while nothing is out.</summary>
    public int? PublishedVersion { get; set; }
    /// <summary>The revision that was retracted; readers see its title and notice. Null when none, or when a later one was published.</summary>
    public int? RetractedVersion { get; set; }
    /// <summary>State of the head, kept here so that lists need no join.</summary>
    public WorkflowState HeadState { get; set; }
    /// <summary>Of the head; null while the draft has none.</summary>
    public string? Slug { get; set; }
    /// <summary>Of the head; empty while the draft has none.</summary>
    public string Title { get; set; } = "";
    /// <summary>All text of the head in lower case, for the editors' content list.</summary>
    public string SearchText { get; set; } = "";

    public Guid UpdatedBy { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    /// <summary>Never moves once set.</summary>
    public DateTimeOffset? FirstPublishedAt { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    /// <summary>When what readers see last changed in substance.</summary>
    public DateTimeOffset? ContentModifiedAt { get; set; }
    /// <summary>By when what readers see is to be checked again; null while nothing is out or nobody set a day.</summary>
    public DateOnly? NextReviewDue { get; set; }
    /// <summary>What the log has said of that day already; null while it is far away.</summary>
    public ReviewMark? ReviewMark { get; set; }
    /// <summary>Set when a draft that never was published is thrown away: it leaves every list, its log rows stay.</summary>
    public DateTimeOffset? DiscardedAt { get; set; }

    /// <summary>Raised by every act and checked by EF Core: of two acts at once, one loses and is told.</summary>
    public long Act { get; set; }
}

/// <summary>One immutable, numbered version of a variant: the whole document. Only its state moves.</summary>
public sealed class Revision
{
    public required Guid VariantId { get; init; }
    /// <summary>From 1.</summary>
    public required int Version { get; init; }
    /// <summary>JSON, UTF-8; kept as text because its bytes are hashed.</summary>
    public required string Document { get; init; }
    /// <summary>SHA-256 of the document's UTF-8 bytes.</summary>
    public required byte[] DocumentHash { get; init; }
    public required Guid CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>The writer's remark; null where there is none.</summary>
    public string? Note { get; init; }
    /// <summary>For a translation: the version of the default locale that it was made from; null for originals.</summary>
    public int? SourceVersion { get; init; }

    public WorkflowState State { get; set; } = WorkflowState.Draft;
    public DateTimeOffset? SubmittedAt { get; set; }
    public Guid? ApprovedBy { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    /// <summary>Set with the approval.</summary>
    public DateOnly? NextReviewDue { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    /// <summary>Published by a Publisher without approval; null otherwise. The stated reason.</summary>
    public string? EmergencyReason { get; set; }
    /// <summary>What the people whom the document credits were called when it was published: JSON, entry id to name; null before.</summary>
    public string? Names { get; set; }

    public List<Reference> References { get; init; } = [];
}

/// <summary>
/// How the approval of a revision stood from a moment on. Rows are only added: the last one says the same as the revision,
/// the earlier ones what readers were told then.
/// </summary>
public sealed class Approval
{
    public required Guid VariantId { get; init; }
    public required int Version { get; init; }
    /// <summary>From 1, for each revision.</summary>
    public required int Number { get; init; }
    public required DateTimeOffset Since { get; init; }
    /// <summary>Null: nobody vouched for it from then on.</summary>
    public Guid? By { get; init; }
    public DateTimeOffset? ApprovedAt { get; init; }
    public DateOnly? NextReviewDue { get; init; }
}

/// <summary>What the log has said of a review's day.</summary>
public enum ReviewMark
{
    Due, Overdue,
}

/// <summary>That a revision refers to an entry: in a list, a block or a link of its text.</summary>
public sealed class Reference
{
    public Guid VariantId { get; init; }
    public int Version { get; init; }
    /// <summary>From 0, in the order of the document.</summary>
    public required int Position { get; init; }
    public required Guid EntryId { get; init; }
    /// <summary>Where it stands in the document, joined by <c>/</c>.</summary>
    public required string Path { get; init; }
}

/// <summary>That a slug belongs to a variant. The primary key makes it unique per type and locale.</summary>
public sealed class SlugClaim
{
    public required string Type { get; init; }
    public required string Locale { get; init; }
    public required string Slug { get; init; }
    public required Guid VariantId { get; init; }
    /// <summary>When readers first saw the entry under it; null while it only stands in a draft. Once set, it keeps answering.</summary>
    public DateTimeOffset? PublishedAt { get; set; }
}

/// <summary>A remark of a person on a revision, or a reply to one.</summary>
public sealed class Comment
{
    public required Guid Id { get; init; }
    public required Guid VariantId { get; init; }
    public required int Version { get; init; }
    /// <summary>Where in the document, as a JSON list of strings; <c>[]</c> for the whole.</summary>
    public required string Path { get; init; }
    public required string Text { get; init; }
    public required Guid By { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>Roles that are asked to look, as a JSON list.</summary>
    public required string Mentions { get; init; }
    /// <summary>The thread's first comment; null for that one itself.</summary>
    public Guid? ReplyTo { get; init; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public Guid? ResolvedBy { get; set; }
}

/// <summary>That a person judged a warning of the checks and left it. Holds for as long as the checks say the same of the same text.</summary>
public sealed class Dismissal
{
    public required Guid Id { get; init; }
    public required Guid VariantId { get; init; }
    /// <summary>The newest version when it was judged.</summary>
    public required int Version { get; init; }
    /// <summary>Name of the check.</summary>
    public required string Rule { get; init; }
    /// <summary>Names what the check said of which text.</summary>
    public required string Finding { get; init; }
    public required string Reason { get; init; }
    public required Guid By { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>When it was taken back, or judged anew; null while it holds.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A public remark on an entry. One on a revision that is not out yet goes out with it.</summary>
public sealed class Notice
{
    public required Guid Id { get; init; }
    public required Guid VariantId { get; init; }
    public required NoticeKind Kind { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
    public required int Version { get; init; }
    public Guid? ReplacedBy { get; init; }
    /// <summary>Null on notices from before there were codes.</summary>
    public NoticeReason? Reason { get; init; }
    /// <summary>Of a correction; null for the other kinds.</summary>
    public CorrectionClass? Class { get; init; }
    /// <summary>Until when it stands above the text; null: in its place, or as long as it stands.</summary>
    public DateTimeOffset? OnTopUntil { get; init; }
    /// <summary>When the doubt of an expression of concern was settled; null while it stands, and for the other kinds.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Why something was corrected or taken away, for programs and for words in other languages.</summary>
[System.ComponentModel.Description("Why something was corrected, doubted or taken away: for programs, and to say it in the reader's language.")]
public enum NoticeReason
{
    [System.ComponentModel.Description("A fact was wrong or missing.")] WrongFact,
    [System.ComponentModel.Description("Following it could have done harm.")] HarmPossible,
    [System.ComponentModel.Description("What it rests on was withdrawn.")] SourceWithdrawn,
    [System.ComponentModel.Description("It was published without the right to do so.")] Licence,
    [System.ComponentModel.Description("It told something private, or lacked somebody's consent.")] Privacy,
    [System.ComponentModel.Description("The translation said something else than its source.")] WrongLanguage,
    [System.ComponentModel.Description("Something else: the text says what.")] Other,
}

/// <summary>How much a correction matters to whoever read the old text.</summary>
[System.ComponentModel.Description("How much a correction matters to whoever read the old text.")]
public enum CorrectionClass
{
    [System.ComponentModel.Description("A fact was wrong or missing; nobody is likely to be harmed.")] Minor,
    [System.ComponentModel.Description("The wrong fact could lead to harm: it stands on top for 90 days.")] Safety,
}

/// <summary>Why a notice stands.</summary>
[System.ComponentModel.Description("Why a notice stands.")]
public enum NoticeKind
{
    [System.ComponentModel.Description("Something was wrong and has been put right.")] Correction,
    [System.ComponentModel.Description("Another entry took its place.")] Replaced,
    [System.ComponentModel.Description("Not to be relied on; the text has been taken away.")] Retracted,
    [System.ComponentModel.Description("There is doubt that is being looked into.")] ExpressionOfConcern,
}

/// <summary>A token that shows one draft for a time. Only its hash is stored.</summary>
public sealed class PreviewToken
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }
    public required Guid VariantId { get; init; }
    /// <summary>Null: always the newest.</summary>
    public int? Version { get; init; }
    public required Guid CreatedBy { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Somebody who acted. Outside the hash chain, so that a name can be erased.</summary>
public sealed class Person
{
    public required Guid Id { get; init; }
    /// <summary>Issuer and subject of the token; unique. Starts with <c>system:</c> for programs.</summary>
    public required string Subject { get; init; }
    public required string Name { get; set; }
    public string? Email { get; set; }
    /// <summary>As last seen, as names of <c>Role</c>, joined by commas.</summary>
    public string Roles { get; set; } = "";
    public bool IsSystem { get; init; }
}

/// <summary>One act, in the order in which they happened.</summary>
public sealed class Change
{
    /// <summary>From 1, without gaps.</summary>
    public required long Sequence { get; init; }
    public required ChangeKind Kind { get; init; }
    /// <summary>UTC, whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }
    public required Guid EntryId { get; init; }
    public required Guid VariantId { get; init; }
    public required string Locale { get; init; }
    public required int Version { get; init; }
    /// <summary>SHA-256 of the revision's document.</summary>
    public required byte[] DocumentHash { get; init; }
    public required Guid ActorId { get; init; }
    /// <summary>Null where the act needs none.</summary>
    public string? Reason { get; init; }
    public required byte[] PreviousHash { get; init; }
    /// <summary>See <see cref="ChangeChain"/>.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Outside the hash: null when the act moved no state.</summary>
    public WorkflowState? FromState { get; init; }
    public WorkflowState? ToState { get; init; }
    /// <summary>Outside the hash, so that it can be erased.</summary>
    public string? Address { get; init; }
}

/// <summary>What an act was. Names are stored and hashed: never rename one.</summary>
public enum ChangeKind
{
    Created, Saved, SubmittedForReview, ChangesRequested, Approved, Published, Unpublished, Retracted,
    Restored, DraftDiscarded, Commented, CommentResolved, PreviewCreated,
    Scheduled, ScheduleCancelled, ScheduleRefused,
    Reviewed, ReviewExtended, ReviewDue, ReviewOverdue, NoticePrepared, Corrected, ConcernExpressed, Replaced,
    FindingDismissed, FindingReopened,
    PartnerCreated, PartnerChanged, LicenceChanged, LicenceExpired, PartnerKeyIssued, PartnerKeyRevoked, RetractionAcknowledged,
    WebhookCreated, WebhookSecretRotated, WebhookDeleted,
}

/// <summary>One row: which log this database holds.</summary>
public sealed class LogIdentity
{
    /// <summary>Always 1.</summary>
    public int Id { get; init; } = 1;
    /// <summary>New at creation and at each restore, and carried by every cursor.</summary>
    public required Guid LogId { get; set; }
    /// <summary>SHA-256 of the file whose import has begun and is not finished; null: there is none. See <see cref="Storage.UnfinishedImport"/>.</summary>
    public string? UnfinishedImport { get; set; }
}
