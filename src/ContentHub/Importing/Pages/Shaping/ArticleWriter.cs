using System.Globalization;
using ContentHub.Content.Articles;
using ContentHub.Content.Parts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Writes the article: what is left of the page once the rest stands in entries of its own.</summary>
internal static class ArticleWriter
{
    private const int SectionsMax = 100;
    private const int BlocksMax = 500;
    private const int SummaryCharactersMax = 600;

    /// <returns>Null when the page is too long for one document.</returns>
    public static ArticleContent? Write(PageOutline outline, IReadOnlyList<PageSection> sections, PageReading reading, PageNotes notes)
    {
        var writer = new BlockWriter(notes, ImportDrafts.ArticlePath);
        var written = new List<SectionContent>();
        foreach (var section in PageOutline.AtMost(SectionsMax, [.. sections.Where(s => s.Pieces.Count > 0 || s.Heading is not null)]))
        {
            var key = $"s{(written.Count + 1).ToString(CultureInfo.InvariantCulture)}";
            foreach (var (i, blocks) in Chunks(writer.Write(section.Pieces, ["sections", key, "blocks"])).Index())
            {
                key = $"s{(written.Count + 1).ToString(CultureInfo.InvariantCulture)}";
                written.Add(new() { Key = key, Heading = i == 0 ? section.Heading : null, Level = section.Level, Aspect = section.Aspect ?? section.Match?.Aspect, Blocks = blocks });
            }
        }

        var summary = reading.Description is { Length: > 0 and <= SummaryCharactersMax } said ? said
            : Summaries.Of(outline.Sections.SelectMany(s => s.Pieces).OfType<ParagraphPiece>().Select(p => p.Text.Plain).FirstOrDefault(p => p[^1] != ':') ?? "", SummaryCharactersMax);
        return written.Count > SectionsMax ? null : new()
        {
            Title = outline.Title,
            Summary = summary,
            Audience = HeadingPatterns.Match(outline.Title)?.IsForCaregivers == true ? Audience.Caregiver : Audience.Patient,
            Sections = written,
        };
    }

    private static IEnumerable<IReadOnlyList<BlockContent>> Chunks(IReadOnlyList<BlockContent> blocks) => blocks.Count == 0 ? [blocks] : blocks.Chunk(BlocksMax);
}
