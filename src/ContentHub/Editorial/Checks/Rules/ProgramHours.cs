namespace ContentHub.Editorial.Checks.Rules;

/// <summary>
/// Hours that do not fit the level of care (The ASAM Criteria: 2.1 from 9 to under 20 hours a week for adults, from 6 for adolescents; 2.5 from
/// 20; outpatient below 2.1), or that do not add up. A phase that steps down has fewer by intent.
/// </summary>
internal sealed class ProgramHours : EditorialCheck
{
    private const double IntensiveAdults = 9;
    private const double IntensiveAdolescents = 6;
    private const double Partial = 20;

    public override string Rule => "program-hours";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a program whose hours a week do not fit its level of care, or whose hours do not add up";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        if (document.Outline.Care is not { } care)
        {
            yield break;
        }

        var intensive = care.IsForAdults ? IntensiveAdults : IntensiveAdolescents;
        var (from, below) = care.Level switch
        {
            CareByHours.Outpatient => (0, intensive),
            CareByHours.IntensiveOutpatient => (intensive, Partial),
            CareByHours.PartialHospitalization => (Partial, double.PositiveInfinity),
            _ => (0, double.PositiveInfinity),
        };
        if (care.HoursPerWeek is { } hours && (hours < from || hours >= below) && !StepsDown(document))
        {
            yield return At(
                ["schedule", "hoursPerWeek"], $"{hours} hours a week does not fit {Words(care.Level!.Value)}{(care.IsForAdults ? "" : " for adolescents")}.",
                below is double.PositiveInfinity ? $"That level has {from} hours a week or more: check the hours and the level." : $"That level has {from} to under {below} hours a week: check the hours and the level.");
        }

        if (care is { HoursPerWeek: { } weekly, DurationWeeks: { } weeks, TotalHours: { } total } && Math.Abs((weekly * weeks) - total) > 0.5)
        {
            yield return At(["schedule", "totalHours"], $"{weekly} hours a week for {weeks} weeks make {weekly * weeks} hours, not {total}.", "Check the three figures against each other.");
        }
    }

    private static bool StepsDown(CheckedDocument document) =>
        document.Texts.Any(t => t.Folded.Contains("step-down", StringComparison.Ordinal) || t.Folded.Contains("step down", StringComparison.Ordinal) || t.Folded.Contains("fase de transicion", StringComparison.Ordinal));

    private static string Words(CareByHours level) => level switch
    {
        CareByHours.Outpatient => "outpatient care",
        CareByHours.IntensiveOutpatient => "intensive outpatient care (ASAM 2.1)",
        CareByHours.PartialHospitalization => "partial hospitalization (ASAM 2.5)",
        _ => throw new InvalidOperationException($"Unknown level {level}."),
    };
}
