using System.Text.Json.Nodes;
using ContentHub.Content.Entries;
using ContentHub.Content.Locations;
using ContentHub.Content.Parts;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Programs;

internal static class ProgramSchemaOrg
{
    public static JsonObject Of(Program program, Request request)
    {
        var node = Reference(program, request)
            .With("description", program.Summary)
            .With("mainEntityOfPage", SchemaOrgPage.Of("MedicalWebPage", program, request)
                .WithAbout(program, program.Topics.Union(program.TreatIds), request)
                .WithAll("hasPart", SectionSchemaOrg.OfAll(program, program.Sections, request)));

        // Only a clinic can say where a treatment is to be had: JSON-LD's way to write a property from its other end.
        var clinics = program.Locations(request.Relations).Select(l => LocationSchemaOrg.Reference(l, request));
        var reverse = new JsonObject().WithAll("availableService", clinics);
        return node.With("@reverse", reverse);
    }

    public static JsonObject Reference(Program program, Request request) => SchemaOrgNode.Of(TypeOf(program), program, request);

    /// <summary>schema.org's psychological treatment is one without medicines.</summary>
    private static string TypeOf(Program program) =>
        program.Therapies.Count > 0 && !program.Therapies.Contains(Therapy.Medication) ? "PsychologicalTreatment" : "MedicalTherapy";
}
