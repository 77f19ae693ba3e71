using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks;

/// <summary>By what a paragraph is known as an item that fell out of a list: the check that finds it and the import that puts it back see the same. Pure.</summary>
internal static class ItemShapes
{
    public const int LabelWordsMax = 5;
    public const int ShortWordsMax = 8;
    public const int LongWordsMin = 40;
    public const int ItemWordsMax = 15;

    /// <summary>How much longer than the longest item it may be.</summary>
    public const double MostTimes = 1.5;

    private static readonly HashSet<string> Imperatives = [.. ClinicalData.Read<StepData>("steps").Imperatives];
    private static readonly HashSet<string> Closings = ["these", "this", "they", "such", "if", "when", "remember", "talk", "with", "estos", "estas", "esto", "si", "cuando", "recuerde"];

    /// <param name="folded">By <see cref="Folding"/>.</param>
    public static string FirstWordOf(string folded) => folded.TrimStart().Split(' ', 2)[0].Trim(',', '.', ':');

    /// <summary>How a sentence about the whole list begins.</summary>
    public static bool IsClosing(string firstWord) => Closings.Contains(firstWord);

    public static bool IsStep(string firstWord) => Imperatives.Contains(firstWord);

    public static bool IsDoing(string firstWord) => firstWord is { Length: > 4 } && firstWord.EndsWith("ing", StringComparison.Ordinal);

    public static bool EndsSentence(string plain) => plain.TrimEnd() is [.., '.' or '!' or '?' or '…'];

    /// <summary>“Label: sentence”.</summary>
    public static bool HasLabel(string plain)
    {
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < plain.Length - 1 && char.IsUpper(plain[0]) && plain.AsSpan(0, colon).Count(' ') < LabelWordsMax;
    }

    private sealed record StepData(string About, IReadOnlyList<string> Imperatives);
}
