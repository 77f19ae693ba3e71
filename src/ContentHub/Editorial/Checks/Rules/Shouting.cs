using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>Words in capitals in a row, a heading in capitals, or exclamation marks in a row. Acronyms are not shouted.</summary>
internal sealed class Shouting : EditorialCheck
{
    private const int RowMin = 3;
    private const int LongWordMin = 5;
    private static readonly HashSet<string> Acronyms = ClinicalData.Read<AcronymData>("acronyms").Acronyms.ToHashSet(StringComparer.Ordinal);

    public override string Rule => "shouting";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "three or more words in capitals, a heading in capitals, or exclamation marks in a row";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        foreach (var text in document.Texts.Where(t => !t.Outline.IsQuoted))
        {
            if (RowIn(text) is var (start, length))
            {
                yield return At(text, start, length, $"“{text.Plain.Substring(start, Math.Min(length, 60))}” is in capitals.", "Write it in sentence case; screen readers and readers take capitals as shouting.");
            }

            if (text.Plain.IndexOf("!!", StringComparison.Ordinal) is var marks and >= 0)
            {
                yield return At(text, marks, 2, "Several exclamation marks in a row shout.", "One is enough, and mostly none.");
            }
        }
    }

    /// <returns>The first row of words in capitals; null when there is none.</returns>
    private static (int Start, int Length)? RowIn(CheckedText text)
    {
        var isHeading = text.Outline.Role is TextRole.Heading or TextRole.Title;
        var words = WordsOf(text.Plain);
        var (count, start, end, hasLong) = (0, 0, 0, false);
        foreach (var (from, to) in words)
        {
            var word = text.Plain.AsSpan(from, to - from);
            if (!IsShouted(word))
            {
                (count, hasLong) = (0, false);
                continue;
            }

            start = count == 0 ? from : start;
            (count, end, hasLong) = (count + 1, to, hasLong || word.Length >= LongWordMin);
            if ((count >= RowMin && hasLong) || (isHeading && count >= 2 && count == words.Count))
            {
                return (start, end - start);
            }
        }

        return null;
    }

    private static List<(int Start, int End)> WordsOf(string plain)
    {
        var words = new List<(int, int)>();
        var start = -1;
        for (var i = 0; i <= plain.Length; i++)
        {
            var isInside = i < plain.Length && (char.IsLetterOrDigit(plain[i]) || (plain[i] is '\'' or '’' or '-' && start >= 0));
            if (isInside && start < 0)
            {
                start = i;
            }
            else if (!isInside && start >= 0)
            {
                words.Add((start, i));
                start = -1;
            }
        }

        return words;
    }

    private static bool IsShouted(ReadOnlySpan<char> word)
    {
        foreach (var character in word)
        {
            if (!char.IsUpper(character) && character is not ('\'' or '’' or '-'))
            {
                return false;
            }
        }

        return word.Length >= 2 && !Acronyms.Contains(word.ToString());
    }

    private sealed record AcronymData(string About, IReadOnlyList<string> Acronyms);
}
