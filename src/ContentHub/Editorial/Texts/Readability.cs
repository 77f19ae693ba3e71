namespace ContentHub.Editorial.Texts;

/// <summary>How hard a text is to read.</summary>
/// <param name="Minutes">At 200 words a minute, rounded up; 0 only where there is not a word.</param>
/// <param name="Grade">US school grade, one decimal, not below 0; English only.</param>
/// <param name="Score">0 (hardest) to 100, one decimal, on the INFLESZ scale; Spanish only.</param>
/// <param name="Formula">Its name, or that there is none for the language.</param>
public sealed record ReadabilityScore(int Words, int Minutes, double? Grade, double? Score, string Formula);

/// <summary>
/// English: Flesch-Kincaid grade level (J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom: "Derivation of new readability formulas",
/// Research Branch Report 8-75, Naval Technical Training, 1975).
/// Spanish: perspicuity after F. Szigriszt Pazos ("Sistemas predictivos de legilibilidad del mensaje escrito", Universidad Complutense de Madrid, 1993),
/// read on the INFLESZ scale (I. M. Barrio-Cantalejo and others, Anales del Sistema Sanitario de Navarra 31(2), 2008, pages 135 to 152).
/// A score of one language is never converted into the other's.
/// </summary>
public static class Readability
{
    /// <summary>A common figure for silent reading of plain text by adults.</summary>
    public const int WordsPerMinute = 200;

    /// <param name="plain">Text without marks; every line counts as a sentence, so a heading or list item stands on its own line.</param>
    /// <param name="locale">BCP 47; only its language counts.</param>
    public static ReadabilityScore Of(string plain, string locale) => Of(Sentences.Of(plain), locale);

    /// <summary>The same for text that has been taken apart already.</summary>
    public static ReadabilityScore Of(IReadOnlyList<Sentence> sentences, string locale)
    {
        var words = sentences.Sum(sentence => sentence.Words.Count);
        var minutes = (words + WordsPerMinute - 1) / WordsPerMinute;
        return LanguageOf(locale) switch
        {
            "en" => new(words, minutes, words == 0 ? null : EnglishGrade(sentences, words), null, "Flesch-Kincaid grade level"),
            "es" => new(words, minutes, null, words == 0 ? null : SpanishScore(sentences, words), "Szigriszt-Pazos on the INFLESZ scale"),
            _ => new(words, minutes, null, null, "None for this language"),
        };
    }

    private static string LanguageOf(string locale) => locale.Split('-', '_')[0].ToLowerInvariant();

    private static double EnglishGrade(IReadOnlyList<Sentence> sentences, int words)
    {
        var syllables = sentences.Sum(sentence => sentence.Words.Sum(Syllables.InEnglish));
        return Rounded(Math.Max(0, (0.39 * words / sentences.Count) + (11.8 * syllables / words) - 15.59));
    }

    private static double SpanishScore(IReadOnlyList<Sentence> sentences, int words)
    {
        var syllables = sentences.Sum(sentence => sentence.Words.Sum(Syllables.InSpanish));
        return Rounded(Math.Clamp(206.835 - (62.3 * syllables / words) - ((double)words / sentences.Count), 0, 100));
    }

    // One decimal is what people are shown, so it is also what limits are held against.
    private static double Rounded(double value) => Math.Round(value, 1, MidpointRounding.AwayFromZero);
}
