using System.Text.Json.Nodes;
using ContentHub.Content.People;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

using ContentHub.Content.Parts;

namespace ContentHub.Content.Entries;

/// <summary>What is said of a page rather than of what stands on it: language, dates, review, sources, site.</summary>
internal static class SchemaOrgPage
{
    /// <summary>The page of something that is no page itself, for its <c>mainEntityOfPage</c>. Its id stays with the thing.</summary>
    public static JsonObject Of(string type, PublishedEntry entry, Request request) =>
        SchemaOrgNode.New(type).With("url", request.PageOf(entry)).WithPage(entry, request);

    extension(JsonObject page)
    {
        public JsonObject WithPage(PublishedEntry entry, Request request)
        {
            var review = MedicalReview.Of(entry, request);
            return page
                .With("inLanguage", entry.Locale)
                .With("datePublished", entry.FirstPublishedAt)
                .With("dateModified", entry.ContentModifiedAt)
                .With("lastReviewed", review?.ReviewedOn)
                .With("reviewedBy", review is null ? null : ReviewerOf(review, request))
                .WithAll("citation", (entry is IHasSources sources ? sources.References : []).Select(Citation))
                .With("isPartOf", Site(request))
                .With("publisher", Publisher(request));
        }

        public JsonObject WithAbout(PublishedEntry entry, IEnumerable<Guid> topics, Request request) =>
            page.WithAll("about", TopicSchemaOrg.References(entry, topics, request));
    }

    private static JsonObject ReviewerOf(MedicalReview review, Request request) =>
        review.Reviewer is { } person ? PersonSchemaOrg.Reference(person, request) : SchemaOrgNode.New("Person").With("name", review.ReviewerName);

    private static JsonObject Citation(Reference source) => SchemaOrgNode.New("CreativeWork")
        .With("name", source.Title)
        .With("url", source.Url)
        .With("datePublished", source.Published)
        .With("publisher", SchemaOrgNode.New("Organization").With("name", source.Publisher));

    private static JsonObject Site(Request request) => SchemaOrgNode.New("WebSite")
        .With("@id", new Uri(request.Origin, "/#website"))
        .With("name", request.Site.Name)
        .With("url", new Uri(request.Origin, "/"));

    private static JsonObject Publisher(Request request) => SchemaOrgNode.New("Organization")
        .With("@id", new Uri(request.Origin, "/#organization"))
        .With("name", request.Site.Name)
        .With("url", new Uri(request.Origin, "/"));
}
