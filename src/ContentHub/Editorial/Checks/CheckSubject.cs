using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Storage;

namespace ContentHub.Editorial.Checks;

/// <summary>A document that is to be checked, and which entry it is of.</summary>
/// <param name="EntryId">Null for an entry that is not stored.</param>
/// <param name="Revision">Null for text that is not stored.</param>
/// <param name="SourceVersion">For a translation: the version of the source that it was made from.</param>
internal sealed record CheckSubject(ContentType Type, IEntryContent Content, Outline Outline, string Locale, Guid? EntryId, Revision? Revision, int? SourceVersion)
{
    public static CheckSubject Of(Draft draft) => Of(draft.Type, draft.Content, draft.Variant, draft.Head);

    public static CheckSubject Of(ContentType type, IEntryContent content, Variant variant, Revision revision) =>
        new(type, content, type.OutlineOf(content), variant.Locale, variant.EntryId, revision, revision.SourceVersion);
}
