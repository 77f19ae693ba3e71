using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A dose or a step of a taper in text that is not for clinicians. Times and steps count only where a medicine is spoken of.</summary>
internal sealed class DoseInPatientText : EditorialCheck
{
    private static readonly DoseData Data = ClinicalData.Read<DoseData>("doses");
    private static readonly PatternList<Regex?> List = new(
    [
        new Term<Regex?>(null, Data.Amounts, Data.Not),
        new Term<Regex?>(Patterns.Any(Data.TimesNeed), Data.Times, Data.Not),
        new Term<Regex?>(Patterns.Any(Data.StepsNeed), Data.Steps, Data.Not),
    ]);

    public override string Rule => "dose-in-patient-text";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a dose or a step of a taper in text for patients or their families";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        if (document.Outline.IsForProfessionals)
        {
            yield break;
        }

        var asked = new HashSet<(CheckedText, int, Regex?)>();
        var told = new HashSet<(CheckedText, int)>();
        foreach (var match in List.In(document))
        {
            var (start, length) = match.Text.SentenceAt(match.Start);
            if (asked.Add((match.Text, start, match.Meaning)) && IsDose(match.Meaning, match.Text.Folded.Substring(start, length)) && told.Add((match.Text, start)))
            {
                yield return At(match.Text, match.Start, match.Length, $"“{match.Words}” reads like a dose. Doses belong to the prescriber.", "Say “your prescriber will plan the steps with you”.");
            }
        }
    }

    private static bool IsDose(Regex? needs, string sentence) => needs is null || needs.IsMatch(sentence) || Substances.Named(sentence).Count > 0;

    private sealed record DoseData(
        string About, IReadOnlyList<string> Amounts, IReadOnlyList<string> Times, IReadOnlyList<string> TimesNeed, IReadOnlyList<string> Steps, IReadOnlyList<string> StepsNeed, IReadOnlyList<string> Not);
}
