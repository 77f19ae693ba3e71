using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>Physical dependence called addiction, or the reverse, in a sentence that does not tell them apart.</summary>
internal sealed class DependenceAddictionMix : EditorialCheck
{
    private static readonly MixData Data = ClinicalData.Read<MixData>("dependence");
    private static readonly PatternList<string> List = new([new Term<string>("mix", Data.Patterns, [])]);
    private static readonly Regex Contrast = Patterns.Any(Data.Not)!;

    public override string Rule => "dependence-addiction-mix";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "dependence called addiction, or the reverse";

    public override IEnumerable<Finding> Find(CheckedDocument document) => Equated(document).Concat(Mislabelled(document));

    /// <summary>Sections that announce dependence and speak of addiction alone, on a page about a medicine that is prescribed.</summary>
    private IEnumerable<Finding> Mislabelled(CheckedDocument document)
    {
        if (!document.Facts.TopicNames.Any(name => Substances.Named(Folding.Of(name.Replace('-', ' '))).Any(n => Data.Medicines.Contains(n.Word.ClassId))))
        {
            yield break;
        }

        foreach (var heading in document.Texts.Where(t => t.Outline is { Role: TextRole.Heading, Section: >= 0 } && Speaks(t, "dependen") && !Speaks(t, "addict", "adicc", "adict")))
        {
            var below = document.Texts.Where(t => t.Outline.Section == heading.Outline.Section && t != heading).ToList();
            if (below.Exists(t => Speaks(t, "addict", "adicc", "adict")) && !below.Exists(t => Speaks(t, "dependen")))
            {
                yield return At(heading.Path, $"The heading “{heading.Plain}” says dependence, and the text below it speaks of addiction alone. They are different conditions.", "Say in both which of the two you mean.");
            }
        }
    }

    private static bool Speaks(CheckedText text, params ReadOnlySpan<string> stems)
    {
        foreach (var stem in stems)
        {
            if (text.Folded.Contains(stem, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<Finding> Equated(CheckedDocument document) =>
        from found in List.In(document).GroupBy(m => (m.Text, Sentence: m.Text.SentenceAt(m.Start)))
        let match = found.First()
        let sentence = found.Key.Sentence
        where !Contrast.IsMatch(match.Text.Folded.AsSpan(sentence.Start, sentence.Length))
        select At(
            match.Text, match.Start, match.Length,
            $"“{match.Words}” takes two things for one. Physical dependence happens to most people who take this medicine for a while. Addiction is a different condition.",
            "Say which of the two you mean.");

    private sealed record MixData(string About, IReadOnlyList<string> Patterns, IReadOnlyList<string> Not, IReadOnlyList<string> Medicines);
}
