using System.Text.Json.Nodes;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Content.People;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Articles;

internal static class ArticleSchemaOrg
{
    public static JsonObject Of(Article article, Request request) => SchemaOrgNode.Of("MedicalWebPage", article, request)
        .With("headline", article.Title)
        .With("description", article.Summary)
        .With("audience", SchemaOrgNode.New("MedicalAudience").With("audienceType", AudienceOf(article.Audience)))
        .WithAll("author", article.Authors(request.Relations).Select(a => PersonSchemaOrg.Reference(a, request)))
        .WithPage(article, request)
        .WithAbout(article, article.Topics, request)
        .WithAll("hasPart", SectionSchemaOrg.OfAll(article, article.Sections, request));

    private static string AudienceOf(Audience audience) => audience switch
    {
        Audience.Patient => "Patient",
        Audience.Caregiver => "Caregiver",
        Audience.Professional => "Clinician",
        _ => throw new InvalidOperationException($"Unknown audience {audience}."),
    };
}
