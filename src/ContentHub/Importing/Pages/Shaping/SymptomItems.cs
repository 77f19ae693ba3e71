using System.Text.RegularExpressions;
using ContentHub.Content.SymptomLists;
using ContentHub.Editorial.Texts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>One sign as a page lists it.</summary>
/// <param name="Group">Label of its own that the page gives it with others, e.g. “Mood signs”; null for none.</param>
internal sealed record SymptomItem(SymptomContent Symptom, string? Group, bool IsLost);

/// <summary>From the items of a list to symptoms. Pure.</summary>
internal static partial class SymptomItems
{
    private const int NameCharactersMax = 200;
    private const int DescriptionCharactersMax = 600;
    private const int LabelWordsMax = 6;
    private const int ItemWordsMax = 40;

    /// <summary>A list of paragraphs is none of symptoms.</summary>
    public static bool IsList(ListPiece list) => list.Items.Count > 0 && list.Items.All(i => i.Text.Plain.Length <= DescriptionCharactersMax && Sentences.WordsOf(i.Text.Plain).Count <= ItemWordsMax);

    /// <param name="floor">No symptom is less grave; null for none.</param>
    public static IEnumerable<SymptomItem> Of(ItemPiece item, SymptomContext context, SymptomSeverity? floor, string language)
    {
        var (label, rest) = Labelled(item.Text.Plain);
        return label is not null && GroupLabel().IsMatch(label)
            ? Parts(rest).Select(part => new SymptomItem(Symptom(part, null, context, floor, language), label, item.IsLost))
            : [new(Symptom(label ?? rest, label is null ? null : rest, context, floor, language), null, item.IsLost)];
    }

    /// <summary>What a sentence of the form “may become X, miss Y, or hide Z” lists; empty for others.</summary>
    public static IEnumerable<SymptomItem> OfSentence(string sentence, SymptomContext context, SymptomSeverity? floor, string language) =>
        SymptomWords.MayDoIn(sentence) is { } start && Parts(sentence[start..]).ToList() is { Count: >= 2 } parts && parts.TrueForAll(p => Sentences.WordsOf(p).Count <= 10)
            ? parts.Select(p => new SymptomItem(Symptom(p, null, context, floor, language), null, false))
            : [];

    private static SymptomContent Symptom(string name, string? description, SymptomContext context, SymptomSeverity? floor, string language)
    {
        var all = $"{name} {description}";
        var severity = SymptomWords.SeverityOf(all, context);
        if (SymptomWords.SevereCasesIn(name) is > 0 and var skip)
        {
            (description, name) = (Join(name, description), name[skip..]);
            severity = severity is SymptomSeverity.Common ? SymptomSeverity.Serious : SymptomSeverity.Emergency;
        }

        severity = floor > severity ? floor.Value : severity;
        name = Capital(name.Trim() is var trimmed && (trimmed.EndsWith("a.m.", StringComparison.Ordinal) || trimmed.EndsWith("p.m.", StringComparison.Ordinal)) ? trimmed : trimmed.TrimEnd('.', ';', ',').Trim());
        if (name.Length > NameCharactersMax)
        {
            (description, name) = (Join(name, description), $"{name[..(NameCharactersMax - 2)].TrimEnd()} …");
        }

        return new() { Name = name, Description = Cut(description), Severity = severity, Action = SymptomWords.ActionOf(all, severity, language) };
    }

    private static string Join(string name, string? description) => description is null ? name : $"{name} {description}";

    private static string? Cut(string? description) => description?.Trim() is { Length: > 0 } said ? said.Length <= DescriptionCharactersMax ? Capital(said) : $"{said[..(DescriptionCharactersMax - 2)].TrimEnd()} …" : null;

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>“Label: what it is like”; also with a dash.</summary>
    private static (string? Label, string Behind) Labelled(string plain)
    {
        var cut = plain.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0 ? colon : new[] { " – ", " — ", " - " }.Select(d => plain.IndexOf(d, StringComparison.Ordinal)).Where(i => i > 0).DefaultIfEmpty(-1).Min();
        return cut > 0 && Sentences.WordsOf(plain[..cut]).Count is > 0 and <= LabelWordsMax && Separator().Match(plain, cut) is { Success: true } separator && plain[(cut + separator.Length)..] is { Length: > 0 } rest
            ? (plain[..cut], rest)
            : (null, plain);
    }

    /// <summary>What stands between commas, and after the last “and” or “or”.</summary>
    private static IEnumerable<string> Parts(string text) =>
        Comma().Split(text.TrimEnd('.', ' ')).Select(p => LastWord().Replace(p.Trim(), "")).Where(p => p.Length > 1);

    [GeneratedRegex(@"(?i)\b(?:signs?|symptoms?|changes?|señales|signos|síntomas|cambios)\b", RegexOptions.NonBacktracking)]
    private static partial Regex GroupLabel();

    [GeneratedRegex(@"\s*[:–—-]\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Separator();

    [GeneratedRegex(@"[,;]\s+|\s+(?:and|or|y|o)\s+(?:and\s+|or\s+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Comma();

    [GeneratedRegex(@"\A(?:and|or|y|o)\s+", RegexOptions.NonBacktracking)]
    private static partial Regex LastWord();
}
