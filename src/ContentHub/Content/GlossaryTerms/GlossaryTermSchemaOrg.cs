using System.Text.Json.Nodes;
using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.GlossaryTerms;

internal static class GlossaryTermSchemaOrg
{
    public static JsonObject Of(GlossaryTerm term, Request request) => SchemaOrgNode.Of("DefinedTerm", term, request)
        .WithAll("alternateName", term.AlternateNames)
        .With("description", term.Definition.Plain(request))
        .WithAll("identifier", CodeSchemaOrg.Identifiers(term.Codes))
        .WithAbout(term, term.Topics, request)
        .With("mainEntityOfPage", SchemaOrgPage.Of("MedicalWebPage", term, request));
}
