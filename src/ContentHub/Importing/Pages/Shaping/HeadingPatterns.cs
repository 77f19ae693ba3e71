using System.Text.RegularExpressions;
using ContentHub.Content.Parts;
using ContentHub.Content.SymptomLists;
using ContentHub.Editorial.Checks.Matching;
using ContentHub.Importing.Pages.Data;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>What the text under a heading becomes.</summary>
internal enum HeadingType
{
    Section,
    LeftOut,
    References,
    PersonOrReview,
    CallToAction,
    FaqGroup,
    KeyPoints,
    CalloutEmergency,
    SymptomList,
    Faq,
    Program,
    NumberedList,
}

/// <summary>What a heading says. Null where it says nothing of the kind.</summary>
/// <param name="Id">Of the pattern that decided the type.</param>
/// <param name="SeverityFloor">No symptom under it is less grave.</param>
internal sealed record HeadingMatch(string Id, HeadingType Type, HealthAspect? Aspect, SymptomContext? Context, SymptomCategory? Category, SymptomSeverity? SeverityFloor, bool IsForCaregivers)
{
    /// <summary>Nothing but its question mark made it match.</summary>
    public bool IsQuestion => Id == "question";

    /// <summary>The heading before it says when these symptoms occur.</summary>
    public bool IsOnlyCategory => Category is not null && Context is null;
}

/// <summary>Reads headings by the patterns of <c>headings.json</c>.</summary>
internal static partial class HeadingPatterns
{
    private static readonly HeadingData Data = ImportData.Read<HeadingData>("headings");
    private static readonly (HeadingPattern Means, Regex Pattern)[] All = [.. Data.Patterns.Select(p => (p, ImportData.Any(p.En, p.Es)))];

    private static readonly Regex WhatIs = All.Single(p => p.Means.Id == "what-is").Pattern;

    /// <summary>Several in one: most lines match none, and are asked a few times instead of a hundred. All in one would be too large for the engine.</summary>
    private static readonly Regex[] Several = [.. Data.Patterns.Chunk(10).Select(some => ImportData.Any(some.SelectMany(p => (IEnumerable<string>)[p.En, p.Es])))];

    /// <summary>Headings are short: what is longer is none.</summary>
    private const int CharactersMax = 200;

    /// <returns>Null when no pattern knows the heading.</returns>
    public static HeadingMatch? Match(string heading)
    {
        if (heading.Length > CharactersMax)
        {
            return null;
        }

        var folded = Numbering().Replace(Folding.Of(heading.Trim()), "").TrimEnd(':', ' ');
        if (!Array.Exists(Several, some => some.IsMatch(folded)))
        {
            return null;
        }

        var all = All.Where(p => p.Pattern.IsMatch(folded)).Select(p => p.Means).ToList();
        return all.Count == 0 ? null : new(
            all[0].Id, all[0].Type, all.Select(p => p.Aspect).FirstOrDefault(a => a is not null), all.Select(p => p.Context).FirstOrDefault(c => c is not null),
            all.Select(p => p.Category).FirstOrDefault(c => c is not null), all.Select(p => p.SeverityFloor).FirstOrDefault(s => s is not null), all.Exists(p => p.Audience == "CAREGIVER"));
    }

    /// <summary>What a heading asks for by “what is …”, as it is written there.</summary>
    /// <returns>Null for any other heading.</returns>
    public static string? Asked(string heading)
    {
        var trimmed = heading.Trim();
        return trimmed.Length <= CharactersMax && WhatIs.Match(Folding.Of(trimmed)) is { Success: true } match && match.Groups.Values.Skip(1).FirstOrDefault(g => g.Success) is { } name
            ? trimmed.Substring(name.Index, name.Length).TrimEnd(':', ' ')
            : null;
    }

    [GeneratedRegex(@"\A(?:step )?[0-9]{1,2}[.):]\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Numbering();

    private sealed record HeadingData(string About, IReadOnlyList<HeadingPattern> Patterns);

    private sealed record HeadingPattern(string Id, string En, string Es, HeadingType Type)
    {
        public HealthAspect? Aspect { get; init; }

        public SymptomContext? Context { get; init; }

        public SymptomCategory? Category { get; init; }

        public SymptomSeverity? SeverityFloor { get; init; }

        public string? Audience { get; init; }

        public bool AlsoFaq { get; init; }
    }
}
