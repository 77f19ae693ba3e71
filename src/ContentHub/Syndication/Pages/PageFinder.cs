using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Delivery;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Syndication.Pages;

/// <summary>What a page was asked for by.</summary>
/// <param name="Locale">A tag of the site's that was asked for, by the address or by the reader's languages; null: neither.</param>
/// <param name="IsByHeader">Another reader may get another language at the same address.</param>
internal sealed record PageLocale(string? Locale, bool IsByHeader);

/// <summary>Which entry, in which language, an address of a page means.</summary>
internal static class PageFinder
{
    /// <summary>The address has the last word, then the reader's languages (RFC 9110, 12.5.4) as far as the site has them.</summary>
    /// <exception cref="RequestError">The address names a language that the site has not.</exception>
    public static PageLocale LocaleOf(HttpRequest http, SiteLocales locales)
    {
        if (http.Query["locale"] is [{ Length: > 0 } tag])
        {
            return new(locales.Named(tag), IsByHeader: false);
        }

        var wanted = http.GetTypedHeaders().AcceptLanguage.Where(l => l.Quality is not 0 && l.Value != "*").OrderByDescending(l => l.Quality ?? 1);
        return new(wanted.Select(l => Nearest(l, locales)).OfType<string>().FirstOrDefault(), IsByHeader: true);
    }

    /// <summary>What readers of the locale get, retracted or not; where the address is in another language, what stands there.</summary>
    public static PublishedEntry? Find(Published view, DeliveryType type, string slug, string locale) =>
        view.BySlug(type.Name, slug, locale, LocaleFallback.Chain)
        ?? view.Locales.All.Select(other => view.BySlug(type.Name, slug, other.Tag, LocaleFallback.None)).FirstOrDefault(found => found is not null);

    private static string? Nearest(StringWithQualityHeaderValue wanted, SiteLocales locales)
    {
        var language = wanted.Value.ToString().Split('-')[0];
        var nearest = locales.Resolve(wanted.Value.ToString());
        return nearest.Split('-')[0].Equals(language, StringComparison.OrdinalIgnoreCase) ? nearest : null;
    }
}
