using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Texts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Puts an item back into its list that lost its bullet and hangs beside it as a paragraph. Pure.</summary>
internal static class LostItems
{
    /// <summary>Nobody misses one item of a longer list by eye, and comparing with all of them would take long.</summary>
    private const int ItemsMax = 60;

    public static IReadOnlyList<Piece> Restore(IReadOnlyList<Piece> pieces)
    {
        var restored = pieces.ToList();
        for (var i = 0; i < restored.Count; i++)
        {
            if (restored[i] is not ParagraphPiece paragraph)
            {
                continue;
            }

            var before = i > 0 && restored[i - 1] is ListPiece { Items.Count: > 0 and <= ItemsMax } b ? b : null;
            var after = i + 1 < restored.Count && restored[i + 1] is ListPiece { Items.Count: > 0 and <= ItemsMax } a ? a : null;
            var item = new ItemPiece(LineShapes.NumberOf(paragraph.Text.Plain) is null ? paragraph.Text : PageText.Of(LineShapes.WithoutMark(paragraph.Text.Plain)), 1, IsLost: true);
            if (before is not null && after is not null && before.IsNumbered == after.IsNumbered && IsItemOf([.. before.Items, .. after.Items], before, paragraph, isLast: false))
            {
                restored.Splice(i - 1, 3, before with { Items = [.. before.Items, item, .. after.Items] });
                i--;
            }
            else if (before is not null && IsItemOf(before.Items, before, paragraph, isLast: true) && !IsOneOfMany(restored, i))
            {
                restored.Splice(i - 1, 2, before with { Items = [.. before.Items, item] });
                i--;
            }
            else if (after is not null && IsItemOf(after.Items, null, paragraph, isLast: false))
            {
                restored.Splice(i, 2, after with { Items = [item, .. after.Items] });
            }
        }

        return restored;
    }

    /// <summary>After the list's last item, paragraphs of one kind are the text that goes on.</summary>
    private static bool IsOneOfMany(List<Piece> pieces, int i) => i + 1 < pieces.Count && pieces[i + 1] is ParagraphPiece;

    private static bool IsItemOf(IReadOnlyList<ItemPiece> items, ListPiece? before, ParagraphPiece paragraph, bool isLast)
    {
        var plain = paragraph.Text.Plain;
        if (before is { IsNumbered: true } && LineShapes.NumberOf(plain) == before.Start + before.Items.Count)
        {
            return true;
        }

        var words = WordsOf(plain);
        var most = items.Max(i => WordsOf(i.Text.Plain));
        if (plain.EndsWith(':') || ItemShapes.IsClosing(FirstWord(plain)) || (words > ItemShapes.LongWordsMin && most < ItemShapes.ItemWordsMax))
        {
            return false;
        }

        var hasShape = (ItemShapes.HasLabel(plain) && items.Count(i => ItemShapes.HasLabel(i.Text.Plain)) * 2 >= items.Count)
            || (words <= ItemShapes.ShortWordsMax && !ItemShapes.EndsSentence(plain) && items.All(i => !ItemShapes.EndsSentence(i.Text.Plain)))
            || (words <= ItemShapes.MostTimes * most && (!isLast || words <= ItemShapes.LongWordsMin) && (items.All(i => IsStep(i.Text.Plain)) ? IsStep(plain) : items.All(i => IsDoing(i.Text.Plain)) && IsDoing(plain)));
        return hasShape && HeadingPatterns.Match(plain) is not { Type: HeadingType.CallToAction } && LineShapes.PhoneIn(plain) is null;
    }

    private static int WordsOf(string plain) => Sentences.WordsOf(plain).Count;

    private static string FirstWord(string plain) => ItemShapes.FirstWordOf(Editorial.Checks.Matching.Folding.Of(plain));

    private static bool IsStep(string plain) => ItemShapes.IsStep(FirstWord(plain));

    private static bool IsDoing(string plain) => ItemShapes.IsDoing(FirstWord(plain));

    private static void Splice(this List<Piece> pieces, int start, int count, Piece with)
    {
        pieces.RemoveRange(start, count);
        pieces.Insert(start, with);
    }
}
