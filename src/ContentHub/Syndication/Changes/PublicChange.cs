using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Http;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery;
using ContentHub.Delivery.Licences;
using ContentHub.Storage;

namespace ContentHub.Syndication.Changes;

/// <summary>What a change means to whoever holds a copy.</summary>
[Description("What a change means to whoever holds a copy.")]
public enum ChangeKind
{
    [Description("Readers see it now and did not before: the first time, or again.")] Published,
    [Description("A newer revision took the place of the one before.")] Updated,
    [Description("A public notice says what was wrong; the version is the one that is right.")] Corrected,
    [Description("Checked again, word for word the same: the review is new, the text is not.")] Reviewed,
    [Description("The day of the next review is near: its status is DUE now.")] ReviewDue,
    [Description("The day of the next review has passed: its status is OVERDUE now, and copies should say so.")] ReviewOverdue,
    [Description("Taken away without a fault in it: delete your copy.")] Unpublished,
    [Description("Taken away for safety: delete your copy and show the reason.")] Retracted,
    [Description("What you may show of it is another now; without `entry`: delete your copy.")] LicenceChanged,
}

/// <summary>How soon whoever holds a copy should act.</summary>
[Description("How soon whoever holds a copy should act.")]
public enum ChangeUrgency
{
    [Description("With your next run.")] Normal,
    [Description("Now: readers could come to harm by the old copy. Retractions, corrections for safety, expressions of concern.")] High,
}

/// <summary>One act that readers noticed. What only editors see never becomes one.</summary>
/// <param name="Cursor">Its place.</param>
/// <param name="Version">The revision that went out or was taken away.</param>
/// <param name="PreviousSlug">Where it stood until now; null when it did not move.</param>
/// <param name="Reason">For readers; remarks for colleagues are not part of it.</param>
/// <param name="ReplacedBy">Entry id of what to read instead of something retracted; null where nothing is named.</param>
/// <param name="Last">What readers last saw it called; for when it is gone.</param>
/// <param name="Topics">Of this revision and of the one before it, so that whoever follows a topic hears of an entry that leaves it.</param>
[ItemName("Change")]
public sealed record PublicChange(
    ChangeCursor Cursor,
    ChangeKind Kind,
    DateTimeOffset At,
    DeliveryType Type,
    Guid EntryId,
    Guid VariantId,
    string Locale,
    int Version,
    string? PreviousSlug,
    string? Reason,
    ChangeUrgency Urgency,
    Guid? ReplacedBy,
    PublicName Last,
    IReadOnlyCollection<Guid> Topics)
{
    /// <summary>When the text became public and stopped being so, oldest first, as far as is known by now.</summary>
    public IReadOnlyList<PublicMove> History { get; init; } = [];

    /// <summary>The entry as readers get it now, which may be newer than the change; null when its text is gone.</summary>
    public PublishedEntry? Entry(Request request) => request.View.ByVariant(VariantId) is { IsRetracted: false } entry ? entry : null;

    /// <summary>By today's name while there is one: what it was called before is not public any more.</summary>
    public EntryRef Ref(Request request) => request.View.ByVariant(VariantId) is { } entry
        ? EntryRef.Of(entry, request)
        : new(new NodeId(NodeKind.Entry, VariantId).ToString(), EntryId, Type, Locale, Last.Slug, Last.Title, CanonicalUrl: null);

    /// <summary>What to read instead, once it is public.</summary>
    public EntryRef? Instead(Request request) =>
        ReplacedBy is { } id && request.View.Linked(id, Locale) is { } entry ? EntryRef.Of(entry, request) : null;

    /// <summary>Pages that show or link to it, by title.</summary>
    public IReadOnlyList<EntryRef> Affects(Request request) =>
        [.. request.View.UsedBy(EntryId, Locale).Take(AffectsMax).Select(page => EntryRef.Of(page, request))];

    public const int AffectsMax = 200;

    /// <summary>Every answer to everybody that this change makes another has one of them in its <c>Surrogate-Key</c>. None for partners: theirs are other answers.</summary>
    public IReadOnlyList<string> SurrogateKeys(Request request) => request.Caller.PartnerId is not null ? [] :
    [
        AnswerKeys.Any, AnswerKeys.OfType(Type.Name), AnswerKeys.OfEntry(EntryId),
        .. History.Select(move => move.Name.Slug).Append(Last.Slug).Distinct().Select(slug => AnswerKeys.OfSlug(Type.Name, slug)),
    ];
}

/// <summary>An act by which a text became public, or stopped being so.</summary>
/// <param name="IsPublication">False: it was taken away.</param>
/// <param name="Subject">What licences decide by, of the revision.</param>
/// <param name="Name">What the revision is called.</param>
public sealed record PublicMove(long Sequence, bool IsPublication, LicenceSubject Subject, PublicName Name);

/// <summary>What readers call an entry.</summary>
public readonly record struct PublicName(string Slug, string Title);
