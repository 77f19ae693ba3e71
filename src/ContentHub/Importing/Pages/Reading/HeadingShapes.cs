using ContentHub.Importing.Pages.Shaping;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Whether a line without markup is a heading.</summary>
internal static class HeadingShapes
{
    private const int WordsMax = 12;
    private static readonly HashSet<string> Small = ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "vs", "de", "del", "el", "la", "los", "las", "y", "o", "en", "para", "por", "un", "una", "con"];

    /// <summary>Has a heading's length and no end of a sentence.</summary>
    public static bool CouldBe(string plain) =>
        plain.Length is > 1 and <= 150 && Words(plain).Length <= WordsMax && plain[^1] is not ('.' or ',' or ';' or ':' or '!') && !LineShapes.IsBullet(plain) && plain.Any(char.IsLetter);

    /// <summary>Looks like a heading by itself: a question, a known one, or most words with capitals.</summary>
    public static bool Looks(string plain) => CouldBe(plain) && (plain.EndsWith('?') || HeadingPatterns.Match(plain) is not null || (Words(plain).Length >= 2 && HasCapitals(plain)));

    private static bool HasCapitals(string plain)
    {
        var words = Words(plain).Where(w => char.IsLetter(w[0]) && !Small.Contains(w.ToLowerInvariant())).ToList();
        return words.Count > 0 && char.IsUpper(Words(plain)[0][0]) && words.Count(w => char.IsUpper(w[0])) * 3 > words.Count * 2;
    }

    private static string[] Words(string plain) => plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
