using System.Text.RegularExpressions;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>Clinical text without a source that a reader can open. A translation has its source's.</summary>
internal sealed partial class ReferenceMissing : EditorialCheck
{
    public override string Rule => "reference-missing";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override string About => "clinical text without a source that a reader can find: a title, a publisher, and an https address, DOI, PMID or ISBN";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        var hasText = document.Texts.Any(t => t.Outline.Role is not (TextRole.Title or TextRole.Heading) && t.WordCount > 0);
        if (document.Facts.IsClinical && hasText && !document.Outline.Sources.Any(IsFindable) && document.Facts.Source?.Sources.Any(IsFindable) != true)
        {
            yield return At(
                ["references"],
                "This text makes health claims but names no source. Add at least one reference a reader can open.",
                "Add the source with its title, its publisher and its https address; for print, put its DOI, PMID or ISBN into the title.");
        }
    }

    private static bool IsFindable(OutlineSource source) =>
        !string.IsNullOrWhiteSpace(source.Title) && !string.IsNullOrWhiteSpace(source.Publisher)
        && (source.Url is { IsAbsoluteUri: true, Scheme: "https" } || Identifier().IsMatch($"{source.Title} {source.Publisher} {source.Url}"));

    // The DOI Handbook's form; PMID and ISBN as they are cited.
    [GeneratedRegex(@"10\.[0-9]{4,9}/[^ ]|[Pp][Mm][Ii][Dd]:? ?[0-9]{4,9}|ISBN(?:-1[03])?:? ?[0-9][0-9 -]{8,16}[0-9Xx]", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
