using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.FaqEntries;

internal static class FaqEntryModule
{
    public static ContentType Type { get; } = new ContentType<FaqEntryContent, FaqEntry>("FAQ_ENTRY", "faqEntries", "A question and its answer.")
    {
        IsClinical = true,
        Review = new(Default: 12, Max: 24) { LooksAtSubject = true },
        OrderDefault = EntryOrder.PublishedAtDesc,
        GraphTypes = [(typeof(FaqEntry), typeof(FaqEntryType))],
        Reading = (envelope, content, texts) => new FaqEntry(envelope, content, texts),
        Retracted = c => new FaqEntryContent { Slug = c.Slug, Question = c.Question, Topics = c.Topics },
        Check = Check,
        Outlined = Outlined,
        SchemaOrg = FaqEntrySchemaOrg.Of,
        Filter = new FilterDefinition<FaqEntry>("FaqEntryFilter", "Which questions; fields are joined by AND.")
            .EntryId().Slug().Title().Topic()
            .DateTime("publishedAt", "When the version of today went out.", f => f.PublishedAt)
            .ReviewStatus(),
    };

    private static void Outlined(FaqEntryContent content, Outline outline)
    {
        (outline.KeepsToItsTopics, outline.CanHoldHelp) = (true, true);
        outline.Title(content.Question, "question");
        outline.Plain("shortAnswer", content.ShortAnswer);
        outline.Begin(new(["answer"], "answer", null, null, 2, StandsAlone: false, []));
        outline.Blocks(content.Answer, ["answer"]);
        outline.Sources(content.References);
    }

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
