using System.Text.RegularExpressions;

namespace ContentHub.Editorial.Checks.Matching;

/// <summary>A pattern and what is taken out before it is looked for.</summary>
internal sealed record Term<T>(T Meaning, IReadOnlyList<string> Patterns, IReadOnlyList<string> Not);

/// <summary>A place where a term was found.</summary>
internal readonly record struct TermMatch<T>(T Meaning, CheckedText Text, int Start, int Length)
{
    public string Words => Text.Plain.Substring(Start, Length).Trim();

    public TextRange Range => Text.RangeOf(Start, Length);
}

/// <summary>
/// Looks for many terms at once. All patterns run on the engine that never goes back, so no text can make them slow. One pattern that
/// holds them all says which texts are worth a closer look: in most there is none.
/// </summary>
internal sealed class PatternList<T>
{
    private readonly (T Meaning, Regex Pattern, Regex? Not)[] _terms;
    private readonly Regex? _any;

    public PatternList(IEnumerable<Term<T>> terms)
    {
        var all = terms.ToList();
        _terms = [.. all.Select(t => (t.Meaning, Patterns.Any(t.Patterns)!, Patterns.Any(t.Not)))];
        _any = Patterns.Any([.. all.SelectMany(t => t.Patterns)]);
    }

    public IEnumerable<TermMatch<T>> In(CheckedDocument document, Func<CheckedText, bool>? where = null)
    {
        foreach (var text in document.TextsWith(_any))
        {
            if (where?.Invoke(text) == false)
            {
                continue;
            }

            foreach (var (meaning, pattern, not) in _terms)
            {
                foreach (var (start, length) in Patterns.Matches(text.Folded, pattern, not))
                {
                    yield return new(meaning, text, start, length);
                }
            }
        }
    }
}

/// <summary>Patterns on folded text.</summary>
internal static class Patterns
{
    /// <returns>Null for none.</returns>
    public static Regex? Any(IReadOnlyList<string> patterns) => patterns.Count == 0
        ? null
        : new(string.Join('|', patterns.Select(p => $"(?:{Folding.OfPattern(p)})")), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static IReadOnlyList<(int Start, int Length)> Matches(string folded, Regex pattern, Regex? not)
    {
        if (!pattern.IsMatch(folded))
        {
            return [];
        }

        if (not?.IsMatch(folded) == true)
        {
            folded = Without(folded, not);
        }

        var found = new List<(int, int)>();
        foreach (var match in pattern.EnumerateMatches(folded))
        {
            if (match.Length > 0)
            {
                found.Add((match.Index, match.Length));
            }
        }

        return found;
    }

    /// <summary>With spaces in the place of what matches, so that places stay.</summary>
    private static string Without(string folded, Regex not)
    {
        var blank = folded.ToCharArray();
        foreach (var match in not.EnumerateMatches(folded))
        {
            blank.AsSpan(match.Index, match.Length).Fill(' ');
        }

        return new(blank);
    }
}
