using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Entries;

/// <summary>An entry as a schema.org JSON-LD document.</summary>
internal static class JsonLd
{
    // This encoder never lets <, >, &, quotes or line separators through, whatever the ranges: a title cannot end the script element.
    private static readonly JsonSerializerOptions ForScriptElement = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <returns>Text that can be printed inside a script element as it is. Of a retracted entry: type, name and address alone.</returns>
    public static string Of(PublishedEntry entry, Request request)
    {
        var thing = entry.Type.ToSchemaOrg(entry, request);
        if (entry.IsRetracted)
        {
            thing = SchemaOrgNode.Of(thing["@type"]!.GetValue<string>(), entry, request);
        }

        thing.Remove("@id");
        thing.Insert(0, "@context", "https://schema.org");
        thing.Insert(1, "@id", request.PageOf(entry).AbsoluteUri);
        return thing.ToJsonString(ForScriptElement);
    }
}
