using Markdig;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Reads Markdown, by way of the HTML that it stands for.</summary>
internal static class MarkdownReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseDefinitionLists().UseAutoLinks().Build();

    /// <summary>Marks between two blank lines; more take Markdig a time that grows with their square.</summary>
    private const int MarksMax = 1_500;
    private const int DepthMax = 60;

    public static PageReading Read(Page page, PageNotes notes)
    {
        var (title, text) = WithoutFrontMatter(page.Text, notes);
        if (IsWild(text) || ToHtml(text) is not { } html)
        {
            notes.Find("format", "This Markdown has so many marks in one place that it was read as plain text.", "Look through the draft for marks that were left in it.");
            return PlainReader.Read(text, notes);
        }

        var reading = HtmlReader.Read(page with { Text = html }, notes);
        return title is null || reading.Pieces.Any(p => p is HeadingPiece { Level: 1 }) ? reading : reading with { Pieces = [new HeadingPiece(PageText.Of(title), 1, Confidence.High), .. reading.Pieces] };
    }

    private static string? ToHtml(string text)
    {
        try
        {
            return Markdown.ToHtml(text, Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig's own limit on depth.
            return null;
        }
    }

    private static bool IsWild(string text)
    {
        var marks = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            marks = line.IsWhiteSpace() ? 0 : marks + line.CountAny("[]<*_`!|~\\&");
            if (marks > MarksMax || line.Count('>') > DepthMax || line.Length - line.TrimStart(" \t>*+-0123456789.)").Length > 4 * DepthMax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What stands between two lines of dashes at the top is about the page; of it the title is used.</summary>
    private static (string? Title, string Text) WithoutFrontMatter(string text, PageNotes notes)
    {
        var lines = text.TrimStart().Split('\n');
        var end = lines[0].TrimEnd() == "---" ? Array.FindIndex(lines, 1, l => l.TrimEnd() is "---" or "...") : -1;
        if (end < 0 || !lines[1..end].All(l => l.Contains(':', StringComparison.Ordinal) || l.StartsWith(' ') || l.StartsWith('-') || string.IsNullOrWhiteSpace(l)))
        {
            return (null, text);
        }

        string? title = null;
        foreach (var line in lines[1..end])
        {
            if (line.StartsWith("title:", StringComparison.OrdinalIgnoreCase) && line[6..].Trim().Trim('"', '\'') is { Length: > 0 } said)
            {
                title = said;
            }
            else
            {
                notes.Leave(line, "data about the page, not its text");
            }
        }

        return (title, string.Join('\n', lines[(end + 1)..]));
    }
}
