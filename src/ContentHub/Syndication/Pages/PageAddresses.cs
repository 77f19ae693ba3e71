using System.Text.RegularExpressions;
using ContentHub.Content.Articles;
using ContentHub.Content.SymptomLists;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Syndication.Feeds;
using Microsoft.AspNetCore.WebUtilities;

namespace ContentHub.Syndication.Pages;

/// <summary>How an entry is rendered.</summary>
internal enum PageFormat
{
    Html,
    Markdown,
    JsonLd,
}

/// <summary>A link of a page to something else, for its head and for the header <c>Link</c> (RFC 8288).</summary>
internal sealed record PageLink(string Relation, Uri Address, string? Type = null, string? Language = null, string? Title = null)
{
    // A title may hold anything; in a header it would have to be encoded, and whoever reads headers shows none.
    public string Header => $"<{Address.AbsoluteUri}>; rel=\"{Relation}\"{(Type is null ? "" : $"; type=\"{Type}\"")}{(Language is null ? "" : $"; hreflang=\"{Language}\"")}";
}

/// <summary>Where what this server renders is found, as seen from one request.</summary>
internal sealed class PageAddresses(Request request)
{
    public const string Root = "/content";
    public const string OEmbedPath = "/oembed";

    public Uri Of(PublishedEntry entry, PageFormat format) =>
        new(request.ServerOrigin, $"{Root}/{entry.Type.Kebab}/{entry.Slug}.{Extension(format)}?locale={entry.Locale}");

    public static PageFormat? FormatOf(string extension) => extension switch
    {
        "html" => PageFormat.Html,
        "md" => PageFormat.Markdown,
        "jsonld" => PageFormat.JsonLd,
        _ => null,
    };

    /// <summary>Entries of which others show the page in a frame.</summary>
    public static bool CanBeEmbedded(PublishedEntry entry) => entry is Article or SymptomList && !entry.IsRetracted;

    public IEnumerable<PageLink> LinksOf(EntryPage page)
    {
        var entry = page.Entry;
        yield return new("canonical", page.Address);
        foreach (var other in page.Translations.Append(entry).Where(e => !e.IsRetracted))
        {
            yield return new("alternate", request.PageOf(other), Language: other.Locale);
        }

        yield return new("alternate", Of(entry, PageFormat.Html), HtmlPage.MediaType);
        yield return new("alternate", Of(entry, PageFormat.Markdown), MarkdownPage.MediaType);
        yield return new("alternate", Of(entry, PageFormat.JsonLd), JsonLdPage.MediaType);
        foreach (var kind in FeedKind.All)
        {
            yield return new("alternate", FeedAddresses.Of(request, kind, entry.Type, entry.Locale), kind.MediaType, Title: $"{request.Site.Name}: {entry.Type.Plural}");
        }

        if (CanBeEmbedded(entry))
        {
            yield return new("alternate", OEmbed(entry, "json"), "application/json+oembed", Title: page.Title);
            yield return new("alternate", OEmbed(entry, "xml"), "text/xml+oembed", Title: page.Title);
        }
    }

    /// <summary>The entry whose page an address is: of the public site, or of this server.</summary>
    /// <returns>Null for an address that is none of ours, or of nothing that is or was public.</returns>
    public PublishedEntry? Find(Uri address, DeliveryTypes types)
    {
        if ((OwnPage(address) ?? SitePage(address)) is not var (match, locale) || types.All.FirstOrDefault(t => t.Kebab == match.Groups["type"].Value) is not { } type)
        {
            return null;
        }

        return PageFinder.Find(request.View, type, match.Groups["slug"].Value, locale ?? request.View.Locales.Default.Tag);
    }

    private (Match Match, string? Locale)? OwnPage(Uri address) => Match(address, request.ServerOrigin, $"{Root}/{{type}}/{{slug}}\\.html") is { } own
        ? (own, QueryHelpers.ParseQuery(address.Query).TryGetValue("locale", out var tag) ? tag.FirstOrDefault() : null)
        : null;

    private (Match Match, string? Locale)? SitePage(Uri address) =>
        Match(address, request.Origin, Regex.Escape(request.Site.PagePath).Replace("\\{", "{", StringComparison.Ordinal)) is { } page
            ? (page, page.Groups["locale"] is { Success: true, Value: var tag } ? tag : null)
            : null;

    private Uri OEmbed(PublishedEntry entry, string format) =>
        new(request.ServerOrigin, $"{OEmbedPath}?format={format}&url={Uri.EscapeDataString(Of(entry, PageFormat.Html).AbsoluteUri)}");

    private static string Extension(PageFormat format) => format switch
    {
        PageFormat.Html => "html",
        PageFormat.Markdown => "md",
        PageFormat.JsonLd => "jsonld",
        _ => throw new InvalidOperationException($"Unknown format {format}."),
    };

    /// <param name="pattern">Of the path: a regular expression with {type}, {slug} and {locale}.</param>
    private static Match? Match(Uri address, Uri origin, string pattern)
    {
        if (!address.IsAbsoluteUri || Uri.Compare(address, origin, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return null;
        }

        var path = pattern
            .Replace("{type}", "(?<type>[a-z-]{1,60})", StringComparison.Ordinal)
            .Replace("{slug}", "(?<slug>[a-z0-9-]{1,120})", StringComparison.Ordinal)
            .Replace("{locale}", "(?<locale>[A-Za-z0-9-]{1,35})", StringComparison.Ordinal);
        var match = Regex.Match(address.AbsolutePath, $"^{path}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return match.Success ? match : null;
    }
}
