namespace ContentHub.Editorial.Checks.Rules;

/// <summary>Much text between two headings. Tables do not count; a section without a heading goes on where the one before ended.</summary>
internal sealed class LongSection : EditorialCheck
{
    public override string Rule => "long-section";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "over 300 words without a heading";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        var (words, begin) = (0, 0);
        for (var i = 0; i < document.Outline.Sections.Count; i++)
        {
            words += document.Texts.Where(t => t.Outline.Section == i && t.Outline.IsBody && t.Outline.Role is not (TextRole.Heading or TextRole.Cell or TextRole.Label)).Sum(t => t.WordCount);
            var isLast = i + 1 == document.Outline.Sections.Count || document.Outline.Sections[i + 1].Heading is not null;
            if (isLast)
            {
                if (words > document.Options.SectionWords)
                {
                    yield return At(document.Outline.Sections[begin].Path, $"{words} words without a heading. Add one where the subject changes.", $"Readers look for headings: one at least every {document.Options.SectionWords} words.");
                }

                (words, begin) = (0, i + 1);
            }
        }
    }
}
