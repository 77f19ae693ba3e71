using System.Globalization;
using System.Text.RegularExpressions;

namespace ContentHub.Editorial.Texts;

/// <summary>Where a link leads, or why it may not.</summary>
/// <param name="EntryId">Null unless it leads to an entry.</param>
/// <param name="Refusal">What is wrong with it, as the end of the sentence "The link …"; null for a good one.</param>
internal sealed partial record LinkTarget(Guid? EntryId, string? Anchor, string? Refusal, TextFaultKind RefusalKind = TextFaultKind.LinkTarget)
{
    private const string EntryScheme = "entry:";
    private static readonly LinkTarget Good = new(null, null, null);

    /// <param name="url">After Markdown's escapes and entities are resolved, so that neither can hide a scheme.</param>
    public static LinkTarget Of(string url)
    {
        if (url.StartsWith(EntryScheme, StringComparison.OrdinalIgnoreCase))
        {
            return ToEntry(url);
        }

        if (url.Length == 0)
        {
            return Refused("leads nowhere. Put an address between the brackets");
        }

        // Browsers drop some of these and read others as separators; they disagree with each other and with us.
        if (url.EnumerateRunes().Any(IsInvisible) || url.Contains('\\'))
        {
            return Refused("has a space, a backslash or an invisible character in its address. Copy the address again");
        }

        var scheme = url.IndexOf(':') is var colon and > 0 ? url[..colon].ToLowerInvariant() : "";
        return scheme switch
        {
            "https" or "http" => ToWeb(url, scheme),
            "mailto" => Mail().IsMatch(url) ? Good : Refused("is not an e-mail link. Write mailto: and one address, such as mailto:help@example.org"),
            "tel" => Phone().IsMatch(url) ? Good : Refused("is not a phone link. Write tel: and the number, such as tel:988"),
            _ => Refused("may not lead there. Use an https address, mailto:, tel:, or entry: with the id of an entry"),
        };
    }

    private static LinkTarget ToEntry(string url)
    {
        var match = EntryUrl().Match(url);
        return match.Success
            ? new(Guid.Parse(match.Groups["id"].ValueSpan), match.Groups["anchor"] is { Success: true, Value: var anchor } ? anchor : null, null)
            : Refused(
                "does not name an entry. Write entry: and the entry's id, and after a # the anchor of a section if you want one. Picking the entry again does this for you",
                TextFaultKind.EntryLink);
    }

    private static LinkTarget ToWeb(string url, string scheme)
    {
        if (!url.AsSpan(scheme.Length).StartsWith("://") || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            return Refused("has an address that no browser can open. Copy the address again");
        }

        if (address.UserInfo.Length > 0)
        {
            return Refused("has a user name in its address, which hides where it leads. Copy the address again");
        }

        return scheme == "https" || address.IsLoopback ? Good : Refused("is not safe on its way. Use the https address of the page");
    }

    private static LinkTarget Refused(string why, TextFaultKind kind = TextFaultKind.LinkTarget) => new(null, null, why, kind);

    private static bool IsInvisible(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        || rune == System.Text.Rune.ReplacementChar;

    [GeneratedRegex(@"\Aentry:(?<id>[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(#(?<anchor>[a-z0-9]+(-[a-z0-9]+)*))?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EntryUrl();

    [GeneratedRegex(@"\A(?i:mailto:)[^@?&,;<>""%]+@[^@?&,;<>""%]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    [GeneratedRegex(@"\A(?i:tel:)\+?[0-9][0-9().-]*(;ext=[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Phone();
}
