using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using System.Xml;
using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Syndication.Pages;

/// <summary>
/// <c>GET /oembed</c> (oembed.com): how another site shows an article or a symptom list, as a frame with our page in it. A frame
/// changes when the text does, and shows the notice when it is retracted; a copy would not.
/// </summary>
internal sealed class OEmbed(DeliveryTypes types)
{
    private const int WidthDefault = 640;
    private const int HeightDefault = 800;
    private const int SideMin = 100;

    /// <summary>Seconds for which whoever embeds may keep this answer; the page within is always of today.</summary>
    private const int CacheSeconds = 3600;

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <exception cref="RequestRefusedException">404 for what is not ours to embed, 410 for what was retracted, 501 for an unknown format.</exception>
    public ValueTask<PlainAnswer> AnswerAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var request = Request.Of(userContext);
        var addresses = new PageAddresses(request);
        if (http.Request.Query["format"].ToString() is not ("" or "json" or "xml") and var unknown)
        {
            throw new RequestRefusedException(StatusCodes.Status501NotImplemented, "FORMAT_UNKNOWN", "`format` is json or xml.");
        }

        if (http.Request.Query["url"] is not [{ } text] || !Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw new RequestError("INVALID", "`url` is missing: give the whole address of the page to embed.");
        }

        var entry = addresses.Find(url, types);
        if (entry is { IsRetracted: true })
        {
            throw new RequestRefusedException(StatusCodes.Status410Gone, "RETRACTED", "This text was retracted and must not be shown any more.");
        }

        if (entry is null || !PageAddresses.CanBeEmbedded(entry))
        {
            throw new RequestRefusedException(StatusCodes.Status404NotFound, "NOT_FOUND", "Only articles and symptom lists of this site can be embedded.");
        }

        var (width, height) = (Side(http.Request, "maxwidth", WidthDefault), Side(http.Request, "maxheight", HeightDefault));
        var fields = Fields(new(entry, request), addresses.Of(entry, PageFormat.Html), width, height);
        var answer = http.Request.Query["format"] == "xml"
            ? new PlainAnswer(StatusCodes.Status200OK, "text/xml; charset=utf-8", Xml(fields))
            : PlainAnswer.Text("application/json", Json(fields));
        return new(answer with { UnchangedSince = UnchangedSince.Of(request), Language = entry.Locale });
    }

    private static List<(string Name, object Value)> Fields(EntryPage page, Uri address, int width, int height) =>
    [
        ("type", "rich"),
        ("version", "1.0"),
        ("title", page.Title),
        .. page.Byline is { } byline ? [("author_name", byline)] : Array.Empty<(string, object)>(),
        ("provider_name", page.Request.Site.Name),
        ("provider_url", page.Request.Origin.AbsoluteUri),
        ("cache_age", CacheSeconds),
        ("html", Html.Of($"""<iframe src="{address}" title="{page.Title}" lang="{page.Entry.Locale}" width="{width}" height="{height}" loading="lazy" referrerpolicy="no-referrer"></iframe>""").ToString()),
        ("width", width),
        ("height", height),
    ];

    private static string Json(List<(string Name, object Value)> fields)
    {
        var json = new JsonObject();
        foreach (var (name, value) in fields)
        {
            json[name] = value is int number ? number : (string)value;
        }

        return json.ToJsonString(Readable);
    }

    private static byte[] Xml(List<(string Name, object Value)> fields) => XmlDocuments.Write(xml =>
    {
        xml.WriteStartElement("oembed");
        foreach (var (name, value) in fields)
        {
            xml.WriteElementString(name, XmlText.Clean(Convert.ToString(value, CultureInfo.InvariantCulture)!));
        }

        xml.WriteEndElement();
    });

    /// <exception cref="RequestError">It is no number of pixels that a text fits in.</exception>
    private static int Side(HttpRequest http, string name, int usual) => http.Query[name] switch
    {
        [] or [""] => usual,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most >= SideMin => Math.Min(usual, most),
        _ => throw new RequestError("INVALID", $"`{name}` is a whole number of pixels, {SideMin} or more."),
    };
}
