using System.Globalization;
using System.Text;

namespace ContentHub.Editorial.Comparing;

/// <summary>Two texts word by word.</summary>
public static class WordComparison
{
    public static IReadOnlyList<WordChange> Of(string before, string after)
    {
        var (old, now) = (TokensOf(before), TokensOf(after));
        var runs = new List<Run>();
        var (i, j) = (0, 0);
        foreach (var (matchedOld, matchedNow) in Alignment.Of(old, now).Append((old.Count, now.Count)))
        {
            Change(runs, string.Concat(old.Take(matchedOld).Skip(i)), string.Concat(now.Take(matchedNow).Skip(j)));
            if (matchedOld < old.Count)
            {
                Same(runs, old[matchedOld]);
            }

            (i, j) = (matchedOld + 1, matchedNow + 1);
        }

        return [.. Joined(runs).SelectMany(Parts)];
    }

    /// <summary>How much two texts share: 0 nothing, 1 every word.</summary>
    public static double Likeness(string before, string after)
    {
        var (old, now) = (WordsOf(before), WordsOf(after));
        var left = old.GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
        var shared = now.Count(word => left.TryGetValue(word, out var count) && (left[word] = count - 1) >= 0);
        return old.Count + now.Count == 0 ? 1 : 2.0 * shared / (old.Count + now.Count);
    }

    private static List<string> WordsOf(string text) => [.. TokensOf(text).Where(token => char.IsLetterOrDigit(token[0])).Select(token => token.ToLowerInvariant())];

    /// <summary>Words, runs of spaces, and single marks or ideographs; joined they are the text.</summary>
    private static List<string> TokensOf(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        var previous = TokenKind.Mark;
        for (var i = 0; i < text.Length;)
        {
            // What people see as one character is never cut: a letter with its accents, an emoji with its parts.
            var length = StringInfo.GetNextTextElementLength(text, i);
            var kind = Rune.TryGetRuneAt(text, i, out var rune) ? KindOf(rune) : TokenKind.Mark;
            if (i > start && (kind != previous || kind == TokenKind.Mark))
            {
                tokens.Add(text[start..i]);
                start = i;
            }

            previous = kind;
            i += length;
        }

        if (start < text.Length)
        {
            tokens.Add(text[start..]);
        }

        return tokens;
    }

    private static TokenKind KindOf(Rune rune) => rune switch
    {
        _ when Rune.IsWhiteSpace(rune) => TokenKind.Space,
        // Written without spaces between words: kana and Han.
        { Value: (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF) } => TokenKind.Mark,
        _ when Rune.IsLetterOrDigit(rune) => TokenKind.Word,
        _ => TokenKind.Mark,
    };

    private static void Same(List<Run> runs, string text)
    {
        if (runs is [.., { IsSame: true } last])
        {
            last.Old.Append(text);
        }
        else
        {
            runs.Add(new(true, new(text), new()));
        }
    }

    private static void Change(List<Run> runs, string removed, string added)
    {
        if (removed.Length + added.Length > 0)
        {
            runs.Add(new(false, new(removed), new(added)));
        }
    }

    /// <summary>A space alone between two changes belongs to them: “two new words” instead of two, a space, new, a space, words.</summary>
    private static List<Run> Joined(List<Run> runs)
    {
        var joined = new List<Run>();
        for (var i = 0; i < runs.Count; i++)
        {
            if (joined is [.., { IsSame: false } last] && !runs[i].IsSame)
            {
                last.Old.Append(runs[i].Old);
                last.New.Append(runs[i].New);
            }
            else if (joined is [.., { IsSame: false } change] && i + 1 < runs.Count && string.IsNullOrWhiteSpace(runs[i].Old.ToString()))
            {
                change.Old.Append(runs[i].Old);
                change.New.Append(runs[i].Old);
            }
            else
            {
                joined.Add(runs[i]);
            }
        }

        return joined;
    }

    private static IEnumerable<WordChange> Parts(Run run)
    {
        if (run.IsSame)
        {
            return [new(WordChangeKind.Same, run.Old.ToString())];
        }

        return new[] { new WordChange(WordChangeKind.Removed, run.Old.ToString()), new WordChange(WordChangeKind.Added, run.New.ToString()) }.Where(part => part.Text.Length > 0);
    }

    private enum TokenKind
    {
        Word,
        Space,
        Mark,
    }

    /// <param name="New">Unused where both texts have the same.</param>
    private sealed record Run(bool IsSame, StringBuilder Old, StringBuilder New);
}
