using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>A page by its headings.</summary>
internal sealed record PageOutline(string Title, IReadOnlyList<PageSection> Sections)
{
    private const int SectionsMax = 300;
    private const int HeadingCharactersMax = 200;
    private const int TitleWordsMax = 14;

    public static PageOutline Of(PageReading reading, PageNotes notes)
    {
        var pieces = reading.Pieces.Where(p => p is not ParagraphPiece paragraph || !IsAboutThePage(paragraph.Text.Plain, notes)).ToList();
        var title = TitleOf(reading, pieces);
        return new(title, AtMost(SectionsMax, [.. WithoutEmpty(Split(pieces, title, notes), notes)]));
    }

    /// <summary>Beyond that many, headings are paragraphs of the section before: no document holds more.</summary>
    public static IReadOnlyList<PageSection> AtMost(int count, IReadOnlyList<PageSection> sections) => sections.Count <= count
        ? sections
        : [.. sections.Take(count - 1), sections[count - 1] with { Pieces = [.. sections[count - 1].Pieces, .. sections.Skip(count).SelectMany(s => (IEnumerable<Piece>)[.. s.Heading is null ? Array.Empty<Piece>() : [new HeadingPiece(PageText.Of(s.Heading), s.Level, s.Confidence)], .. s.Pieces])] }];

    /// <summary>Who wrote it, when, and whose it is: told to the editor, and never taken over as ours.</summary>
    private static bool IsAboutThePage(string plain, PageNotes notes)
    {
        if (Furniture.IsByline(plain))
        {
            notes.Leave(plain, "says who wrote or reviewed the page, or when");
            notes.Find("review-not-taken", $"The page says “{plain}”. That counts for the old page, not for these drafts.", "Name the authors here, and have a clinician approve the drafts.");
            return true;
        }

        if (Furniture.IsCopyright(plain))
        {
            notes.Leave(plain, "copyright line");
            notes.Find("licence-question", $"The page says “{plain}”.", "Make sure that the text is yours to publish.");
            return true;
        }

        return false;
    }

    private static string TitleOf(PageReading reading, List<Piece> pieces)
    {
        var heading = pieces.OfType<HeadingPiece>().FirstOrDefault(h => h.Level == 1)?.Text.Plain;
        var window = reading.WindowTitle is { Length: > 0 } said ? said.Split([" | ", " - ", " – ", " — ", " · "], StringSplitOptions.TrimEntries)[0] : null;
        var first = pieces.SelectMany(PieceTexts.Of).FirstOrDefault(t => t.Any(char.IsLetterOrDigit));
        var words = first?.Split(' ') ?? [];
        var title = heading ?? (string.IsNullOrWhiteSpace(window) ? pieces.OfType<HeadingPiece>().FirstOrDefault()?.Text.Plain : string.Join(' ', window.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            ?? (words.Length <= TitleWordsMax ? first : $"{string.Join(' ', words.Take(TitleWordsMax))} …") ?? "";
        return title.Length <= HeadingCharactersMax ? title : $"{title[..(HeadingCharactersMax - 2)].TrimEnd()} …";
    }

    private static IEnumerable<PageSection> Split(List<Piece> pieces, string title, PageNotes notes)
    {
        var (heading, level, confidence, hadTitle, real) = ((string?)null, 2, Confidence.High, false, 1);
        var open = new List<Piece>();
        foreach (var piece in pieces)
        {
            if (piece is not HeadingPiece next)
            {
                open.Add(piece);
                continue;
            }

            if (next.Text.Plain.Length > HeadingCharactersMax)
            {
                open.AddRange(HtmlPieces.Parts(next.Text).Select(p => new ParagraphPiece(p)));
                continue;
            }

            if (next.Text.Plain == title && !hadTitle && (next.Level == 1 || (open.Count == 0 && heading is null)))
            {
                hadTitle = true;
                continue;
            }

            yield return new(heading, level, confidence, [.. open]);
            open.Clear();
            if (next.Level == 1)
            {
                notes.Find("h1-twice", $"“{next.Text.Plain}” is marked as the title of the page as well.", "It was made a heading; check its place.");
            }

            real = next.Level > 0 ? Math.Max(2, next.Level) : real;
            (heading, level, confidence) = (next.Text.Plain, Math.Clamp(next.Level > 0 ? next.Level : real == 1 ? 2 : real + 1, 2, 4), next.Confidence);
        }

        yield return new(heading, level, confidence, [.. open]);
    }

    /// <summary>A heading with nothing under it stays only where deeper ones follow.</summary>
    private static IEnumerable<PageSection> WithoutEmpty(IEnumerable<PageSection> sections, PageNotes notes)
    {
        var all = sections.Where(s => s.Heading is not null || s.Pieces.Count > 0).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            var isParent = i + 1 < all.Count && (all[i + 1].Level > all[i].Level || (all[i].Type is HeadingType.FaqGroup && all[i + 1].Heading is { } below && below.EndsWith('?')));
            if (all[i].Pieces.Count > 0 || isParent || all[i].Type is HeadingType.CallToAction)
            {
                yield return all[i];
                continue;
            }

            notes.Leave(all[i].Heading!, "heading without text");
            notes.Find("empty-section", $"There was nothing under the heading “{all[i].Heading}”.", "Write the section, or leave it out.");
        }
    }
}
