using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>Words that label or blame people, and unsafe words about suicide. Words that a sentence speaks about, in quotes, are not used by it.</summary>
internal sealed class StigmatisingLanguage : EditorialCheck
{
    private static readonly WordingData Data = ClinicalData.Read<WordingData>("wording");
    private static readonly Dictionary<string, PatternList<WordingTerm>> Lists = Data.Terms.GroupBy(t => t.Language)
        .ToDictionary(g => g.Key, g => new PatternList<WordingTerm>(g.Select(t => new Term<WordingTerm>(t, [t.Pattern], [.. t.Not, .. Data.Names]))));
    /// <summary>How far from a quoted word the word may stand that says that it is spoken about.</summary>
    private const int NearCharacters = 120;
    private static readonly Regex Mentions = Patterns.Any([.. Data.Mentions.En, .. Data.Mentions.Es])!;

    public override string Rule => "stigmatising-language";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "words that label or blame people (“addict”, “clean”), and unsafe words about suicide; person-first wording is suggested";

    public override IEnumerable<Finding> Find(CheckedDocument document) => Lists.TryGetValue(document.Language, out var list)
        ? list.In(document).Where(m => !IsMentioned(m)).Select(m => At(
            m.Text, m.Start, m.Length, $"“{m.Words}” can hurt or keep people from care ({m.Meaning.Why}).", $"Write: {m.Meaning.Instead}.", m.Meaning.Replacements?.GetValueOrDefault(m.Words)))
        : [];

    private static bool IsMentioned(TermMatch<WordingTerm> match)
    {
        var folded = match.Text.Folded;
        var (start, end) = (match.Start, match.Start + match.Length);
        if (start == 0 || end >= folded.Length || folded[start - 1] is not ('"' or '\'') || !folded.AsSpan(end).TrimStart(".,").StartsWith([folded[start - 1]]))
        {
            return false;
        }

        var (from, length) = match.Text.SentenceAt(start);
        var near = (Start: Math.Max(from, start - NearCharacters), End: Math.Min(from + length, end + NearCharacters));
        return Mentions.IsMatch(folded.AsSpan(near.Start, near.End - near.Start));
    }

    private sealed record WordingData(string About, IReadOnlyList<string> Names, ByLanguage Mentions, IReadOnlyList<WordingTerm> Terms);

    private sealed record WordingTerm(string Id, string Language, string Pattern, string Instead, string Why, string Source)
    {
        public IReadOnlyList<string> Not { get; init; } = [];

        public IReadOnlyDictionary<string, string>? Replacements { get; init; }
    }
}
