using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using System.Xml;
using ContentHub.Api.Scalars;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Syndication.Feeds;
using ContentHub.Syndication.Pages;

namespace ContentHub.Syndication.Codes;

/// <summary>An answer in the two forms of MedlinePlus Connect: an Atom feed, and the same as JSON in which every text is an object with <c>_value</c>.</summary>
/// <param name="found">None: a feed without entries.</param>
internal sealed class InfobuttonFeed(Request request, InfobuttonRequest asked, string locale, IReadOnlyList<PublishedEntry> found, DateTimeOffset now)
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly string _language = locale.Split('-')[0];
    private readonly string _subtitle = $"{request.Site.Name}: results for {string.Join("; ", asked.Criteria.Select(c => $"{c.SystemName} {(c.Code.Length > 0 ? c.Code : c.Name)}".Trim()))}";

    // Never with what was asked in it.
    private readonly string _id = new Uri(request.ServerOrigin, InfobuttonEndpoint.Path).AbsoluteUri;

    private IEnumerable<(string Scheme, string Term)> Categories => asked.Criteria
        .SelectMany((c, i) => new[] { ($"mainSearchCriteria.v.c{Suffix(i)}", c.Code), ($"mainSearchCriteria.v.cs{Suffix(i)}", c.SystemName), ($"mainSearchCriteria.v.dn{Suffix(i)}", c.Name) })
        .Append(("informationRecipient", asked.IsForProvider ? "PROV" : "PAT"));

    public byte[] ToAtom() => XmlDocuments.Write(xml =>
    {
        xml.WriteStartElement("feed", Atom);
        xml.WriteAttributeString("xmlns", "xsi", null, SchemaInstance);
        xml.WriteAttributeString("xml", "base", null, request.Origin.AbsoluteUri);
        xml.WriteAttributeString("xml", "lang", null, _language);
        Text(xml, "title", "text", request.Site.Name);
        xml.WriteElementString("updated", Atom, DateTimeScalar.Format(now));
        xml.WriteElementString("id", Atom, _id);
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, XmlText.Clean(request.Site.Name));
        xml.WriteElementString("uri", Atom, request.Origin.AbsoluteUri);
        xml.WriteEndElement();
        Text(xml, "subtitle", "text", _subtitle);
        foreach (var (scheme, term) in Categories)
        {
            xml.WriteStartElement("category", Atom);
            xml.WriteAttributeString("scheme", scheme);
            xml.WriteAttributeString("term", XmlText.Clean(term));
            xml.WriteEndElement();
        }

        foreach (var entry in found)
        {
            Write(xml, new(entry, request));
        }

        xml.WriteEndElement();
    });

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject
        {
            ["feed"] = new JsonObject
            {
                ["xsi"] = SchemaInstance,
                ["base"] = request.Origin.AbsoluteUri,
                ["lang"] = _language,
                ["title"] = Value(request.Site.Name, "text"),
                ["updated"] = Value(DateTimeScalar.Format(now)),
                ["id"] = Value(_id),
                ["author"] = new JsonObject { ["name"] = Value(request.Site.Name), ["uri"] = Value(request.Origin.AbsoluteUri) },
                ["subtitle"] = Value(_subtitle, "text"),
                ["category"] = new JsonArray([.. Categories.Select(c => new JsonObject { ["scheme"] = c.Scheme, ["term"] = c.Term })]),
                ["entry"] = new JsonArray([.. found.Select(e => Json(new(e, request)))]),
            },
        },
        Readable);

    private static void Write(XmlWriter xml, EntryPage page)
    {
        xml.WriteStartElement("entry", Atom);
        xml.WriteAttributeString("xml", "lang", null, page.Entry.Locale);
        Text(xml, "title", "text", page.Title);
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("href", page.Address.AbsoluteUri);
        xml.WriteAttributeString("rel", "alternate");
        xml.WriteAttributeString("type", HtmlPage.MediaType);
        xml.WriteAttributeString("title", XmlText.Clean(page.Title));
        xml.WriteEndElement();
        xml.WriteElementString("id", Atom, FeedItem.IdOf(page.Entry.VariantId));
        xml.WriteElementString("updated", Atom, DateTimeScalar.Format(page.Entry.ContentModifiedAt));
        Text(xml, "summary", "html", FeedText.Summary(page));
        xml.WriteEndElement();
    }

    private static JsonObject Json(EntryPage page) => new()
    {
        ["lang"] = page.Entry.Locale,
        ["title"] = Value(page.Title, "text"),
        ["link"] = new JsonArray(new JsonObject { ["title"] = page.Title, ["rel"] = "alternate", ["type"] = "html", ["href"] = page.Address.AbsoluteUri }),
        ["id"] = Value(FeedItem.IdOf(page.Entry.VariantId)),
        ["updated"] = Value(DateTimeScalar.Format(page.Entry.ContentModifiedAt)),
        ["summary"] = Value(FeedText.Summary(page), "html"),
    };

    private static void Text(XmlWriter xml, string name, string type, string text)
    {
        xml.WriteStartElement(name, Atom);
        xml.WriteAttributeString("type", type);
        xml.WriteString(XmlText.Clean(text));
        xml.WriteEndElement();
    }

    private static JsonObject Value(string text, string? type = null)
    {
        var value = new JsonObject { ["_value"] = text };
        if (type is not null)
        {
            value["type"] = type;
        }

        return value;
    }

    // The first has no number, as with a service that takes only one.
    private static string Suffix(int i) => i == 0 ? "" : $"{i}";
}
