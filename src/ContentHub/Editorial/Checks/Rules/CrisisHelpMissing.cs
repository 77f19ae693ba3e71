using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>
/// Words about suicide, overdose, withdrawal or a grave reaction in an entry that tells nobody where to turn. Suicide and self-harm need the
/// crisis line: a line that only refers people on is none. A section that may be shown alone needs the help in itself or in a companion.
/// </summary>
internal sealed class CrisisHelpMissing : EditorialCheck
{
    private static readonly RiskData Data = ClinicalData.Read<RiskData>("risks");
    private static readonly PatternList<RiskGroup> List = new(Data.Groups.Select(g => new Term<RiskGroup>(g, [.. g.En, .. g.Es], g.Not)));

    public override string Rule => "crisis-help-missing";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override string About => "text about suicide, self-harm, overdose, withdrawal or a grave reaction without an emergency box, a help line or a link to one (suicide and self-harm: the crisis line)";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        if (!document.Outline.CanHoldHelp)
        {
            yield break;
        }

        var numbers = new HelpNumbers(document.Facts.Locale, document.Options);
        var help = HelpBySection(document, numbers);
        var everywhere = help.Aggregate(HelpKinds.None, (all, some) => all | some.Value);
        var told = new HashSet<(string, int)>();
        foreach (var match in List.In(document))
        {
            var section = match.Text.Outline.Section;
            var alone = section >= 0 && document.Outline.Sections[section].StandsAlone;
            var here = alone ? With(document.Outline, section).Aggregate(HelpKinds.None, (all, some) => all | help.GetValueOrDefault(some)) : everywhere;
            if (!IsEnough(here, match.Meaning) && told.Add((match.Meaning.Id, alone ? section : -1)))
            {
                yield return Missing(match, alone, numbers);
            }
        }
    }

    private static bool IsEnough(HelpKinds here, RiskGroup group) => group.Needs == "CRISIS" ? here.HasFlag(HelpKinds.Crisis) : here.HasFlag(HelpKinds.Emergency);

    private Finding Missing(TermMatch<RiskGroup> match, bool alone, HelpNumbers numbers)
    {
        var line = numbers.NameOf(match.Meaning.Needs == "CRISIS" ? HelpKinds.Crisis : HelpKinds.Emergency);
        var where = alone ? " to this section, which may be shown without the rest of the page," : "";
        return At(
            match.Text, match.Start, match.Length,
            $"This text speaks of {match.Meaning.Name} (“{match.Words}”). Add an emergency note or the line {line}{where} so that a reader in danger knows what to do.",
            $"Add the help line {line} as a block, link to it, or add an emergency box that names its number.");
    }

    /// <summary>Sections that are shown when this one is: itself and its companions.</summary>
    private static IEnumerable<int> With(Outline outline, int section) =>
        outline.Sections.Index().Where(s => s.Index == section || outline.Sections[section].Companions.Contains(s.Item.Key)).Select(s => s.Index);

    private static Dictionary<int, HelpKinds> HelpBySection(CheckedDocument document, HelpNumbers numbers)
    {
        var help = new Dictionary<int, HelpKinds>();
        void Add(int section, HelpKinds kinds) => help[section] = help.GetValueOrDefault(section) | kinds;
        void AddLinked(int section, Guid entryId)
        {
            if (document.Facts.Linked.GetValueOrDefault(entryId) is { IsVisible: true, Help: { } offer })
            {
                Add(section, numbers.Of(offer));
            }
        }

        foreach (var text in document.Texts)
        {
            foreach (var link in text.Inline?.EntryLinks() ?? [])
            {
                AddLinked(text.Outline.Section, link.EntryId);
            }

            if (text.Outline.IsEmergencyHelp)
            {
                Add(text.Outline.Section, numbers.In(text.Plain));
            }
        }

        foreach (var link in document.Outline.Links)
        {
            AddLinked(link.Section, link.EntryId);
        }

        if (document.Outline.Symptoms.Any(s => s is { IsEmergency: true, HasAction: true }))
        {
            Add(-1, HelpKinds.Emergency);
        }

        return help;
    }

    private sealed record RiskData(string About, IReadOnlyList<RiskGroup> Groups);

    private sealed record RiskGroup(string Id, string Name, string Needs, IReadOnlyList<string> En, IReadOnlyList<string> Es, IReadOnlyList<string> Not);
}
