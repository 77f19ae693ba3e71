using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.SymptomLists;

internal static class SymptomListModule
{
    /// <summary>A list that names an emergency is looked at twice as often.</summary>
    private const int MonthsWithEmergency = 6;

    public static ContentType Type { get; } = new ContentType<SymptomListContent, SymptomList>("SYMPTOM_LIST", "symptomLists", "Signs or symptoms under one heading.")
    {
        IsClinical = true,
        Review = new(Default: 12, Max: 36),
        OrderDefault = EntryOrder.PublishedAtDesc,
        GraphTypes = [(typeof(SymptomList), typeof(SymptomListType)), (typeof(SymptomGroup), typeof(SymptomGroupType)), (typeof(Symptom), typeof(SymptomType))],
        Reading = (envelope, content, texts) => new SymptomList(envelope, content, texts),
        Retracted = c => new SymptomListContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics, Context = c.Context },
        Check = Check,
        MonthsOf = c => c.Groups.SelectMany(g => g.Symptoms).Any(s => s.Severity == SymptomSeverity.Emergency) ? MonthsWithEmergency : null,
        SchemaOrg = SymptomListSchemaOrg.Of,
        Filter = new FilterDefinition<SymptomList>("SymptomListFilter", "Which symptom lists; fields are joined by AND.")
            .EntryId().Slug().Title().Topic()
            .Enum("context", "When the symptoms occur.", l => l.Context, index: "context")
            .Text("symptom", "That name a symptom.", l => l.Symptoms.Select(s => s.Name.ToString()))
            .Enums("severity", "That hold a symptom so grave.", l => l.Symptoms.Select(s => s.Severity))
            .DateTime("publishedAt", "When the version of today went out.", l => l.PublishedAt)
            .ReviewStatus(),
    };

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

                foreach (var fault in CodeRules.Check(symptom.Codes, ["groups", group.Key, "symptoms", symptom.Key, "codes"]))
                {
                    yield return fault;
                }
            }
        }
    }
}
