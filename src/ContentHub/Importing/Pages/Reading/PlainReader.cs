using ContentHub.Importing.Pages.Shaping;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Reads text without marks: what is a heading, a list or a button is told by its shape.</summary>
internal sealed class PlainReader(string text, PageNotes notes)
{
    private const int WrappedCharactersMin = 55;
    private const int TitleWordsMax = 20;
    private readonly List<Line> _lines = [];
    private readonly HtmlPieces _pieces = new(notes);

    /// <param name="Blank">A blank line stands before it.</param>
    private readonly record struct Line(string Text, bool Blank)
    {
        public bool IsItem => LineShapes.IsBullet(Text) || LineShapes.IsLetterBullet(Text) || LineShapes.NumberOf(Text) is not null;
    }

    public static PageReading Read(string text, PageNotes notes)
    {
        var reader = new PlainReader(text, notes);
        reader.ReadLines();
        for (var i = 0; i < reader._lines.Count; i++)
        {
            reader.Add(i);
        }

        return new(reader._pieces.All);
    }

    /// <summary>Lines that were cut at the margin become one again.</summary>
    private void ReadLines()
    {
        var isBlank = true;
        var longest = 0;
        var open = new List<string>();
        void Close(bool blankBefore)
        {
            if (open.Count > 0)
            {
                _lines.Add(new(string.Join(' ', open), blankBefore));
            }

            open.Clear();
        }

        var isBlankBefore = true;
        foreach (var raw in text.Split('\n'))
        {
            var line = string.Join(' ', raw.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (line.Length == 0)
            {
                Close(isBlankBefore);
                isBlank = true;
                continue;
            }

            var goesOn = !isBlank && open.Count > 0 && longest is >= WrappedCharactersMin and <= 120 && !new Line(line, false).IsItem && open[^1].Length >= WrappedCharactersMin
                && (char.IsLower(line[0]) || open[^1][^1] is not ('.' or '!' or '?' or ':'));
            if (!goesOn)
            {
                Close(isBlankBefore);
                (isBlankBefore, longest) = (isBlank, 0);
            }

            open.Add(line);
            longest = Math.Max(longest, line.Length);
            isBlank = false;
        }

        Close(isBlankBefore);
    }

    private void Add(int i)
    {
        var line = _lines[i];
        if (i == 0 && line.Text.Split(' ').Length <= TitleWordsMax && line.Text[^1] is not ('.' or ':') && !line.IsItem && _lines.Count > 1)
        {
            _pieces.Add(new HeadingPiece(PageText.Of(line.Text), 1, Confidence.Low));
        }
        else if (IsButton(i))
        {
            _pieces.Add(new ActionPiece(PageText.Of(line.Text), LineShapes.PhoneIn(line.Text) is { } phone ? $"tel:{string.Concat(phone.Where(char.IsAsciiDigit))}" : null));
        }
        else if (IsHeading(i))
        {
            _pieces.Add(new HeadingPiece(PageText.Of(line.Text.TrimEnd(':')), HeadingPatterns.Match(line.Text) is { IsOnlyCategory: true } ? 3 : 2, Confidence.Low));
        }
        else
        {
            _pieces.AddParagraph(PageText.Of(line.Text));
        }
    }

    private bool IsHeading(int i)
    {
        var line = _lines[i];
        if (i + 1 >= _lines.Count || line.IsItem || line.Text.Length > 150)
        {
            return false;
        }

        var isKnown = HeadingPatterns.Match(line.Text.TrimEnd(':')) is { IsQuestion: false };
        if ((!HeadingShapes.Looks(line.Text) && !(isKnown && line.Text.EndsWith(':') && line.Text.Length < 80 && line.Text.Split(' ').Length <= 6)))
        {
            return false;
        }

        var (next, isQuestion) = (_lines[i + 1], line.Text.EndsWith('?'));
        if (i > 0 && _lines[i - 1].IsItem && !isKnown && !isQuestion && (!line.Blank || next.IsItem))
        {
            // It has fallen out of the list.
            return false;
        }

        return isKnown || isQuestion || (!next.IsItem && (next.Blank || next.Text.Length > line.Text.Length));
    }

    /// <summary>A short line that calls, with nothing of its own behind it.</summary>
    private bool IsButton(int i)
    {
        var text = _lines[i].Text;
        var calls = text.Length <= 90 && !_lines[i].IsItem && text[^1] != '.' && (HeadingPatterns.Match(text) is { Type: HeadingType.CallToAction } || (LineShapes.PhoneIn(text) is not null && text.Any(char.IsLetter) && !text.Any(char.IsLower)));
        return calls && i > 0 && (i + 1 >= _lines.Count || IsHeading(i + 1) || (LineShapes.PhoneIn(text) is not null && !text.Any(char.IsLower)));
    }
}
