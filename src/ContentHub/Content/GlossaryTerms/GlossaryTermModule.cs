using ContentHub.Content.Parts;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;

namespace ContentHub.Content.GlossaryTerms;

internal static class GlossaryTermModule
{
    public static ContentType Type { get; } = new ContentType<GlossaryTermContent, GlossaryTerm>("GLOSSARY_TERM", "glossaryTerms", "A word explained.")
    {
        Review = new(Default: 24, Max: 36),
        GraphTypes = [(typeof(GlossaryTerm), typeof(GlossaryTermType))],
        Reading = (envelope, content, texts) => new GlossaryTerm(envelope, content, texts),
        Retracted = c => new GlossaryTermContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics },
        Outlined = (c, outline) =>
        {
            outline.CanHoldHelp = true;
            outline.Title(c.Title);
            outline.Text(TextRole.Paragraph, c.Definition, isMarkdown: true, isBody: true, "definition");
            outline.Codes(c.Codes, "codes");
            outline.Sources(c.References);
        },
        SchemaOrg = GlossaryTermSchemaOrg.Of,
        Filter = new FilterDefinition<GlossaryTerm>("GlossaryTermFilter", "Which terms; `title: { startsWith }` gives A to Z.").EntryId().Slug().Title().Topic(),
    };
}
