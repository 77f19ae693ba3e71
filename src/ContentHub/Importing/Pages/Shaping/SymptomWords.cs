using System.Text.RegularExpressions;
using ContentHub.Content.SymptomLists;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Checks.Matching;
using ContentHub.Importing.Pages.Data;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>How grave a sign is and of which kind, by its words. Never less grave than the checks know it.</summary>
internal static class SymptomWords
{
    private static readonly SymptomData Data = ImportData.Read<SymptomData>("symptoms");
    private static readonly EmergencyData Emergencies = ClinicalData.Read<EmergencyData>("severity");
    private static readonly Regex Emergency = ImportData.Any(Emergencies.En.Concat(Emergencies.Es));
    private static readonly Regex InOverdose = ImportData.Any(Data.EmergencyInOverdose.En.Concat(Data.EmergencyInOverdose.Es));
    private static readonly Regex Serious = ImportData.Any(Data.Serious.En.Concat(Data.Serious.Es));
    private static readonly Regex SelfHarm = ImportData.Any(Data.SelfHarm.En.Concat(Data.SelfHarm.Es));
    private static readonly Regex Psychological = ImportData.Any(Data.Psychological.En.Concat(Data.Psychological.Es));
    private static readonly Regex Behavioral = ImportData.Any(Data.Behavioral.En.Concat(Data.Behavioral.Es));
    private static readonly Regex SevereCases = ImportData.Any(Data.InSevereCases.En.Concat(Data.InSevereCases.Es));
    private static readonly Regex MayDo = ImportData.Any(Data.MayDo);

    /// <param name="context">What is no more than serious elsewhere may be the sign of an overdose.</param>
    public static SymptomSeverity SeverityOf(string text, SymptomContext context)
    {
        var folded = Folding.Of(text);
        return Emergency.IsMatch(folded) || (context is SymptomContext.Overdose && InOverdose.IsMatch(folded)) ? SymptomSeverity.Emergency : Serious.IsMatch(folded) ? SymptomSeverity.Serious : SymptomSeverity.Common;
    }

    /// <summary>What a reader is told to do; null for what is seldom dangerous.</summary>
    public static string? ActionOf(string text, SymptomSeverity severity, string language) => severity switch
    {
        SymptomSeverity.Emergency => (SelfHarm.IsMatch(Folding.Of(text)) ? Data.Actions.SelfHarm : Data.Actions.Emergency).Of(language),
        SymptomSeverity.Serious => Data.Actions.Serious.Of(language),
        SymptomSeverity.Common => null,
        _ => throw new InvalidOperationException($"Unknown severity {severity}."),
    };

    /// <summary>By its words; null when they do not tell.</summary>
    public static SymptomCategory? CategoryOf(string text)
    {
        var folded = Folding.Of(text);
        return Behavioral.IsMatch(folded) ? SymptomCategory.Behavioral : Psychological.IsMatch(folded) ? SymptomCategory.Psychological : null;
    }

    /// <returns>How many characters “In severe cases,” takes at the start; 0 when it does not stand there.</returns>
    public static int SevereCasesIn(string text) => SevereCases.Match(Folding.Of(text)) is { Success: true } match ? match.Length : 0;

    /// <summary>Where what somebody “may” do begins in a sentence; null when the sentence is not of this form.</summary>
    public static int? MayDoIn(string sentence) => MayDo.Match(Folding.Of(sentence)) is { Success: true } match ? match.Index + match.Length : null;

    private sealed record EmergencyData(string About, IReadOnlyList<string> En, IReadOnlyList<string> Es, ByLanguage UnlessLongTerm);

    private sealed record ActionData(TwoLanguages<string> Emergency, TwoLanguages<string> SelfHarm, TwoLanguages<string> Serious);

    private sealed record SymptomData(
        string About, TwoLanguages<IReadOnlyList<string>> EmergencyInOverdose, TwoLanguages<IReadOnlyList<string>> Serious, TwoLanguages<IReadOnlyList<string>> SelfHarm, ActionData Actions, TwoLanguages<IReadOnlyList<string>> InSevereCases,
        TwoLanguages<IReadOnlyList<string>> Psychological, TwoLanguages<IReadOnlyList<string>> Behavioral, IReadOnlyList<string> MayDo);
}
