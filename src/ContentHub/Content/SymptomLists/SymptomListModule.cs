using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.SymptomLists;

internal static class SymptomListModule
{
    public static ContentType Type { get; } = new ContentType<SymptomListContent, SymptomList>("SYMPTOM_LIST", "symptomLists", "Signs or symptoms under one heading.")
    {
        IsClinical = true,
        Review = new(Default: 12, Max: 36),
        OrderDefault = EntryOrder.PublishedAtDesc,
        GraphTypes = [(typeof(SymptomList), typeof(SymptomListType)), (typeof(SymptomGroup), typeof(SymptomGroupType)), (typeof(Symptom), typeof(SymptomType))],
        Reading = (envelope, content, texts) => new SymptomList(envelope, content, texts),
        Retracted = c => new SymptomListContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics, Context = c.Context },
        Check = Check,
        ReviewedSooner = c => c.Groups.SelectMany(g => g.Symptoms).Any(s => s.Severity == SymptomSeverity.Emergency),
        Outlined = Outlined,
        SchemaOrg = SymptomListSchemaOrg.Of,
        Filter = new FilterDefinition<SymptomList>("SymptomListFilter", "Which symptom lists; fields are joined by AND.")
            .EntryId().Slug().Title().Topic()
            .Enum("context", "When the symptoms occur.", l => l.Context, index: "context")
            .Text("symptom", "That name a symptom.", l => l.Symptoms.Select(s => s.Name.ToString()))
            .Enums("severity", "That hold a symptom so grave.", l => l.Symptoms.Select(s => s.Severity))
            .DateTime("publishedAt", "When the version of today went out.", l => l.PublishedAt)
            .ReviewStatus(),
    };

    private static void Outlined(SymptomListContent content, Outline outline)
    {
        (outline.KeepsToItsTopics, outline.CanHoldHelp) = (true, true);
        outline.Title(content.Title);
        outline.Text(TextRole.Paragraph, content.Introduction, isMarkdown: true, isBody: true, "introduction");
        foreach (var group in content.Groups)
        {
            outline.Text(TextRole.Heading, group.Heading, isMarkdown: false, isBody: true, "groups", group.Key, "heading");
            foreach (var symptom in group.Symptoms)
            {
                Outlined(symptom, ["groups", group.Key, "symptoms", symptom.Key], content.Context is SymptomContext.Condition, outline);
            }
        }

        outline.Text(new OutlineText(["whenToGetHelp"], TextRole.Paragraph, content.WhenToGetHelp ?? "", IsMarkdown: true) { IsBody = true, IsEmergencyHelp = true });
        outline.Sources(content.References);
    }

    private static void Outlined(SymptomContent symptom, IReadOnlyList<string> path, bool isLongTerm, Outline outline)
    {
        var isEmergency = symptom.Severity is SymptomSeverity.Emergency;
        outline.Text(TextRole.Label, symptom.Name, isMarkdown: false, isBody: true, [.. path, "name"]);
        outline.Text(TextRole.ListItem, symptom.Description, isMarkdown: false, isBody: true, [.. path, "description"]);
        outline.Text(new OutlineText([.. path, "action"], TextRole.ListItem, symptom.Action ?? "", IsMarkdown: false) { IsBody = true, IsEmergencyHelp = isEmergency });
        outline.Symptoms.Add(new([.. path, "severity"], symptom.Name, isEmergency, isLongTerm, !string.IsNullOrWhiteSpace(symptom.Action)));
        outline.Codes(symptom.Codes, [.. path, "codes"]);
    }

    private static IEnumerable<DocumentFault> Check(SymptomListContent content)
    {
        foreach (var group in content.Groups)
        {
            if (group.Symptoms.Count == 0)
            {
                yield return DocumentFault.Required("This group has no symptoms: add one, or take the group out.", "groups", group.Key, "symptoms");
            }

            foreach (var symptom in group.Symptoms)
            {
                if (symptom.Severity == SymptomSeverity.Emergency && string.IsNullOrWhiteSpace(symptom.Action))
                {
                    yield return DocumentFault.Required($"“{symptom.Name}” is an emergency: say in `action` what to do, e.g. “Call 911 now.”", "groups", group.Key, "symptoms", symptom.Key, "action");
                }
            }
        }
    }
}
