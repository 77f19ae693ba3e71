namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A link or block that leads to what readers cannot see. Whatever is published together counts as out.</summary>
internal sealed class LinkTargetMissing : EditorialCheck
{
    public const string Name = "link-target-missing";

    public override string Rule => Name;

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override string About => "a link or block that leads to an entry that is not published, was retracted or is unknown, or to a section that it does not have";

    public override bool StandsAgainstReview => false;

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        foreach (var text in document.Texts)
        {
            foreach (var link in text.Inline?.EntryLinks() ?? [])
            {
                if (FaultOf(document, link.EntryId, link.Anchor) is var (message, suggestion))
                {
                    yield return new(Rule, Severity, message, text.Path, new(link.Start, link.End), suggestion, null);
                }
            }
        }

        foreach (var link in document.Outline.Links)
        {
            if (FaultOf(document, link.EntryId, null) is var (message, suggestion))
            {
                yield return At(link.Path, message, suggestion);
            }
        }
    }

    private static (string Message, string Suggestion)? FaultOf(CheckedDocument document, Guid entryId, string? anchor)
    {
        if (entryId == document.Facts.EntryId)
        {
            return anchor is null || document.Outline.Sections.Any(s => s.Anchor == anchor) ? null : NoSection("this entry", anchor);
        }

        return document.Facts.Linked.GetValueOrDefault(entryId) switch
        {
            null => ("This link points to an entry that does not exist.", "Pick the entry again, or take the link out."),
            { IsRetracted: true } retracted => ($"This link points to “{retracted.Title}”, which was retracted and which readers cannot see.", "Take the link out, or link to what replaced it."),
            { IsVisible: false } hidden => ($"This link points to “{hidden.Title}”, which readers cannot see.", "Publish that entry first, or take the link out."),
            { Anchors: { } anchors } target when anchor is not null && !anchors.Contains(anchor) => NoSection($"“{target.Title}”", anchor),
            _ => null,
        };
    }

    private static (string, string) NoSection(string title, string anchor) =>
        ($"This link points to the section “{anchor}” of {title}, which has no such section.", "Pick the section again, or link to the whole entry.");
}
