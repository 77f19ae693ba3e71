using System.Text.RegularExpressions;
using AngleSharp.Dom;
using ContentHub.Editorial.Checks.Matching;
using ContentHub.Importing.Pages.Data;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>What of a page is not its text, told by element, role and class.</summary>
internal static partial class Furniture
{
    private static readonly FurnitureData Data = ImportData.Read<FurnitureData>("furniture");
    private static readonly Regex Unseen = ImportData.Any(Data.HiddenText);
    private static readonly Regex Bylines = ImportData.Any(Data.Bylines);
    private static readonly Regex Copyright = ImportData.Any(Data.Copyright);
    private static readonly Regex Reprinted = ImportData.Any(Data.Reprinted);
    private static readonly HashSet<string> Vague = [.. Data.VagueLinks];
    private static readonly HashSet<string> Questions = [.. Data.AccordionQuestions];
    private static readonly HashSet<string> Actions = [.. Data.ActionClasses];
    private static readonly string[] Boxes = ["box", "bar", "area", "wrap", "wrapper", "container", "links", "buttons", "icons", "list", "menu", "notice", "banner", "section", "form", "block", "nav", "widget", "popup", "overlay"];
    private static readonly string[] Owners = ["site", "page", "post", "entry", "main", "top", "wp", "article", "jp", "mobile"];

    public static IReadOnlyList<string> Shortcodes => Data.Shortcodes;

    public static IReadOnlyList<string> ShortcodePrefixes => Data.ShortcodePrefixes;

    /// <returns>Why the element is not text of the page, in a few words; null when it is.</returns>
    public static string? ReasonOf(IElement element) =>
        Data.Elements.GetValueOrDefault(element.LocalName) ?? Data.Roles.GetValueOrDefault(element.GetAttribute("role") ?? "") ?? WordsOf(element).Select(ReasonOf).FirstOrDefault(r => r is not null);

    /// <summary>A line that every page has and no reader reads, e.g. “Skip to content”.</summary>
    public static bool IsUnseen(string plain) => plain.Length < 60 && Unseen.IsMatch(Folding.Of(plain));

    /// <summary>A line that says who wrote or reviewed the page, or when.</summary>
    public static bool IsByline(string plain) => plain.Length < 200 && (Bylines.IsMatch(Folding.Of(plain)) || ByName().IsMatch(plain));

    public static bool IsCopyright(string plain) => plain.Length < 300 && Copyright.IsMatch(Folding.Of(plain));

    /// <summary>Says that the text is somebody else's.</summary>
    public static bool IsReprinted(string plain) => Reprinted.IsMatch(Folding.Of(plain));

    /// <summary>Words of a link that say nothing without their sentence.</summary>
    public static bool IsVague(string linkText) => Vague.Contains(linkText.Trim().TrimEnd('.', '»', '>', '…').Trim().ToLowerInvariant()) || linkText.Contains("://", StringComparison.Ordinal);

    /// <summary>Word marks a title so.</summary>
    public static bool IsTitle(IElement element) => WordsOf(element).Contains("msotitle");

    /// <summary>The line of an accordion that opens an answer.</summary>
    public static bool IsAccordionQuestion(IElement element) => WordsOf(element).Any(Questions.Contains);

    /// <summary>A button, or a link to where one gets in touch.</summary>
    public static bool IsAction(IElement link) => WordsOf(link).Any(Actions.Contains) || IsActionTarget(link.GetAttribute("href") ?? "");

    public static bool IsActionTarget(string href) => href.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) || Data.ActionPaths.Any(p => href.Contains(p, StringComparison.OrdinalIgnoreCase));

    private static string? ReasonOf(string word)
    {
        if (Data.Words.TryGetValue(word, out var reason))
        {
            return reason;
        }

        var cut = word.IndexOfAny(['-', '_']);
        if (cut <= 0 || cut == word.Length - 1)
        {
            return null;
        }

        var (first, rest) = (word[..cut], word[(cut + 1)..]);
        return Boxes.Contains(rest) || Data.Words.ContainsKey(rest) ? Data.Words.GetValueOrDefault(first) : Owners.Contains(first) ? Data.Words.GetValueOrDefault(rest) : null;
    }

    private static IEnumerable<string> WordsOf(IElement element) =>
        $"{element.GetAttribute("class")} {element.GetAttribute("id")}".ToLowerInvariant().Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Take(30);

    [GeneratedRegex(@"\ABy (?:Dr\. )?[A-Z][a-z]+ [A-Z][A-Za-z.]+[^.!?]{0,60}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ByName();

    private sealed record FurnitureData(
        string About, Dictionary<string, string> Elements, Dictionary<string, string> Roles, Dictionary<string, string> Words, IReadOnlyList<string> AccordionQuestions, IReadOnlyList<string> ActionClasses,
        IReadOnlyList<string> ActionPaths, IReadOnlyList<string> Shortcodes, IReadOnlyList<string> ShortcodePrefixes, IReadOnlyList<string> HiddenText, IReadOnlyList<string> Bylines,
        IReadOnlyList<string> Copyright, IReadOnlyList<string> Reprinted, IReadOnlyList<string> VagueLinks);
}
