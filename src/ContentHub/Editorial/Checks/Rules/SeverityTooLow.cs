using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A symptom that is known as an emergency and is not marked as one.</summary>
internal sealed class SeverityTooLow : EditorialCheck
{
    private static readonly SeverityData Data = ClinicalData.Read<SeverityData>("severity");
    private static readonly Regex Emergency = Patterns.Any([.. Data.En, .. Data.Es])!;
    private static readonly Regex UnlessLongTerm = Patterns.Any([.. Data.UnlessLongTerm.En, .. Data.UnlessLongTerm.Es])!;

    public const string Name = "severity-too-low";

    public override string Rule => Name;

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a symptom that is known as an emergency (seizure, trouble breathing) and is not marked as one";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        foreach (var symptom in document.Outline.Symptoms.Where(s => !s.IsEmergency))
        {
            var name = Folding.Of(new CheckedText(new(symptom.Path, TextRole.Label, symptom.Name, IsMarkdown: false)).Plain);
            if (Patterns.Matches(name, Emergency, symptom.IsLongTerm ? UnlessLongTerm : null).Count > 0)
            {
                yield return At(symptom.Path, $"“{symptom.Name}” can threaten life, and it is not marked as an emergency.", "Set its severity to EMERGENCY and say in `action` what to do, e.g. “Call 911 now.”");
            }
        }
    }

    private sealed record SeverityData(string About, IReadOnlyList<string> En, IReadOnlyList<string> Es, ByLanguage UnlessLongTerm);
}
