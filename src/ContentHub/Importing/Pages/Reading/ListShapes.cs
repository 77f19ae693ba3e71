namespace ContentHub.Importing.Pages.Reading;

/// <summary>Makes lists of paragraphs that are typed as items. One blank line between two of them changes nothing.</summary>
internal static class ListShapes
{
    public static IReadOnlyList<Piece> Gather(IReadOnlyList<Piece> pieces)
    {
        var gathered = new List<Piece>();
        for (var i = 0; i < pieces.Count;)
        {
            var end = EndOfItems(pieces, i);
            if (end > i)
            {
                gathered.Add(ListOf([.. pieces.Skip(i).Take(end - i).Cast<ParagraphPiece>().Select(p => p.Text)]));
                i = end;
            }
            else
            {
                gathered.Add(pieces[i] is QuestionPiece question ? question with { Answer = Gather(question.Answer) } : pieces[i]);
                i++;
            }
        }

        return gathered;
    }

    /// <summary>A bullet alone makes a list; a number alone is how a year or a step in a sentence begins.</summary>
    private static int EndOfItems(IReadOnlyList<Piece> pieces, int start)
    {
        var (end, next, hasBullet) = (start, (int?)null, false);
        for (; end < pieces.Count && pieces[end] is ParagraphPiece { Text.Plain: var plain }; end++)
        {
            var number = LineShapes.NumberOf(plain);
            var isFirst = end == start;
            if (LineShapes.IsBullet(plain) ? !isFirst && next is not null : number is null ? !(LineShapes.IsLetterBullet(plain) && hasBullet) : hasBullet || (!isFirst && number != next && number != 1))
            {
                break;
            }

            hasBullet |= LineShapes.IsBullet(plain);
            next = number is null ? null : number + 1;
        }

        return end - start == 1 && !hasBullet ? start : end;
    }

    private static ListPiece ListOf(IReadOnlyList<PageText> lines)
    {
        var number = LineShapes.NumberOf(lines[0].Plain);
        return new([.. lines.Select(l => new ItemPiece(Unmarked(l), LineShapes.IsLetterBullet(l.Plain) ? 2 : 1)).Where(i => !i.Text.IsEmpty)], number is not null, number ?? 1);
    }

    private static PageText Unmarked(PageText line)
    {
        var plain = LineShapes.WithoutMark(line.Plain);
        var mark = line.Plain[..^plain.Length].TrimEnd();
        var markdown = line.Markdown.StartsWith(InlineBuilder.Escape(mark), StringComparison.Ordinal) ? line.Markdown[InlineBuilder.Escape(mark).Length..].TrimStart() : null;
        return markdown is not null && Editorial.Texts.InlineText.Parse(markdown) is var parsed && parsed.ToPlain() == plain && parsed.Faults().Count == 0 ? new(markdown, plain) : PageText.Of(plain);
    }
}
