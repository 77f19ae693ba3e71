using ContentHub.Api.Limits;
using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;
using GraphQL.Types;

namespace ContentHub.Content.Articles;

internal sealed class ArticleType : ObjectGraphType<Article>
{
    private static readonly Arguments<int> Limit = new(
        a => a.Get<int>("limit"),
        PageSize.Limit(new QueryArgument<NonNullGraphType<IntGraphType>> { Name = "limit", DefaultValue = 5, Description = "How many at most, 0 to 20." }, 20));

    public ArticleType()
    {
        Name = "Article";
        Description = "A page of health information.";
        this.EntryFields();
        this.Field("summary", "One or two sentences, for lists and search results.", a => a.Summary);
        this.Field("keyPoints", "Three to five facts to take away.", a => a.KeyPoints);
        this.Field("audience", "For whom it is written.", a => a.Audience);
        this.Relations("authors", "Those of its authors who have a public page; `byline` names them all.", (a, relations) => a.Authors(relations));
        this.Field("byline", "Names of all authors as they must be shown, as of this version, also of people without a page.", a => a.Byline);
        this.Field("sections", "The text, in reading order.", a => a.Sections);
        this.Field("body", "The whole article as one text.", a => a.Body);
        this.Relations("symptomLists", "Symptom lists that belong to it.", (a, relations) => a.SymptomLists(relations));
        this.Relations("faqs", "Questions that belong to it.", (a, relations) => a.Faqs(relations));
        this.Relations("programs", "Programs that fit its readers.", (a, relations) => a.Programs(relations));
        this.Field("relatedArticles", "Other articles that share topics with it, best first.", Limit, (a, limit, request) => a.Related(limit, request));
        this.Field("readability", "How hard it is to read.", (a, request) => a.Readability(request));
        this.Field("seo", "What search engines are told.", a => a.Seo);
        this.Costs(20, "body", "relatedArticles");
        this.Holds(10, "sections");
    }
}

internal sealed class SeoType : ObjectGraphType<Seo>
{
    public SeoType()
    {
        Name = "Seo";
        Description = "For search engines.";
        this.Field("title", "For the title element; the article's own when editors set none.", s => s.Title);
        this.Field("description", "For the description meta element; the summary when editors set none.", s => s.Description);
        this.Field("noIndex", "Asks to be left out of search results.", s => s.NoIndex);
    }
}
