namespace ContentHub.Editorial.Checks.Matching;

/// <summary>A word of a folded text.</summary>
internal readonly record struct FoldedWord(int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>Finds whole words and phrases, many at once, by looking each word up.</summary>
internal sealed class Phrases<T>
{
    private readonly Dictionary<string, List<(string[] Words, T Meaning)>> _byFirstWord = [];

    public Phrases(IEnumerable<(string Phrase, T Meaning)> phrases)
    {
        foreach (var (phrase, meaning) in phrases)
        {
            var folded = Folding.Of(phrase);
            string[] words = [.. WordsOf(folded).Select(w => folded.Substring(w.Start, w.Length))];
            if (!_byFirstWord.TryGetValue(words[0], out var same))
            {
                _byFirstWord[words[0]] = same = [];
            }

            same.Add((words, meaning));
        }
    }

    public IReadOnlyList<(T Meaning, int Start, int Length)> In(string folded)
    {
        var lookup = _byFirstWord.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = WordsOf(folded).ToList();
        var found = new List<(T Meaning, int Start, int Length)>();
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var (phrase, meaning) in lookup.TryGetValue(folded.AsSpan(words[i].Start, words[i].Length), out var some) ? some : [])
            {
                if (StandsAt(folded, words, i, phrase))
                {
                    found.Add((meaning, words[i].Start, words[i + phrase.Length - 1].End - words[i].Start));
                }
            }
        }

        return found;
    }

    /// <summary>Runs of letters and digits.</summary>
    private static IEnumerable<FoldedWord> WordsOf(string folded)
    {
        var start = -1;
        for (var i = 0; i <= folded.Length; i++)
        {
            var isInside = i < folded.Length && char.IsLetterOrDigit(folded[i]);
            if (isInside && start < 0)
            {
                start = i;
            }
            else if (!isInside && start >= 0)
            {
                yield return new(start, i - start);
                start = -1;
            }
        }
    }

    private static bool StandsAt(string folded, List<FoldedWord> words, int first, string[] phrase)
    {
        if (first + phrase.Length > words.Count)
        {
            return false;
        }

        for (var i = 1; i < phrase.Length; i++)
        {
            var (before, word) = (words[first + i - 1], words[first + i]);
            if (word.Start - before.End != 1 || folded[before.End] is not (' ' or '-') || !folded.AsSpan(word.Start, word.Length).SequenceEqual(phrase[i]))
            {
                return false;
            }
        }

        return true;
    }
}
