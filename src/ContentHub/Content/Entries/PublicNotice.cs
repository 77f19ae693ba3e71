using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Storage;
using GraphQL.Types;

namespace ContentHub.Content.Entries;

/// <summary>A public remark on an entry.</summary>
public sealed record PublicNotice(Notice Notice, EntryRef? ReplacedBy)
{
    /// <summary>Newest first.</summary>
    public static IReadOnlyList<PublicNotice> Of(PublishedEntry entry, Request request) =>
        [.. entry.Notices.Select(n => new PublicNotice(n, request.Relations.Linked<PublishedEntry>(entry, n.ReplacedBy) is { } by ? EntryRef.Of(by, request) : null))];

    private const int PlacesMax = 20;

    /// <summary>The other direction: what this entry took the place of.</summary>
    public static IReadOnlyList<EntryRef> PlacesTaken(PublishedEntry entry, Request request) =>
        [.. request.ViewOf(entry).ReplacedBy(entry.EntryId, entry.Locale).Take(PlacesMax).Select(old => EntryRef.Of(old, request))];
}

internal sealed class NoticeType : ObjectGraphType<PublicNotice>
{
    public NoticeType()
    {
        Name = "Notice";
        Description = "A public remark on an entry.";
        this.Field("kind", "Why it stands. EXPRESSION_OF_CONCERN: show it above the text as long as it is there.", n => n.Notice.Kind);
        this.Field("text", "What readers are told.", n => n.Notice.Text);
        this.Field("at", "When it was put up.", n => n.Notice.At);
        this.Field("version", "The revision that it is about: of a correction, the one that is right.", n => n.Notice.Version);
        this.Optional("replacedBy", "What to read instead; null if there is nothing, or it is not public.", n => n.ReplacedBy);
        this.Field("reason", "The reason as a code, to say it in the reader's language; null on old notices.", n => n.Notice.Reason);
        this.Field("correctionClass", "How grave what was corrected is; null for other kinds.", n => n.Notice.Class);
        this.Field("onTopUntil", "Show it above the text until then; null: no such time.", n => n.Notice.OnTopUntil);
    }
}
