using ContentHub.Editorial.Texts;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>Makes a page's links ones that a document may hold, or says why they were dropped. Their words always stay.</summary>
internal sealed class LinkCleaning(Uri? source, PageNotes notes)
{
    private static readonly string[] Trackers = ["utm_", "gclid", "fbclid", "msclkid", "mc_cid", "mc_eid", "_ga", "igshid"];

    /// <param name="words">That the link stands on.</param>
    /// <returns>An address that Markdown can hold as it is; null for a link that is not kept.</returns>
    public string? Clean(string? href, string words)
    {
        if (string.IsNullOrWhiteSpace(href) || href.StartsWith('#') || words.Length == 0)
        {
            return null;
        }

        var target = Resolve(href.Trim());
        if (target is null || LinkTarget.Of(target) is { Refusal: not null } or { EntryId: not null })
        {
            notes.Find("link-dropped", $"The link on “{Short(words)}” to “{Short(href.Trim())}” was not taken over: it leads to no page that can be opened from here.", "Add it again with a full https address, or as a link to an entry.");
            return null;
        }

        if (Furniture.IsVague(words) && !target.StartsWith("tel:", StringComparison.Ordinal))
        {
            notes.Find("link-text", $"A link says only “{Short(words)}”. People who hear links read out cannot tell where it leads.", $"Write what stands behind it, in place of “{Short(words)}”.");
        }

        return target;
    }

    /// <summary>Whether a link leads to a page of the same site, as navigation does.</summary>
    public bool IsOnSite(string href) => !href.Contains("://", StringComparison.Ordinal) || (source is not null && Uri.TryCreate(href, UriKind.Absolute, out var uri) && uri.Host == source.Host);

    private string? Resolve(string href)
    {
        if (href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            return href.Split('?')[0];
        }

        if (href.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            return $"tel:{string.Concat(href[4..].Where(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or '(' or ')'))}".Replace("tel:(", "tel:", StringComparison.Ordinal);
        }

        var isAbsolute = Uri.TryCreate(href.StartsWith("//", StringComparison.Ordinal) ? $"https:{href}" : href, UriKind.Absolute, out var uri);
        if (!isAbsolute && (source is null || href.Contains(':', StringComparison.Ordinal) || !Uri.TryCreate(source, href, out uri)))
        {
            return null;
        }

        if (uri!.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            return null;
        }

        var query = string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(p => !Trackers.Any(t => p.StartsWith(t, StringComparison.OrdinalIgnoreCase))));
        var secure = new UriBuilder(uri) { Scheme = "https", Port = uri.IsDefaultPort ? -1 : uri.Port, Query = query };
        return secure.Uri.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal).Replace("*", "%2A", StringComparison.Ordinal).Replace("_", "%5F", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal);
    }

    private static string Short(string text) => text.Length > 80 ? $"{text[..80]}…" : text;
}
