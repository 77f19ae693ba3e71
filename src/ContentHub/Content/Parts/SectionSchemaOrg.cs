using System.Text.Json.Nodes;
using ContentHub.Content.Entries;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Parts;

/// <summary>Sections as parts of their page, each with the question about health that it answers.</summary>
internal static class SectionSchemaOrg
{
    public static IEnumerable<JsonObject> OfAll(PublishedEntry owner, IReadOnlyList<Section> sections, Request request) =>
        sections.Select(s => Of(s, owner, request)).OfType<JsonObject>();

    /// <returns>Null for a section of which readers see nothing, because what it shows is not public.</returns>
    private static JsonObject? Of(Section section, PublishedEntry owner, Request request)
    {
        var text = section.Body.Plain(request);
        return text.Length == 0 ? null : SchemaOrgNode.New("HealthTopicContent")
            .With("name", section.Heading)
            .With("url", new Uri(request.PageOf(owner), $"#{section.Anchor}"))
            .With("hasHealthAspect", section.Aspect is { } aspect ? AspectOf(aspect) : null)
            .With("text", text);
    }

    /// <summary>Null for kinds of part that only the NHS's pages mark; all others carry schema.org's own names.</summary>
    private static string? AspectOf(HealthAspect aspect)
    {
        var name = aspect switch
        {
            HealthAspect.MedicalHelpNonurgent or HealthAspect.MedicalHelpUrgent or HealthAspect.MedicalHelpEmergency => $"{HealthAspect.SeeDoctor}",
            HealthAspect.Diagnosis or HealthAspect.Suitability or HealthAspect.Interactions or HealthAspect.Contraindications
                or HealthAspect.Warning or HealthAspect.WhatHappens or HealthAspect.Preparation or HealthAspect.Results => null,
            _ => $"{aspect}",
        };
        return name is null ? null : $"https://schema.org/{name}HealthAspect";
    }
}
