using ContentHub.Editorial.Texts;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>The parts of a page as they are found; a part of it may be read aside.</summary>
internal sealed class HtmlPieces(PageNotes notes)
{
    private List<Piece> _pieces = [];

    public IReadOnlyList<Piece> All => _pieces;

    public void Add(Piece piece) => _pieces.Add(piece);

    /// <summary>What is added meanwhile, apart from the rest.</summary>
    public IReadOnlyList<Piece> Inside(Action walk)
    {
        var outside = _pieces;
        _pieces = [];
        walk();
        var inside = _pieces;
        _pieces = outside;
        return inside;
    }

    /// <summary>Lines of one block: one that goes on in the next is joined with it.</summary>
    public void AddLines(IReadOnlyList<PageText> lines)
    {
        var open = new List<PageText>();
        foreach (var line in lines)
        {
            if (open.Count > 0 && !(char.IsLower(line.Plain[0]) && !LineShapes.IsBullet(line.Plain) && open[^1].Plain[^1] is not ('.' or '!' or '?' or ':')))
            {
                AddParagraph(PageText.Join(open));
                open.Clear();
            }

            open.Add(line);
        }

        AddParagraph(PageText.Join(open));
    }

    /// <summary>One paragraph; more than one when it is longer than a document may hold.</summary>
    public void AddParagraph(PageText text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (Furniture.IsUnseen(text.Plain))
        {
            notes.Leave(text.Plain, "not part of the text");
            return;
        }

        foreach (var part in Parts(text))
        {
            _pieces.Add(new ParagraphPiece(part));
        }
    }

    internal static IEnumerable<PageText> Parts(PageText text)
    {
        if (text.Plain.Length <= InlineBuilder.CharactersMax && text.Markdown.AsSpan().CountAny("[<*_`!") <= InlineMarkdown.MarksMax)
        {
            return [text];
        }

        return Cut(text.Plain).Select(WithFewMarks);
    }

    /// <summary>At the end of a sentence, else between words, else anywhere.</summary>
    private static IEnumerable<string> Cut(string plain)
    {
        for (var start = 0; start < plain.Length;)
        {
            var most = Math.Min(InlineBuilder.CharactersMax, plain.Length - start);
            var end = start + most;
            if (end < plain.Length)
            {
                var stop = plain.LastIndexOf(". ", end - 1, most, StringComparison.Ordinal);
                var space = plain.LastIndexOf(' ', end - 1, most);
                end = stop > start ? stop + 1 : space > start ? space : char.IsLowSurrogate(plain[end]) ? end - 1 : end;
            }

            if (plain[start..end].Trim() is { Length: > 0 } part)
            {
                yield return part;
            }

            start = end;
        }
    }

    /// <summary>No reader needs two thousand stars in a paragraph, and no document may hold them.</summary>
    private static PageText WithFewMarks(string plain) =>
        PageText.Of(plain.AsSpan().CountAny("[<*_`!") <= InlineMarkdown.MarksMax / 2 ? plain : string.Concat(plain.Where(c => !"[]<>*_`!".Contains(c, StringComparison.Ordinal))) is { Length: > 0 } rest ? rest : "…");
}
