using ContentHub.Api;
using ContentHub.Api.Limits;
using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;
using GraphQL.Types;

namespace ContentHub.Content.SymptomLists;

internal sealed class SymptomListType : ObjectGraphType<SymptomList>
{
    private static readonly Arguments<SymptomSeverity[]?> Severity = new(
        a => a.Get<SymptomSeverity[]?>("severity"),
        new QueryArgument<ListGraphType<NonNullGraphType<EnumType<SymptomSeverity>>>> { Name = "severity", Description = "Only of these; all when absent." });

    public SymptomListType()
    {
        Name = "SymptomList";
        Description = "Signs or symptoms under one heading, written once and shown wherever they matter.";
        this.EntryFields();
        this.Optional("introduction", "Shown above the list; null for none.", l => l.Introduction);
        this.Field("context", "When the symptoms occur.", l => l.Context);
        this.Field("groups", "The symptoms by kind.", l => l.Groups);
        this.Field<SymptomList, SymptomSeverity[]?, IReadOnlyList<Symptom>>("symptoms", "All groups as one list.", Severity, (l, severity, _) => [.. l.Symptoms.Where(s => severity is null || severity.Contains(s.Severity))]);
        this.Optional("whenToGetHelp", "When a reader should turn to someone; null for none.", l => l.WhenToGetHelp);
    }
}

internal sealed class SymptomGroupType : ObjectGraphType<SymptomGroup>
{
    public SymptomGroupType()
    {
        Name = "SymptomGroup";
        Description = "Symptoms of one kind.";
        this.Field("key", "Names the group in its list, through edits and moves.", g => g.Key);
        this.Field("category", "Of which kind they all are.", g => g.Category);
        this.Field("heading", "Null to show the kind's own name.", g => g.Heading);
        this.Field("symptoms", "In the order in which they are shown.", g => g.Symptoms);
        this.Holds(10, "symptoms");
    }
}

internal sealed class SymptomType : ObjectGraphType<Symptom>
{
    public SymptomType()
    {
        Name = "Symptom";
        Description = "One symptom or sign.";
        this.Field("key", "Names the symptom in its list, through edits and moves.", s => s.Key);
        this.Field("name", "In the reader's words.", s => s.Name);
        this.Field("description", "What it is like; null where the name says it.", s => s.Description);
        this.Field("severity", "How grave it is.", s => s.Severity);
        this.Field("action", "What to do about it; there for every EMERGENCY.", s => s.Action);
        this.Field("codes", "For record systems.", s => s.Codes);
    }
}
