using System.Text;

namespace ContentHub.Editorial.Checks.Matching;

/// <summary>Texts as they are compared: lower case, without accents, with plain quotes and hyphens; as many characters as before.</summary>
internal static class Folding
{
    private static readonly char[] Table = [.. Enumerable.Range(0, 0x250).Select(c => Simple((char)c))];

    public static string Of(string text) => string.Create(text.Length, text, static (folded, source) =>
    {
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = Of(source[i]);
        }
    });

    public static char Of(char character) => character < Table.Length ? Table[character] : character switch
    {
        '‘' or '’' or '‛' or '′' or 'ʼ' or 'ʹ' or '＇' => '\'',
        '“' or '”' or '„' or '‟' or '″' => '"',
        '‐' or '‑' or '−' => '-',
        _ => char.ToLowerInvariant(character),
    };

    /// <summary>A pattern for folded text: its letters without accents. Escapes are no letters with accents, so they stay.</summary>
    public static string OfPattern(string pattern) => string.Concat(pattern.Select(c => c < Table.Length && char.IsLetter(c) && c > 'z' ? Table[c] : c is '’' or '‘' ? '\'' : c));

    /// <summary>Puts spaces over what is hidden and over addresses that were typed as they are.</summary>
    public static string WithoutAddresses(string folded, IReadOnlyList<(int Start, int End)> hidden)
    {
        var hasAddress = folded.Contains("://", StringComparison.Ordinal) || folded.Contains("www.", StringComparison.Ordinal) || folded.Contains('@');
        if (hidden.Count == 0 && !hasAddress)
        {
            return folded;
        }

        var blank = folded.ToCharArray();
        foreach (var (start, end) in hidden)
        {
            blank.AsSpan(start, end - start).Fill(' ');
        }

        foreach (var range in hasAddress ? folded.AsSpan().Split(' ') : default)
        {
            var word = folded.AsSpan()[range];
            if (word.Contains("://", StringComparison.Ordinal) || word.StartsWith("www.", StringComparison.Ordinal) || word.Contains('@'))
            {
                blank.AsSpan()[range].Fill(' ');
            }
        }

        return new(blank);
    }

    private static char Simple(char character)
    {
        var lower = char.ToLowerInvariant(character);
        var first = char.IsLetter(lower) ? lower.ToString().Normalize(NormalizationForm.FormD)[0] : lower;
        return first is '\u00A0' ? ' ' : first is '´' or '`' ? '\'' : first is '«' or '»' ? '"' : first;
    }
}
