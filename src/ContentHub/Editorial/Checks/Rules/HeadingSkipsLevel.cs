namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A heading that is more than one level below the one before it, which screen readers tell as a missing part.</summary>
internal sealed class HeadingSkipsLevel : EditorialCheck
{
    private const int TitleLevel = 1;

    public override string Rule => "heading-skips-level";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a heading that skips a level";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        var before = TitleLevel;
        foreach (var section in document.Outline.Sections.Where(s => s.Heading is not null))
        {
            if (section.Level > before + 1)
            {
                yield return At([.. section.Path, "level"], $"Heading jumps from level {before} to {section.Level}.", $"Make “{section.Heading}” level {before + 1}, or put a heading of that level before it.");
            }

            before = section.Level;
        }
    }
}
