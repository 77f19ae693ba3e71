using System.Text.RegularExpressions;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>From a page to its parts in reading order, whatever it is written in.</summary>
internal static partial class PageReader
{
    /// <summary>Paragraphs, headings and lists of a page; what has more is no article.</summary>
    public const int PiecesMax = 20_000;

    public static PageReading Read(Page page, PageNotes notes)
    {
        var text = TextRepair.Clean(page.Text, out var wasRepaired);
        if (wasRepaired)
        {
            notes.Find("encoding-repaired", "Signs such as “â€™” showed that the page had been read in the wrong encoding; they were put right.", "Look through names and quotation marks.");
        }

        var clean = page with { Text = page.Format is DocumentFormat.Markdown ? text : WithoutShortcodes(text, notes) };
        var reading = page.Format switch
        {
            DocumentFormat.Html => HtmlReader.Read(clean, notes),
            DocumentFormat.Markdown => MarkdownReader.Read(clean, notes),
            DocumentFormat.Plain => PlainReader.Read(clean.Text, notes),
            _ => throw new InvalidOperationException($"Unknown format {page.Format}."),
        };
        return reading.Pieces.Count > PiecesMax ? reading : reading with { Pieces = ListShapes.Gather(reading.Pieces) };
    }

    /// <summary>Marks of a site's machinery, e.g. <c>[button url="…"]</c> and <c>{{…}}</c>: readers never saw them.</summary>
    private static string WithoutShortcodes(string text, PageNotes notes)
    {
        var found = new List<string>();
        var without = Shortcode().Replace(text, match =>
        {
            if (!IsShortcode(match.Value))
            {
                return match.Value;
            }

            found.Add(match.Value);
            return " ";
        });
        foreach (var code in found)
        {
            notes.Leave(code, "mark of the site's machinery");
        }

        if (found.Count > 0)
        {
            notes.Find("shortcode", $"{found.Count} marks of the site's machinery were taken out, such as “{(found[0].Length > 60 ? found[0][..60] : found[0])}”.", "See whether the page showed something there that readers need.");
        }

        return without;
    }

    private static bool IsShortcode(string text)
    {
        if (text.StartsWith("{{", StringComparison.Ordinal))
        {
            return true;
        }

        var name = string.Concat(text[1..].TrimStart('/').TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));
        return text[1] == '/' || text.Contains("=\"", StringComparison.Ordinal) || text.Contains("='", StringComparison.Ordinal) || Furniture.Shortcodes.Contains(name) || Furniture.ShortcodePrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\[/?[a-z][a-z0-9_-]{1,40}(?:\s[^\[\]\n]*)?/?\]|\{\{[^{}\n]+\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Shortcode();
}
