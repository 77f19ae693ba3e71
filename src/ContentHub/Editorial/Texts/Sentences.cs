namespace ContentHub.Editorial.Texts;

/// <summary>One sentence of a plain text.</summary>
/// <param name="Start">Where it begins in the text, in UTF-16 units from 0.</param>
/// <param name="Words">As they are counted for reading: at least one.</param>
public sealed record Sentence(int Start, string Text, IReadOnlyList<string> Words);

/// <summary>Takes plain text apart. A line is a sentence of its own, so headings and list items count as one each.</summary>
public static class Sentences
{
    // Always followed by a name, a number or an example.
    private static readonly HashSet<string> NeverLast = new(StringComparer.OrdinalIgnoreCase)
    {
        "dr", "dra", "mr", "mrs", "ms", "prof", "st", "sr", "sra", "srta", "ud", "uds", "e.g", "i.e", "p.ej", "ej", "cf", "vs", "approx", "aprox", "fig", "gen", "rev", "sgt", "lic", "núm", "pág",
    };

    // May end a sentence as well: they do when a capital letter follows.
    private static readonly HashSet<string> MayBeLast = new(StringComparer.OrdinalIgnoreCase)
    {
        "a.m", "p.m", "etc", "inc", "ltd", "jr", "ph.d", "m.d", "u.s", "ee.uu", "ee", "uu", "no", "dept", "ave", "blvd", "mg", "ml", "hr", "hrs", "min", "wk", "oz", "lb", "tel", "ext", "a.c", "d.c",
    };

    /// <summary>More quotes and brackets than this behind a full stop are not writing, and looking through them all would take long.</summary>
    private const int ClosingMarksMax = 8;

    /// <summary>How far behind a full stop the next word is looked for: where marks stand alone for longer, nothing goes on.</summary>
    private const int NextWordCharactersMax = 40;

    /// <param name="plain">Text without marks.</param>
    public static IReadOnlyList<Sentence> Of(string plain)
    {
        var sentences = new List<Sentence>();
        var start = 0;
        for (var i = 0; i <= plain.Length; i++)
        {
            if (i == plain.Length || plain[i] is '\n' or '\r' || EndsAt(plain, start, i))
            {
                var end = i == plain.Length ? i : i + 1;
                Add(sentences, plain, start, end);
                start = end;
            }
        }

        return sentences;
    }

    /// <summary>What stands between spaces, dashes and slashes and has a letter or a digit; hyphens and apostrophes stay inside.</summary>
    public static IReadOnlyList<string> WordsOf(string text)
    {
        var words = new List<string>();
        foreach (var range in text.AsSpan().SplitAny(" \t\n\r\u00A0\u2007\u2009\u202F\u2028\u2029\u3000—–/…"))
        {
            var word = text[range].Trim(Surrounding);
            if (word.Any(char.IsLetterOrDigit))
            {
                words.Add(word);
            }
        }

        return words;
    }

    private static readonly char[] Surrounding = [.. ".,;:!?¡¿\"'’‘“”«»()[]{}<>*_•·-"];

    private static void Add(List<Sentence> sentences, string plain, int start, int end)
    {
        var text = plain[start..end];
        var words = WordsOf(text);
        if (words.Count > 0)
        {
            sentences.Add(new(start + text.Length - text.TrimStart().Length, text.Trim(), words));
        }
    }

    /// <summary>Whether the character at <paramref name="i"/> is the last of a sentence that began at <paramref name="start"/>.</summary>
    private static bool EndsAt(string plain, int start, int i)
    {
        var mark = LastMark(plain, start, i);
        if (mark < 0 || (i + 1 < plain.Length && !char.IsWhiteSpace(plain[i + 1])))
        {
            return false;
        }

        var next = NextWord(plain, i + 1);
        var goesOnSmall = next is { } first && char.IsLower(first);
        return plain[mark] is '.' ? !goesOnSmall && !IsAbbreviation(plain, start, mark, next) : !goesOnSmall;
    }

    /// <summary>The full stop, question or exclamation mark that <paramref name="i"/> is, or closes with quotes and brackets; -1 for none.</summary>
    private static int LastMark(string plain, int start, int i)
    {
        var mark = i;
        while (mark > start && i - mark < ClosingMarksMax && plain[mark] is '"' or '\'' or '”' or '’' or '»' or ')' or ']')
        {
            mark--;
        }

        return plain[mark] is '.' or '!' or '?' or '…' or '。' or '！' or '？' ? mark : -1;
    }

    private static char? NextWord(string plain, int from)
    {
        for (var i = from; i < Math.Min(plain.Length, from + NextWordCharactersMax) && plain[i] is not ('\n' or '\r'); i++)
        {
            if (char.IsLetterOrDigit(plain[i]))
            {
                return plain[i];
            }
        }

        return null;
    }

    private static bool IsAbbreviation(string plain, int start, int mark, char? next)
    {
        if (next is null)
        {
            return false;
        }

        var first = mark;
        while (first > start && !char.IsWhiteSpace(plain[first - 1]) && plain[first - 1] is not ('(' or '[' or '“' or '"' or '—' or '–' or '/'))
        {
            first--;
        }

        var word = plain[first..mark];
        var isCapital = char.IsUpper(next.Value);
        return NeverLast.Contains(word)
            || (MayBeLast.Contains(word) && !isCapital)
            // The first half of EE. UU., and No. 5.
            || (word is "EE" && next is 'U')
            // Initials: J. Smith. The letter I is a word as well.
            || (word.Length == 1 && char.IsUpper(word[0]) && word is not "I" && isCapital)
            // The number before a step: 1. Call.
            || (string.IsNullOrWhiteSpace(plain[start..first]) && word.Length is > 0 and <= 3 && word.All(char.IsAsciiDigit));
    }
}
