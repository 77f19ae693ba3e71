using System.Globalization;
using System.Text.RegularExpressions;
using ContentHub.Content.Programs;
using ContentHub.Editorial.Checks.Matching;
using ContentHub.Importing.Pages.Data;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>What a text says of a program. What it does not say is null or empty.</summary>
/// <param name="Level">As the text names it; null for none, or for one that is not ours to tell more closely.</param>
/// <param name="Name">Of the level, for a title; null where the text names none.</param>
/// <param name="Score">How much the text sounds like one that sells a program.</param>
internal sealed partial record ProgramFacts(LevelOfCare? Level, string? Name, int? Hours, int? Weeks, int? Days, int? Total, bool IsRange, IReadOnlyList<Therapy> Therapies, bool IsRemote, string? Place, IReadOnlyList<AgeGroup> AgeGroups, int Score)
{
    private const int ScoreMin = 3;
    private static readonly ProgramData Data = ImportData.Read<ProgramData>("programs");
    private static readonly Regex[] HourPatterns = [.. Data.Hours.Select(p => ImportData.Any(p))];
    private static readonly Regex[] WeekPatterns = [.. Data.Weeks.Select(p => ImportData.Any(p))];
    private static readonly Regex[] DayPatterns = [.. Data.Days.Select(p => ImportData.Any(p))];
    private static readonly Regex[] TotalPatterns = [.. Data.Total.Select(p => ImportData.Any(p))];
    private static readonly Regex Range = ImportData.Any(Data.Range);
    private static readonly (ProgramLevel Level, Regex Pattern)[] Levels = [.. Data.Levels.Select(l => (l, ImportData.Any(l.Patterns)))];
    private static readonly (Therapy Therapy, Regex Pattern)[] TherapyPatterns = [.. Data.Therapies.Select(t => (t.Key, ImportData.Any(t.Value)))];
    private static readonly Regex Telehealth = ImportData.Any(Data.Telehealth);
    private static readonly Regex Adults = ImportData.Any(Data.Adults);
    private static readonly Regex Adolescents = ImportData.Any(Data.Adolescents);
    private static readonly Regex Ours = ImportData.Any(Data.Ours);
    private static readonly Regex Program = ImportData.Any(Data.Program);

    /// <summary>Words that ask a reader to act.</summary>
    public static TwoLanguages<IReadOnlyList<string>> CallPhrases => Data.CallPhrases;

    /// <summary>Enough to be a program: hours a week or a level of care, and more besides.</summary>
    public bool IsProgram => Score >= ScoreMin && (Hours is not null || Name is not null);

    /// <summary>Says more than what the program is called.</summary>
    public bool HasMoreThanName => Hours is not null || Weeks is not null || Days is not null || Total is not null || Therapies.Count > 0;

    /// <summary>Says something of a program that is more than selling.</summary>
    public bool HasFacts => HasMoreThanName || Name is not null || IsRemote;

    public static ProgramFacts Of(string text, string language)
    {
        var folded = Folding.Of(text);
        var level = Levels.FirstOrDefault(l => l.Pattern.IsMatch(folded)).Level;
        var (hours, weeks, place) = (Number(HourPatterns, folded), Number(WeekPatterns, folded), PlaceIn(text));
        List<Therapy> therapies = [.. TherapyPatterns.Where(t => t.Pattern.IsMatch(folded)).Select(t => t.Therapy)];
        var score = (hours is null ? 0 : 2) + (weeks is null ? 0 : 1) + (level is null ? 0 : 2) + (therapies.Count == 0 ? 0 : 1) + (place is null ? 0 : 1) + (Ours.IsMatch(folded) && Program.IsMatch(folded) ? 1 : 0);
        return new(
            Enum.TryParse<LevelOfCare>(level?.Level.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var known) ? known : null, language == "es" ? level?.Es : level?.En,
            hours, weeks, Number(DayPatterns, folded), Number(TotalPatterns, folded), Range.IsMatch(folded), therapies, Telehealth.IsMatch(folded), place,
            [.. Adolescents.IsMatch(folded) ? [AgeGroup.Adolescent] : Array.Empty<AgeGroup>(), .. Adults.IsMatch(folded) ? [AgeGroup.Adult] : Array.Empty<AgeGroup>()], score);
    }

    private static int? Number(Regex[] patterns, string folded)
    {
        foreach (var pattern in patterns)
        {
            // One pattern may hold several groups; the number is the first that took part.
            if (pattern.Match(folded) is { Success: true } match && match.Groups.Values.Skip(1).FirstOrDefault(g => g.Success)?.Value is { } said)
            {
                return int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Data.Numbers.TryGetValue(said, out var word) ? word : null;
            }
        }

        return null;
    }

    /// <summary>A name behind “in”: a place, as far as its capitals tell.</summary>
    internal static string? PlaceIn(string text) => PlaceName().Matches(text).Select(m => m.Groups[1].Value).FirstOrDefault(p => !NoPlace.Contains(p.Split(' ')[0]));

    private static readonly HashSet<string> NoPlace = ["The", "Our", "Intensive", "Outpatient", "Partial", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "English", "Spanish", "Step", "Week", "El", "La", "Los", "Las"];

    [GeneratedRegex(@"\b(?:in|at|en)\s+((?:[A-Z][a-záéíóúñ]+)(?:\s[A-Z][a-záéíóúñ]+){0,2})", RegexOptions.NonBacktracking)]
    private static partial Regex PlaceName();

    private sealed record ProgramLevel(string Level, string En, string Es, IReadOnlyList<string> Patterns);

    private sealed record ProgramData(
        string About, IReadOnlyList<string> Hours, IReadOnlyList<string> Range, IReadOnlyList<string> Weeks, IReadOnlyList<string> Days, IReadOnlyList<string> Total, IReadOnlyList<ProgramLevel> Levels,
        Dictionary<Therapy, IReadOnlyList<string>> Therapies, IReadOnlyList<string> Telehealth, IReadOnlyList<string> Adults, IReadOnlyList<string> Adolescents, IReadOnlyList<string> Ours, IReadOnlyList<string> Program,
        Dictionary<string, int> Numbers, TwoLanguages<IReadOnlyList<string>> CallPhrases);
}
