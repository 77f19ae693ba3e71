using System.Text.RegularExpressions;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>What a line of plain text looks like.</summary>
internal static partial class LineShapes
{
    private const string Bullets = "•·▪●✓✔◦‣■□➢➤\uF0B7\uF0A7\u2219";

    /// <summary>A mark that lists are typed with, at the start.</summary>
    public static bool IsBullet(string plain) => plain.Length > 1 && (Bullets.Contains(plain[0], StringComparison.Ordinal) || (plain[0] is '-' or '*' or '–' or '—' or '+' && plain[1] == ' '));

    /// <summary>The small letter that Word types its second bullet with: one only beside others.</summary>
    public static bool IsLetterBullet(string plain) => plain.StartsWith("o ", StringComparison.Ordinal) && plain.Length > 2;

    /// <returns>The number of a step (<c>3.</c>, <c>3)</c>) or the place of its letter (<c>b)</c>); null for none.</returns>
    public static int? NumberOf(string plain)
    {
        var match = Numbered().Match(plain);
        return !match.Success ? null : match.Groups[1].Success ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : match.Groups[2].Value[0] - 'a' + 1;
    }

    /// <summary>Without its bullet or number.</summary>
    public static string WithoutMark(string plain) => IsBullet(plain) || IsLetterBullet(plain) ? plain[1..].TrimStart() : Numbered().Match(plain) is { Success: true } match ? plain[match.Length..].TrimStart() : plain;

    /// <summary>A telephone number that a reader could dial; null for none.</summary>
    public static string? PhoneIn(string plain) => Phone().Match(plain) is { Success: true } match ? match.Value.Trim() : null;

    [GeneratedRegex(@"\A(?:([0-9]{1,2})[.)]|([a-h])\))(?:\s+|\z)", RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"(?:\+?1[ .-]?)?\(?\b[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();
}
