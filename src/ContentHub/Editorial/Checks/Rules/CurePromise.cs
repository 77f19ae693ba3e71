using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A promise of cure, a guarantee or a ranking that no treatment can keep. Denials of one are wanted.</summary>
internal sealed class CurePromise : EditorialCheck
{
    private static readonly PromiseData Data = ClinicalData.Read<PromiseData>("promises");
    private static readonly PatternList<string> List = new([new Term<string>("promise", Data.Patterns, Data.Not)]);

    public override string Rule => "cure-promise";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a promise of cure, a guarantee or a ranking";

    public override IEnumerable<Finding> Find(CheckedDocument document) => List.In(document).Select(m => At(
        m.Text, m.Start, m.Length, $"“{m.Words}”: no treatment can promise this.", "Say what it can help with, and for how many if a source tells."));

    private sealed record PromiseData(string About, IReadOnlyList<string> Patterns, IReadOnlyList<string> Not);
}
