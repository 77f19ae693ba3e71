using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;

namespace ContentHub.Content.Articles;

internal static class ArticleModule
{
    public static ContentType Type { get; } = new ContentType<ArticleContent, Article>("ARTICLE", "articles", "A page of health information.")
    {
        IsClinical = true,
        Review = new(Default: 12, Max: 36) { LooksAtSubject = true },
        OrderDefault = EntryOrder.PublishedAtDesc,
        GraphTypes = [(typeof(Article), typeof(ArticleType)), (typeof(Seo), typeof(SeoType))],
        Reading = (envelope, content, texts) => new Article(envelope, content, texts),
        Retracted = c => new ArticleContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics, Audience = c.Audience },
        Check = c => PartRules.Check(c.Sections),
        Outlined = Outlined,
        SchemaOrg = ArticleSchemaOrg.Of,
        Filter = new FilterDefinition<Article>("ArticleFilter", "Which articles; fields are joined by AND.")
            .EntryId().Slug().Title().Topic()
            .Enum("audience", "For whom they are written.", a => a.Audience, index: "audience")
            .Enums("aspect", "That have a section about it.", a => a.Aspects)
            .EntryRef("author", "Written by.", a => a.AuthorIds, index: "author")
            .DateTime("publishedAt", "When the version of today went out.", a => a.PublishedAt)
            .DateTime("contentModifiedAt", "When they last changed in substance.", a => a.ContentModifiedAt)
            .DayOf("reviewedOn", "When somebody last checked them, in the site's time zone.", a => a.Review?.ApprovedAt)
            .Date("nextReviewDue", "By when they are to be checked again.", a => a.Review?.NextReviewDue)
            .ReviewStatus(),
    };

    private static void Outlined(ArticleContent content, Outline outline)
    {
        (outline.IsForProfessionals, outline.KeepsToItsTopics, outline.CanHoldHelp) = (content.Audience is Audience.Professional, true, true);
        outline.Title(content.Title);
        outline.Plain("summary", content.Summary);
        outline.Plain("keyPoints", content.KeyPoints);
        outline.Sections(content.Sections);
        outline.Text(TextRole.Label, content.SeoTitle, isMarkdown: false, isBody: false, "seoTitle");
        outline.Text(TextRole.Label, content.SeoDescription, isMarkdown: false, isBody: false, "seoDescription");
        outline.Sources(content.References);
    }
}
