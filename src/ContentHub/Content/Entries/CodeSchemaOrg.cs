using System.Text.Json.Nodes;
using ContentHub.Content.Parts;

namespace ContentHub.Content.Entries;

/// <summary>Codes of medical terminologies in schema.org's words; each names its terminology, and the terminology's OID for record systems.</summary>
internal static class CodeSchemaOrg
{
    /// <summary>For medical things, which have a property for it.</summary>
    public static IEnumerable<JsonObject> MedicalCodes(IReadOnlyList<MedicalCode> codes) => codes.Select(c => SchemaOrgNode.New("MedicalCode")
        .With("name", c.Display)
        .With("codeValue", c.Code)
        .With("codingSystem", SystemOf(c.System).Name)
        .With("inCodeSet", SystemOf(c.System).Urn));

    /// <summary>For words and other things that have no property for medical codes.</summary>
    public static IEnumerable<JsonObject> Identifiers(IReadOnlyList<MedicalCode> codes) => codes.Select(c => SchemaOrgNode.New("PropertyValue")
        .With("name", SystemOf(c.System).Name)
        .With("propertyID", SystemOf(c.System).Urn)
        .With("value", c.Code));

    private static (string Name, string Urn) SystemOf(CodeSystem system) => system switch
    {
        CodeSystem.Icd10cm => ("ICD-10-CM", "urn:oid:2.16.840.1.113883.6.90"),
        CodeSystem.Rxnorm => ("RxNorm", "urn:oid:2.16.840.1.113883.6.88"),
        CodeSystem.Snomedct => ("SNOMED CT", "urn:oid:2.16.840.1.113883.6.96"),
        CodeSystem.Mesh => ("MeSH", "urn:oid:2.16.840.1.113883.6.177"),
        CodeSystem.Loinc => ("LOINC", "urn:oid:2.16.840.1.113883.6.1"),
        _ => throw new InvalidOperationException($"Unknown code system {system}."),
    };
}
