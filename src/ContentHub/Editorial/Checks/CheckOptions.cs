using System.ComponentModel.DataAnnotations;

namespace ContentHub.Editorial.Checks;

/// <summary>What the editorial checks hold texts against; section <c>ContentHub:Checks</c>.</summary>
public sealed class CheckOptions
{
    /// <summary>Words that a sentence may have, 10 to 100.</summary>
    [Range(10, 100)]
    public int SentenceWords { get; set; } = 30;

    /// <summary>The same in Spanish, which needs more words, 10 to 100.</summary>
    [Range(10, 100)]
    public int SentenceWordsSpanish { get; set; } = 35;

    /// <summary>Words between two headings, 50 to 2000.</summary>
    [Range(50, 2000)]
    public int SectionWords { get; set; } = 300;

    /// <summary>US school grade that a text for patients may have (Flesch-Kincaid), 3 to 16.</summary>
    [Range(3.0, 16.0)]
    public double ReadingGrade { get; set; } = 8;

    /// <summary>What a Spanish text for patients must reach on the INFLESZ scale, 0 to 100.</summary>
    [Range(0.0, 100.0)]
    public double ReadingScoreSpanish { get; set; } = 55;

    /// <summary>Numbers of crisis lines beside those that we know (988 in the US), for other countries.</summary>
    public IList<string> CrisisNumbers { get; } = [];

    /// <summary>Emergency numbers beside those that we know (911 in the US).</summary>
    public IList<string> EmergencyNumbers { get; } = [];
}
