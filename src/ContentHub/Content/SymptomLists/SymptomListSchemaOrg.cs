using System.Text.Json.Nodes;
using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.SymptomLists;

internal static class SymptomListSchemaOrg
{
    public static JsonObject Of(SymptomList list, Request request)
    {
        var symptoms = list.Symptoms.Select(Of).ToList();
        var node = SchemaOrgNode.Of("ItemList", list, request)
            .With("description", $"{list.Introduction?.Plain(request)}\n\n{list.WhenToGetHelp?.Plain(request)}")
            .With("itemListOrder", "https://schema.org/ItemListUnordered")
            .WithAll("itemListElement", symptoms)
            .With("mainEntityOfPage", SchemaOrgPage.Of("MedicalWebPage", list, request).WithAbout(list, list.Topics, request));
        node["numberOfItems"] = symptoms.Count;
        return node;
    }

    // What to do about a symptom goes wherever the symptom goes, as when to get help goes with the list.
    private static JsonObject Of(Symptom symptom) => SchemaOrgNode.New("MedicalSignOrSymptom")
        .With("name", symptom.Name)
        .With("description", $"{symptom.Description} {symptom.Action}")
        .WithAll("code", CodeSchemaOrg.MedicalCodes(symptom.Codes));
}
