using System.Text.Json.Nodes;
using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.FaqEntries;

internal static class FaqEntrySchemaOrg
{
    public static JsonObject Of(FaqEntry faq, Request request) => SchemaOrgNode.Of("FAQPage", faq, request)
        .With("description", faq.ShortAnswer)
        .WithPage(faq, request)
        .WithAbout(faq, faq.Topics, request)
        .WithAll("mainEntity", [Question(faq, request)]);

    private static JsonObject Question(FaqEntry faq, Request request) => SchemaOrgNode.New("Question")
        .With("name", faq.Title)
        .With("acceptedAnswer", SchemaOrgNode.New("Answer").With("text", faq.Body.Html(request, linkTemplate: null)));
}
