using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A figure in clinical text that no link ties to its source: readers want to look just that up.</summary>
internal sealed class FigureWithoutLink : EditorialCheck
{
    private static readonly FigureData Data = ClinicalData.Read<FigureData>("figures");
    private static readonly PatternList<string> List = new([new Term<string>("figure", Data.Patterns, Data.Not)]);

    public override string Rule => "figure-without-link";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a figure in clinical text (per cent, “one in five”, a study of a year) that no link in the same paragraph ties to its source";

    public override IEnumerable<Finding> Find(CheckedDocument document) => document.Facts.IsClinical
        ? List.In(document, t => t.Outline.IsMarkdown && t.Inline?.HasLinks != true).DistinctBy(m => m.Text)
            .Select(m => At(m.Text, m.Start, m.Length, $"“{m.Words}” is a figure, and nothing here says where it is from.", "Link the words to the page that gives the figure, or say it without one."))
        : [];

    private sealed record FigureData(string About, IReadOnlyList<string> Patterns, IReadOnlyList<string> Not);
}
