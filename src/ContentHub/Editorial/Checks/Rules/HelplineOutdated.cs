using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>The old number of a help line.</summary>
internal sealed class HelplineOutdated : EditorialCheck
{
    public override string Rule => "helpline-outdated";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "the old number of a help line (1-800-273-8255 for 988)";

    public override IEnumerable<Finding> Find(CheckedDocument document) =>
        from text in document.Texts
        from found in PhoneNumbers.In(text.Plain)
        from old in HelpNumbers.Outdated
        where PhoneNumbers.AreSame(found.Digits, old.Number)
        select At(text, found.Start, found.Length, $"{old.Why} People may get through later, or not at all.", $"Write {old.Instead}.", old.Instead);
}
