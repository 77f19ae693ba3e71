using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Texts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Puts an item back into its list that lost its bullet and hangs beside it as a paragraph. Pure.</summary>
internal static class LostItems
{
    /// <summary>Nobody misses one item of a longer list by eye, and comparing with all of them would take long.</summary>
    private const int ItemsMax = 60;
    private const int LabelWordsMax = 5;
    private const int ShortWordsMax = 8;
    private const int LongWordsMin = 40;
    private const int ItemWordsMax = 15;
    private const double MostTimes = 1.5;
    private static readonly HashSet<string> Imperatives = [.. ClinicalData.Read<StepData>("steps").Imperatives];
    private static readonly HashSet<string> Closings = ["these", "this", "they", "such", "if", "when", "remember", "talk", "with", "estos", "estas", "esto", "si", "cuando", "recuerde"];

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
        if (plain.EndsWith(':') || Closings.Contains(FirstWord(plain)) || (words > LongWordsMin && most < ItemWordsMax))
        {
            return false;
        }

        var hasShape = (HasLabel(plain) && items.Count(i => HasLabel(i.Text.Plain)) * 2 >= items.Count)
            || (words <= ShortWordsMax && !EndsSentence(plain) && items.All(i => !EndsSentence(i.Text.Plain)))
            || (words <= MostTimes * most && (!isLast || words <= LongWordsMin) && (items.All(i => IsStep(i.Text.Plain)) ? IsStep(plain) : items.All(i => IsDoing(i.Text.Plain)) && IsDoing(plain)));
        return hasShape && HeadingPatterns.Match(plain) is not { Type: HeadingType.CallToAction } && LineShapes.PhoneIn(plain) is null;
    }

    private static int WordsOf(string plain) => Sentences.WordsOf(plain).Count;

    private static string FirstWord(string plain) => Editorial.Checks.Matching.Folding.Of(plain.TrimStart()).Split(' ', 2)[0].Trim(',', '.', ':');

    private static bool IsStep(string plain) => Imperatives.Contains(FirstWord(plain));

    private static bool IsDoing(string plain) => FirstWord(plain) is { Length: > 4 } word && word.EndsWith("ing", StringComparison.Ordinal);

    private static bool EndsSentence(string plain) => plain.TrimEnd() is [.., '.' or '!' or '?' or '…'];

    /// <summary>“Label: sentence”.</summary>
    private static bool HasLabel(string plain)
    {
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < plain.Length - 1 && char.IsUpper(plain[0]) && plain.AsSpan(0, colon).Count(' ') < LabelWordsMax;
    }

    private static void Splice(this List<Piece> pieces, int start, int count, Piece with)
    {
        pieces.RemoveRange(start, count);
        pieces.Insert(start, with);
    }

    private sealed record StepData(string About, IReadOnlyList<string> Imperatives);
}
