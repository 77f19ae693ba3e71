using ContentHub.Content.Parts;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;

namespace ContentHub.Content.GlossaryTerms;

internal static class GlossaryTermModule
{
    public static ContentType Type { get; } = new ContentType<GlossaryTermContent, GlossaryTerm>("GLOSSARY_TERM", "glossaryTerms", "A word explained.")
    {
        Review = new(Default: 24, Max: 36),
        GraphTypes = [(typeof(GlossaryTerm), typeof(GlossaryTermType))],
        Reading = (envelope, content, texts) => new GlossaryTerm(envelope, content, texts),
        Retracted = c => new GlossaryTermContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics },
        Check = c => CodeRules.Check(c.Codes, ["codes"]),
        SchemaOrg = GlossaryTermSchemaOrg.Of,
        Filter = new FilterDefinition<GlossaryTerm>("GlossaryTermFilter", "Which terms; `title: { startsWith }` gives A to Z.").EntryId().Slug().Title().Topic(),
    };
}
