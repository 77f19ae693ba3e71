using AngleSharp.Dom;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Tells tables from pages that are laid out with tables.</summary>
internal static class HtmlTable
{
    private const int ColumnsMax = 20;
    private const int CellCharactersMax = 2_000;

    /// <returns>Null for a table that only puts things beside one another.</returns>
    public static TablePiece? Of(IElement table, Func<IElement, PageText> textOf)
    {
        var rows = table.QuerySelectorAll("tr").Select(r => r.Children.Where(c => c.LocalName is "td" or "th").ToList()).Where(r => r.Count > 0).ToList();
        var columns = rows.Count == 0 ? 0 : rows.Max(r => r.Count);
        if (columns is < 2 or > ColumnsMax || rows.Count is < 2 or > 400 || table.QuerySelector("table, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, form") is not null
            || rows.Exists(r => r.Exists(c => ElementText.Of(c).Length > CellCharactersMax)))
        {
            return null;
        }

        var texts = rows.Select(r => (IReadOnlyList<PageText>)[.. r.Select(textOf), .. Enumerable.Repeat(PageText.Empty, columns - r.Count)]).Where(r => r.Any(t => !t.IsEmpty)).ToList();
        var caption = table.Children.FirstOrDefault(c => c.LocalName == "caption") is { } said ? ElementText.Of(said).Replace('\n', ' ') : null;
        return texts.Count < 2 || caption is { Length: > 300 } ? null : new(caption is "" ? null : caption, texts[0], texts[1..]);
    }
}
