using System.Globalization;
using ContentHub.Content.Parts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Writes parts of a page as blocks of one document, with the keys that the document would get.</summary>
internal sealed class BlockWriter(PageNotes notes, IReadOnlyList<string> draft)
{
    private const int ItemsMax = 400;
    private int _blocks;

    public IReadOnlyList<BlockContent> Write(IEnumerable<Piece> pieces, IReadOnlyList<string> path) => [.. pieces.SelectMany(p => Blocks(p, path))];

    private IEnumerable<BlockContent> Blocks(Piece piece, IReadOnlyList<string> path) => piece switch
    {
        ParagraphPiece paragraph => [new() { Paragraph = new() { Key = Next(), Text = paragraph.Text.Markdown } }],
        HeadingPiece heading => [new() { Paragraph = new() { Key = Next(), Text = $"**{InlineBuilder.Escape(heading.Text.Plain)}**" } }],
        ActionPiece action => [new() { Paragraph = new() { Key = Next(), Text = action.Text.Markdown } }],
        ListPiece list => List(list, path),
        QuotePiece quote => [new() { Quote = new() { Key = Next(), Text = quote.Text.Markdown, Source = quote.Source } }],
        TablePiece table => [new() { Table = new() { Key = Next(), Caption = table.Caption, Header = Texts(table.Header), Rows = [.. table.Rows.Select(Texts)] } }],
        QuestionPiece question => Write([new HeadingPiece(PageText.Of(question.Question), 4, Confidence.High), .. question.Answer], path),
        SymptomsPiece symptoms => [new() { SymptomListBlock = new() { Key = Next(), EntryId = symptoms.EntryId } }],
        QuestionsPiece questions => [new() { FaqBlock = new() { Key = Next(), EntryIds = questions.EntryIds } }],
        CallPiece call => [new() { CallToAction = new() { Key = Next(), Label = call.Label, ProgramId = call.ProgramId, Url = call.Url, Phone = call.Phone } }],
        EmergencyPiece emergency => [new() { Callout = new() { Key = Next(), Kind = CalloutKind.Emergency, Text = emergency.Text.Markdown } }],
        _ => throw new InvalidOperationException($"Unknown piece {piece.GetType().Name}."),
    };

    private IEnumerable<BlockContent> List(ListPiece list, IReadOnlyList<string> path)
    {
        var start = list.Start;
        foreach (var part in list.Items.SelectMany(i => HtmlPieces.Parts(i.Text).Select(text => i with { Text = text })).Chunk(ItemsMax))
        {
            var key = Next();
            var items = Levelled(part);
            foreach (var (i, item) in part.Index().Where(p => p.Item.IsLost))
            {
                notes.Find("list-item-lost", $"“{Short(item.Text.Plain)}” stood beside the list, without its bullet; it was put back.", "Take it out of the list again if it is a sentence of its own.", [.. draft, .. path, key, "items", i.ToString(CultureInfo.InvariantCulture), "text"]);
            }

            var content = new ListContent { Key = key, Items = items, Start = list.IsNumbered && start != 1 ? start : null };
            start += part.Length;
            yield return list.IsNumbered ? new() { NumberedList = content } : new() { BulletList = content };
        }
    }

    /// <summary>Levels go down one step at a time.</summary>
    private static IReadOnlyList<ListItemContent> Levelled(IReadOnlyList<ItemPiece> items)
    {
        var levelled = new List<ListItemContent>();
        foreach (var item in items)
        {
            levelled.Add(new() { Text = item.Text.Markdown, Level = Math.Clamp(item.Level, 1, Math.Min(3, (levelled.LastOrDefault()?.Level ?? 0) + 1)) });
        }

        return levelled;
    }

    internal static string Short(string text) => text.Length > 80 ? $"{text[..80].TrimEnd()}…" : text;

    private static IReadOnlyList<string> Texts(IEnumerable<PageText> cells) => [.. cells.Select(c => c.Markdown)];

    /// <summary>That many keys are in use already.</summary>
    public void Skip(int blocks) => _blocks += blocks;

    private string Next() => $"b{(++_blocks).ToString(CultureInfo.InvariantCulture)}";
}
