using ContentHub.Content.Locations;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.Programs;

internal static class ProgramModule
{
    private const int WeekHours = 168;

    public static ContentType Type { get; } = new ContentType<ProgramContent, Program>("PROGRAM", "programs", "A program of care.")
    {
        Review = new(Default: 6, Max: 12),
        OrderDefault = EntryOrder.PublishedAtDesc,
        GraphTypes = [(typeof(Program), typeof(ProgramType))],
        Reading = (envelope, content, texts) => new Program(envelope, content, texts),
        Retracted = c => new ProgramContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics, LevelOfCare = c.LevelOfCare },
        Check = Check,
        Outlined = Outlined,
        SchemaOrg = ProgramSchemaOrg.Of,
        Filter = new FilterDefinition<Program>("ProgramFilter", "Which programs; fields are joined by AND.")
            .EntryId().Slug().Title().Topic()
            .TopicRef("treats", "For this condition or substance.", p => p.TreatIds, index: "treats")
            .Enum("levelOfCare", "How intensive they are.", p => p.LevelOfCare, index: "levelOfCare")
            .Enums("format", "Where they take place.", p => p.Formats, index: "format")
            .Enums("therapy", "What is done in them.", p => p.Therapies)
            .Enums("ageGroup", "Who they are for.", p => p.AgeGroups)
            .Text("language", "BCP 47 tags of the languages that are spoken.", p => p.Languages.Select(l => l.ToString()))
            .Float("hoursPerWeek", "Hours of treatment a week.", p => p.Schedule.HoursPerWeek)
            .Nested("location", "Held at a place that matches.", p => p.LocationIds, LocationModule.Filter),
    };

    private static void Outlined(ProgramContent content, Outline outline)
    {
        (outline.KeepsToItsTopics, outline.CanHoldHelp, outline.Topics) = (true, true, [.. content.Topics, .. content.Treats]);
        outline.Title(content.Title);
        outline.Plain("summary", content.Summary);
        outline.Sections(content.Sections);
        outline.Plain("eligibility", content.Eligibility);
        outline.Plain("admissionSteps", content.AdmissionSteps);
        outline.Sources(content.References);
        outline.Care = new(
            content.LevelOfCare switch
            {
                LevelOfCare.Outpatient => CareByHours.Outpatient,
                LevelOfCare.IntensiveOutpatient => CareByHours.IntensiveOutpatient,
                LevelOfCare.PartialHospitalization => CareByHours.PartialHospitalization,
                _ => null,
            },
            content.AgeGroups.Count == 0 || content.AgeGroups.Any(g => g is AgeGroup.Adult or AgeGroup.OlderAdult),
            content.Schedule?.HoursPerWeek, content.Schedule?.DurationWeeks, content.Schedule?.TotalHours);
    }

    private static IEnumerable<DocumentFault> Check(ProgramContent content)
    {
        if (content.AsamLevel is null != content.AsamEdition is null)
        {
            yield return DocumentFault.Invalid("asamLevel and asamEdition belong together: give both, or neither.", content.AsamLevel is null ? "asamLevel" : "asamEdition");
        }

        if (content.AsamEdition is { } edition and not (3 or 4))
        {
            yield return DocumentFault.Invalid($"There is no edition {edition} of The ASAM Criteria to refer to: 3 or 4.", "asamEdition");
        }

        if (content.Schedule is { } schedule)
        {
            if (schedule.HoursPerWeek is < 0 or > WeekHours)
            {
                yield return DocumentFault.Invalid($"A week has {WeekHours} hours: 0 to {WeekHours}.", "schedule", "hoursPerWeek");
            }

            if (schedule.DurationWeeks is < 1 or > 520)
            {
                yield return DocumentFault.Invalid("From one week to ten years (520 weeks).", "schedule", "durationWeeks");
            }

            if (schedule.SessionsPerWeek is < 0)
            {
                yield return DocumentFault.Invalid("Sessions a week cannot be below zero.", "schedule", "sessionsPerWeek");
            }

            if (schedule.TotalHours is < 0)
            {
                yield return DocumentFault.Invalid("Hours cannot be below zero.", "schedule", "totalHours");
            }
        }

        foreach (var fault in PartRules.Check(content.Sections))
        {
            yield return fault;
        }
    }
}
