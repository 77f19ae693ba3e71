using Lucene.Net.Util.Automaton;

namespace ContentHub.Delivery.Search;

/// <summary>
/// Words of somebody whose life may be in danger: whoever types them into a search box needs a person first, and pages afterwards.
/// In English and Spanish whatever the locale, since people in distress write in their own language. Search boxes of the large
/// engines have done the same for years (988 Lifeline, Samaritans). Better once too often: a help line above the hits harms nobody.
/// </summary>
internal static class CrisisWords
{
    /// <summary>By their beginning, without accents.</summary>
    private static readonly string[] Beginnings = ["suicid", "overdos", "sobredosis", "autolesi", "autoles"];

    /// <summary>Often misspelt: one letter may be wrong.</summary>
    private static readonly CharacterRunAutomaton[] Misspelt =
        [.. new[] { "suicide", "suicidal", "overdose", "overdosed", "suicidio", "suicidarme", "sobredosis" }.Select(word => new CharacterRunAutomaton(new LevenshteinAutomata(word, withTranspositions: true).ToAutomaton(1)))];

    /// <summary>Word for word, without accents and apostrophes.</summary>
    private static readonly string[] Phrases =
    [
        "self harm", "self harming", "selfharm", "self injury", "hurt myself", "hurting myself", "harm myself", "harming myself", "cut myself", "cutting myself",
        "kill myself", "killing myself", "kill my self", "end my life", "ending my life", "end it all", "take my life", "take my own life", "want to die", "wanna die", "wish i was dead", "wish i were dead",
        "dont want to live", "do not want to live", "dont want to be alive", "better off dead", "no reason to live", "took too many pills", "took too much", "od on",
        "matarme", "me quiero matar", "quiero morir", "quiero morirme", "me quiero morir", "quitarme la vida", "acabar con mi vida", "terminar con mi vida", "no quiero vivir", "ya no quiero vivir",
        "hacerme dano", "hacerme dano a mi mismo", "lastimarme", "cortarme", "herirme", "tome demasiadas pastillas", "mejor muerto", "mejor muerta",
    ];

    public static bool StandIn(string text)
    {
        var words = SearchLanguage.Other.WordsOf(text).Select(word => word.Written.Replace("'", "", StringComparison.Ordinal)).ToList();
        var line = $" {string.Join(' ', words)} ";
        return words.Exists(word => Array.Exists(Beginnings, beginning => word.StartsWith(beginning, StringComparison.Ordinal)) || Array.Exists(Misspelt, near => near.Run(word)))
            || Array.Exists(Phrases, phrase => line.Contains($" {phrase} ", StringComparison.Ordinal));
    }
}
