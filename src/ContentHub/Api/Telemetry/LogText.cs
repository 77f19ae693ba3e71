using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContentHub.Api.Telemetry;

/// <summary>Makes text that somebody else chose safe to stand in a log.</summary>
public static class LogText
{
    /// <summary>What ends a line, moves the cursor, or turns the direction of writing, somewhere between here and a reader's screen.</summary>
    private static readonly SearchValues<char> Unsafe = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(IsUnsafe)]);

    /// <summary>Writes what could forge a line as an escape; cuts what is too long.</summary>
    /// <param name="charactersMax">Of the given text; null: all of it.</param>
    public static string Of(string? text, int? charactersMax = null)
    {
        if (text is null)
        {
            return "";
        }

        var isCut = text.Length > charactersMax;
        var kept = isCut ? text.AsSpan(0, charactersMax!.Value) : text;
        if (kept.IndexOfAny(Unsafe) < 0)
        {
            return isCut ? $"{kept}…" : text;
        }

        var safe = new StringBuilder(kept.Length + 16);
        foreach (var character in kept)
        {
            _ = character switch
            {
                '\r' => safe.Append("\\r"),
                '\n' => safe.Append("\\n"),
                '\t' => safe.Append("\\t"),
                _ when IsUnsafe(character) => safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => safe.Append(character),
            };
        }

        return isCut ? safe.Append('…').ToString() : safe.ToString();
    }

    private static bool IsUnsafe(char character) => CharUnicodeInfo.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
