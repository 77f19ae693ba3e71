using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A paragraph beside a list that has the shape of its items: it fell out of the list when the text was pasted.</summary>
internal sealed class ListItemLost : EditorialCheck
{
    public override string Rule => "list-item-lost";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a paragraph beside a list that has the shape of its items, or that starts with a bullet";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        var blocks = document.Outline.Blocks;
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i] is not { IsList: false, Count: 1 } paragraph)
            {
                continue;
            }

            var text = document.Texts[paragraph.First];
            var before = i > 0 && blocks[i - 1] is { IsList: true } b && b.Section == paragraph.Section ? b : null;
            var after = i + 1 < blocks.Count && blocks[i + 1] is { IsList: true } a && a.Section == paragraph.Section ? a : null;
            if (Bullets.IsAt(text.Plain) || (before is not null && IsItemOf(document, before, text, isAfter: true)) || (after is not null && IsItemOf(document, after, text, isAfter: false)))
            {
                yield return At(
                    text, 0, text.Plain.Length, $"This line looks like an item of the list {(before is null && after is not null ? "after" : "before")} it.",
                    "Put it back into the list, or write it as a sentence of its own.");
            }
        }
    }

    private static bool IsItemOf(CheckedDocument document, OutlineBlock list, CheckedText text, bool isAfter)
    {
        if (list.IsNumbered && isAfter && Bullets.NumberAt(text.Plain) == list.Start + list.Count)
        {
            return true;
        }

        var items = document.Texts.Skip(list.First).Take(list.Count).ToList();
        var words = text.WordCount;
        if (text.Plain.TrimEnd().EndsWith(':') || ItemShapes.IsClosing(ItemShapes.FirstWordOf(text.Folded)) || (words > ItemShapes.LongWordsMin && items.TrueForAll(i => i.WordCount < ItemShapes.ItemWordsMax)))
        {
            return false;
        }

        return (HasLabel(text) && items.Count(HasLabel) * 2 >= items.Count)
            || (words <= ItemShapes.ShortWordsMax && !EndsSentence(text) && items.TrueForAll(i => !EndsSentence(i)))
            || (HasStrongStart(text) && items.TrueForAll(HasStrongStart))
            || (words <= ItemShapes.MostTimes * items.Max(i => i.WordCount) && ((IsStep(text) && items.TrueForAll(IsStep)) || (IsDoing(text) && items.TrueForAll(IsDoing))));
    }

    private static bool IsStep(CheckedText text) => ItemShapes.IsStep(ItemShapes.FirstWordOf(text.Folded));

    private static bool IsDoing(CheckedText text) => ItemShapes.IsDoing(ItemShapes.FirstWordOf(text.Folded));

    private static bool EndsSentence(CheckedText text) => ItemShapes.EndsSentence(text.Plain);

    private static bool HasLabel(CheckedText text) => ItemShapes.HasLabel(text.Plain);

    /// <summary>A label in bold.</summary>
    private static bool HasStrongStart(CheckedText text) => text.Outline.IsMarkdown && text.Outline.Source.StartsWith("**", StringComparison.Ordinal);
}

/// <summary>Marks that lists are typed with.</summary>
internal static class Bullets
{
    public static bool IsAt(string plain) => plain.TrimStart() is ['•' or '·' or '▪' or '●' or '✓' or '◦' or '‣' or '\uF0B7', ..] or ['-' or '*' or '–' or '—' or 'o', ' ', ..];

    /// <returns>The number of a step that the text starts with (<c>3.</c> or <c>3)</c>); null for none.</returns>
    public static int? NumberAt(string plain)
    {
        var text = plain.AsSpan().TrimStart();
        var digits = text.Length - text.TrimStart("0123456789").Length;
        return digits is > 0 and <= 3 && text.Length > digits && text[digits] is '.' or ')' ? int.Parse(text[..digits], System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
