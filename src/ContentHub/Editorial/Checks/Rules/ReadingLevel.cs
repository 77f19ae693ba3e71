using ContentHub.Editorial.Checks.Matching;
using ContentHub.Editorial.Texts;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>Text for patients or their families that is hard to read. Shows the hardest sentences, since those are what an editor can change.</summary>
internal sealed class ReadingLevel : EditorialCheck
{
    /// <summary>Below it the formulas say nothing.</summary>
    private const int WordsMin = 100;
    private const int SentencesShown = 3;
    private const int CharactersShown = 90;

    public override string Rule => "reading-level";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "text for patients or their families above reading grade 8 (Spanish: under 55 on the INFLESZ scale), from 100 words";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        if (document.Outline.IsForProfessionals)
        {
            yield break;
        }

        var sentences = document.Texts.Where(t => t.Outline.IsBody && !t.Outline.IsQuoted).SelectMany(t => t.Sentences).ToList();
        var score = Readability.Of(sentences, document.Facts.Locale);
        if (score.Words >= WordsMin && HowHard(score, document.Options) is { } message)
        {
            yield return At([], message, $"Shorten the sentences shown, or swap long words: {string.Join(" · ", Hardest(sentences, document.Facts.Locale))}");
        }
    }

    private static string? HowHard(ReadabilityScore score, CheckOptions options) => score switch
    {
        { Grade: { } grade } when grade > options.ReadingGrade => FormattableString.Invariant($"This text reads like grade {grade:0.#}; {options.ReadingGrade:0.#} is the most for patients."),
        { Score: { } points } when points < options.ReadingScoreSpanish => FormattableString.Invariant($"This text has {points:0.#} points on the INFLESZ scale; patients need {options.ReadingScoreSpanish:0.#} or more."),
        _ => null,
    };

    private static IEnumerable<string> Hardest(IEnumerable<Sentence> sentences, string locale) => sentences
        .Where(s => s.Words.Count > 3)
        .OrderByDescending(s => Readability.Of([s], locale) is var one ? one.Grade ?? -one.Score ?? 0 : 0)
        .Take(SentencesShown)
        .Select(s => $"“{(s.Text.Length <= CharactersShown ? s.Text : s.Text[..CharactersShown].TrimEnd() + "…")}”");
}
