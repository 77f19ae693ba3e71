using ContentHub.Editorial.Checks.Matching;
using ContentHub.Editorial.Texts;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>How alike two texts are, by their words.</summary>
internal static class Shingles
{
    private const int Words = 5;

    /// <summary>Of the runs of five words that either has, the share that both have: 0 to 1.</summary>
    public static double Alike(string one, string other)
    {
        var (a, b) = (Of(one), Of(other));
        return a.Count == 0 || b.Count == 0 ? 0 : (double)a.Intersect(b).Count() / a.Union(b).Count();
    }

    /// <summary>Of the words that two short texts have, the share that both have: 0 to 1.</summary>
    public static double SameWords(string one, string other)
    {
        var (a, b) = (WordsOf(one), WordsOf(other));
        if (a.Count == 0 || b.Count == 0)
        {
            return 0;
        }

        var left = b.CountBy(w => w).ToDictionary(w => w.Key, w => w.Value);
        var same = a.Count(w => left.TryGetValue(w, out var count) && (left[w] = count - 1) >= 0);
        return 2.0 * same / (a.Count + b.Count);
    }

    public static IReadOnlyList<string> WordsOf(string text) => Sentences.WordsOf(Folding.Of(text));

    private static HashSet<string> Of(string text)
    {
        var words = WordsOf(text);
        return words.Count < Words ? [string.Join(' ', words)] : [.. Enumerable.Range(0, words.Count - Words + 1).Select(i => string.Join(' ', words.Skip(i).Take(Words)))];
    }
}
