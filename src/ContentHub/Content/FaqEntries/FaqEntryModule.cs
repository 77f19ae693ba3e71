using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.FaqEntries;

internal static class FaqEntryModule
{
    public static ContentType Type { get; } = new ContentType<FaqEntryContent, FaqEntry>("FAQ_ENTRY", "faqEntries", "A question and its answer.")
    {
        IsClinical = true,
        Review = new(Default: 12, Max: 24),
        OrderDefault = EntryOrder.PublishedAtDesc,
        GraphTypes = [(typeof(FaqEntry), typeof(FaqEntryType))],
        Reading = (envelope, content, texts) => new FaqEntry(envelope, content, texts),
        Retracted = c => new FaqEntryContent { Slug = c.Slug, Question = c.Question, Topics = c.Topics },
        Check = Check,
        SchemaOrg = FaqEntrySchemaOrg.Of,
        Filter = new FilterDefinition<FaqEntry>("FaqEntryFilter", "Which questions; fields are joined by AND.")
            .EntryId().Slug().Title().Topic()
            .DateTime("publishedAt", "When the version of today went out.", f => f.PublishedAt)
            .ReviewStatus(),
    };

    private static IEnumerable<DocumentFault> Check(FaqEntryContent content)
    {
        // Questions inside answers could go round in a circle.
        foreach (var block in content.Answer.Select(b => b.FaqBlock).OfType<FaqBlockContent>())
        {
            yield return DocumentFault.Invalid("An answer cannot show other questions: link to them in the text instead.", "answer", block.Key);
        }

        foreach (var fault in PartRules.Check(content.Answer, ["answer"]))
        {
            yield return fault;
        }
    }
}
