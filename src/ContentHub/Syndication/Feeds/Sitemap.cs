using System.Globalization;
using System.Xml;
using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Api.Scalars;
using ContentHub.Content.Articles;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Syndication.Feeds;

/// <summary>
/// <c>GET /sitemap.xml</c>, the index, and its parts, one or more for each locale (sitemaps.org): every public page but those whose
/// editors asked search engines to leave them out, each with its language versions.
/// </summary>
internal static class Sitemap
{
    public const string IndexPath = "/sitemap.xml";
    public const string PartPath = "/sitemaps/{locale}/{part}.xml";

    /// <summary>The protocol's limits of a part.</summary>
    private const int AddressesMax = 50_000;
    private const long BytesMax = 50L * 1024 * 1024;

    /// <summary>Longest slug and type, and what XML stands around an address.</summary>
    private const int AroundAddress = 120 + 20 + 100;

    private const string MediaType = "application/xml; charset=utf-8";
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    public static ValueTask<PlainAnswer> Index(IDictionary<string, object?> userContext)
    {
        var request = Request.Of(userContext);
        var size = SizeOf(request);
        var body = XmlDocuments.Write(xml =>
        {
            xml.WriteStartElement("sitemapindex", Namespace);
            foreach (var locale in request.View.Locales.All.Select(l => l.Tag))
            {
                // Of the whole locale: a part is read anew when any of its neighbours changed, and never too seldom.
                var newest = request.View.List(null, locale, LocaleFallback.None, EntryOrder.ContentModifiedAtDesc).FirstOrDefault();
                for (var part = 1; (part - 1) * size < request.View.Count(null, locale, LocaleFallback.None); part++)
                {
                    xml.WriteStartElement("sitemap", Namespace);
                    xml.WriteElementString("loc", Namespace, new Uri(request.ServerOrigin, $"/sitemaps/{locale}/{part}.xml").AbsoluteUri);
                    xml.WriteElementString("lastmod", Namespace, DateTimeScalar.Format(newest!.ContentModifiedAt));
                    xml.WriteEndElement();
                }
            }

            xml.WriteEndElement();
        });
        return Answer(body, request);
    }

    /// <exception cref="RequestRefusedException">There is no such part.</exception>
    public static ValueTask<PlainAnswer> Part(HttpContext http, IDictionary<string, object?> userContext)
    {
        var request = Request.Of(userContext);
        var size = SizeOf(request);
        if (request.View.Locales.All.FirstOrDefault(l => l.Tag == (string)http.Request.RouteValues["locale"]!)?.Tag is not { } locale
            || !int.TryParse((string)http.Request.RouteValues["part"]!, NumberStyles.None, CultureInfo.InvariantCulture, out var part) || part < 1
            || (part - 1L) * size >= request.View.Count(null, locale, LocaleFallback.None))
        {
            throw new RequestRefusedException(StatusCodes.Status404NotFound, "NOT_FOUND", $"There is no such sitemap; {IndexPath} lists them all.");
        }

        var pages = request.View.List(null, locale, LocaleFallback.None).Skip((part - 1) * size).Take(size).Where(e => e is not Article { Seo.NoIndex: true });
        return Answer(XmlDocuments.Write(xml => Write(xml, pages, request)), request);
    }

    /// <summary>As many as fit whatever their languages, so that a page keeps its part.</summary>
    private static int SizeOf(Request request)
    {
        var address = request.Origin.AbsoluteUri.Length + request.Site.PagePath.Length + AroundAddress;

        // Its own, one for each language, and the default one.
        return (int)Math.Min(AddressesMax, BytesMax / (address * (request.View.Locales.All.Count + 2L)));
    }

    private static void Write(XmlWriter xml, IEnumerable<PublishedEntry> pages, Request request)
    {
        xml.WriteStartElement("urlset", Namespace);
        xml.WriteAttributeString("xmlns", "xhtml", null, Xhtml);
        foreach (var page in pages)
        {
            xml.WriteStartElement("url", Namespace);
            xml.WriteElementString("loc", Namespace, request.PageOf(page).AbsoluteUri);
            xml.WriteElementString("lastmod", Namespace, DateTimeScalar.Format(page.ContentModifiedAt));
            var versions = request.View.Translations(page.EntryId);
            foreach (var version in versions.Count > 1 ? versions : [])
            {
                Alternate(xml, version.Locale, request.PageOf(version));
            }

            if (versions.Count > 1 && versions.FirstOrDefault(v => v.Locale == request.View.Locales.Default.Tag) is { } usual)
            {
                Alternate(xml, "x-default", request.PageOf(usual));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Alternate(XmlWriter xml, string language, Uri address)
    {
        xml.WriteStartElement("link", Xhtml);
        xml.WriteAttributeString("rel", "alternate");
        xml.WriteAttributeString("hreflang", language);
        xml.WriteAttributeString("href", address.AbsoluteUri);
        xml.WriteEndElement();
    }

    private static ValueTask<PlainAnswer> Answer(byte[] body, Request request) => new(new PlainAnswer(StatusCodes.Status200OK, MediaType, body) { UnchangedSince = UnchangedSince.Of(request) });
}
