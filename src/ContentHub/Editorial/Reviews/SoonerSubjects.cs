using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Reviews;

/// <summary>
/// Whether a text is about something that is looked at twice a year: withdrawal, overdose, suicide, pregnancy, a medicine with a boxed
/// warning. It is when its title, a heading or a topic says so; a word in passing is not enough. Pure.
/// </summary>
internal static class SoonerSubjects
{
    private static readonly SoonerData Data = ClinicalData.Read<SoonerData>("sooner");
    private static readonly (Regex Pattern, Regex? Not)[] Subjects = [.. Data.Subjects.Select(s => (Patterns.Any([.. s.En, .. s.Es])!, Patterns.Any(s.Not)))];
    private static readonly HashSet<string> Classes = [.. Data.Classes];
    private static readonly Phrases<bool> Medicines = new(Data.Medicines.Select(m => (m, true)));

    /// <param name="topics">What its topics are called.</param>
    public static bool Name(Outline outline, IEnumerable<string> topics) => outline.Texts
        .Where(t => t.Role is TextRole.Title or TextRole.Heading)
        .Select(t => t.IsMarkdown ? new CheckedText(t).Plain : t.Source)
        .Concat(outline.Sections.Select(s => s.Heading).OfType<string>())
        .Concat(topics)
        .Any(IsOne);

    private static bool IsOne(string text)
    {
        var folded = Folding.Of(text);
        return Subjects.Any(s => Patterns.Matches(folded, s.Pattern, s.Not).Count > 0)
            || Substances.Named(folded).Any(n => Classes.Contains(n.Word.ClassId))
            || Medicines.In(folded).Count > 0;
    }

    private sealed record SoonerData(string About, IReadOnlyList<SoonerSubject> Subjects, IReadOnlyList<string> Classes, IReadOnlyList<string> Medicines);

    private sealed record SoonerSubject(string Id, IReadOnlyList<string> En, IReadOnlyList<string> Es, IReadOnlyList<string> Not);
}
