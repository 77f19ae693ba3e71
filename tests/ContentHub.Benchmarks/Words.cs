using System.Text;

namespace ContentHub.Benchmarks;

/// <summary>A made-up language of 20,000 words, each as often as words are in a language (Zipf). The same each time.</summary>
internal sealed class Words
{
    private const int Count = 20_000;
    private const int InSentence = 15;
    private const string Consonants = "bcdfglmnprstv";
    private const string Vowels = "aeiou";

    private readonly Random _random = new(1);
    private readonly string[] _all;
    private readonly double[] _until = new double[Count];

    public Words()
    {
        _all = [.. Enumerable.Range(0, Count * 2).Select(_ => Make(_random.Next(2, 5))).Distinct().Take(Count)];
        for (var i = 0; i < Count; i++)
        {
            _until[i] = (i == 0 ? 0 : _until[i - 1]) + (1.0 / (i + 2));
        }
    }

    public string Sentence() => string.Join(' ', Enumerable.Range(0, InSentence).Select(_ => _all[Any()])) + ".";

    /// <summary>Two words of some rank, the same for the same number.</summary>
    public string Pair(int number, int from, int to)
    {
        var random = new Random(number);
        return $"{Long(random, from, to)} {Long(random, from, to)}";
    }

    private string Long(Random random, int from, int to)
    {
        var at = random.Next(from, to);
        return _all[Array.FindIndex(_all, at, word => word.Length >= 6) is var longer && longer >= 0 ? longer : at];
    }

    private int Any() => Array.BinarySearch(_until, _random.NextDouble() * _until[^1]) is var at && at < 0 ? Math.Min(~at, Count - 1) : at;

    private string Make(int syllables)
    {
        var word = new StringBuilder();
        for (var i = 0; i < syllables; i++)
        {
            word.Append(Consonants[_random.Next(Consonants.Length)]).Append(Vowels[_random.Next(Vowels.Length)]);
        }

        return word.Append("nrslt"[_random.Next(5)]).ToString();
    }
}
