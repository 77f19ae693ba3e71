using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Syndication.Pages;

/// <summary><c>GET /content/{type}/{slug}.html</c>, <c>.md</c> and <c>.jsonld</c>: one entry, for people and machines without GraphQL.</summary>
internal sealed class PageEndpoint(DeliveryTypes types)
{
    /// <exception cref="RequestRefusedException">404: there is nothing to be seen. What is not public is no different from what never was.</exception>
    public ValueTask<PlainAnswer> AnswerAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var request = Request.Of(userContext);
        var (locale, isByHeader) = PageFinder.LocaleOf(http.Request, request.View.Locales);
        var slug = (string)http.Request.RouteValues["slug"]!;
        if (PageAddresses.FormatOf((string)http.Request.RouteValues["format"]!) is not { } format
            || types.All.FirstOrDefault(t => t.Kebab == (string)http.Request.RouteValues["type"]!) is not { } type
            || PageFinder.Find(request.View, type, slug, locale ?? request.View.Locales.Default.Tag) is not { } entry)
        {
            throw new RequestRefusedException(StatusCodes.Status404NotFound, "NOT_FOUND", "There is no such page.");
        }

        var answer = entry.Slug.ToString() == slug ? Rendered(new(entry, request), format, locale) : Moved(entry, slug, format, request);
        return new(answer with { Language = entry.Locale, Vary = isByHeader ? HeaderNames.AcceptLanguage : null });
    }

    /// <summary>After a rename for good; to a page in the reader's language as long as that is what they ask for.</summary>
    private static PlainAnswer Moved(PublishedEntry entry, string slug, PageFormat format, Request request) =>
        PlainAnswer.Elsewhere(new PageAddresses(request).Of(entry, format), isForGood: entry.FormerSlugs.Contains(slug));

    private static PlainAnswer Rendered(EntryPage page, PageFormat format, string? askedLocale)
    {
        var addresses = new PageAddresses(page.Request);
        var (mediaType, text) = format switch
        {
            PageFormat.Html => (HtmlPage.MediaType, HtmlPage.Of(page, addresses, askedLocale)),
            PageFormat.Markdown => (MarkdownPage.MediaType, MarkdownPage.Of(page)),
            PageFormat.JsonLd => (JsonLdPage.MediaType, JsonLdPage.Of(page)),
            _ => throw new InvalidOperationException($"Unknown format {format}."),
        };
        return PlainAnswer.Text(mediaType, text, page.Entry.IsRetracted ? StatusCodes.Status410Gone : StatusCodes.Status200OK) with
        {
            UnchangedSince = UnchangedSince.Of(page.Request),
            Headers = [.. addresses.LinksOf(page).Select(link => (HeaderNames.Link, link.Header))],
            Policy = format == PageFormat.Html ? HtmlPage.Policy : null,
        };
    }
}
