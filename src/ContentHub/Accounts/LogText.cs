using System.Globalization;
using System.Text;

namespace ContentHub.Accounts;

/// <summary>What strangers sent, made fit for one line of a log.</summary>
internal static class LogText
{
    public const int CharactersMax = 200;

    /// <returns>The beginning, with everything that could end or disguise a line as <c>\uXXXX</c>; <c>-</c> for nothing.</returns>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "-";
        }

        var line = new StringBuilder();
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, CharactersMax)))
        {
            if (IsPlain(character))
            {
                line.Append(character);
            }
            else
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
        }

        return text.Length > CharactersMax ? line.Append('…').ToString() : line.ToString();
    }

    static bool IsPlain(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
