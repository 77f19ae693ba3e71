using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>Two equal headings under the same one, whatever their case, accents and punctuation.</summary>
internal sealed class HeadingDuplicate : EditorialCheck
{
    public override string Rule => "heading-duplicate";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "two equal headings under the same heading";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        var seen = new HashSet<(string Parent, string Heading)>();
        var above = new List<(int Level, string Heading, int Number)>();
        foreach (var (number, section) in document.Outline.Sections.Where(s => s.Heading is not null).Index())
        {
            above.RemoveAll(a => a.Level >= section.Level);
            var heading = Folded(section.Heading!);

            // The parent by its place: equal parents are told apart, and told themselves.
            if (heading.Length > 0 && !seen.Add((above.Count == 0 ? "" : $"{above[^1].Number}", heading)))
            {
                yield return At([.. section.Path, "heading"], $"“{section.Heading}” stands twice. Readers and links cannot tell them apart.", "Say in one of them what is special to it.");
            }

            above.Add((section.Level, heading, number));
        }
    }

    private static string Folded(string heading) =>
        string.Join(' ', string.Concat(Folding.Of(heading.Normalize()).Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
