using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.Programs;

/// <summary>Our own words for The ASAM Criteria's levels, third and fourth edition; the number stands in <c>asamLevel</c>.</summary>
[Description("How intensive a program is, in our own words; asamLevel has the number.")]
public enum LevelOfCare
{
    [Description("Before a disorder: screening and brief advice (ASAM 0.5).")] EarlyIntervention,
    [Description("Check-ups in long-term remission (ASAM 1.0, fourth edition).")] RemissionMonitoring,
    [Description("Under nine hours a week for adults (ASAM 1 or 1.5).")] Outpatient,
    [Description("Outpatient with medical management (ASAM 1.7).")] MedicallyManagedOutpatient,
    [Description("Nine to nineteen hours a week for adults, six or more for adolescents (ASAM 2.1).")] IntensiveOutpatient,
    [Description("Twenty hours a week or more, nights at home (ASAM 2.5).")] PartialHospitalization,
    [Description("Intensive outpatient with medical management (ASAM 2.7).")] MedicallyManagedIntensiveOutpatient,
    [Description("Living in, low intensity (ASAM 3.1).")] ResidentialLow,
    [Description("Living in, for people with cognitive difficulties (ASAM 3.3, third edition).")] ResidentialPopulation,
    [Description("Living in, high intensity (ASAM 3.5).")] ResidentialHigh,
    [Description("Living in, with medical management (ASAM 3.7).")] ResidentialMedical,
    [Description("In hospital (ASAM 4).")] Inpatient,
}

[Description("Where a program takes place.")]
public enum DeliveryFormat
{
    [Description("On site.")] InPerson,
    [Description("By video or telephone.")] Telehealth,
}

[Description("What is done in a program.")]
public enum Therapy
{
    [Description("One person with a therapist.")] Individual,
    [Description("Several people together.")] Group,
    [Description("With family or others close.")] Family,
    [Description("Prescribing and looking after medicines.")] Medication,
}

[Description("Who a program is for, by age.")]
public enum AgeGroup
{
    [Description("Under 13.")] Child,
    [Description("13 to 17.")] Adolescent,
    [Description("18 and over.")] Adult,
    [Description("65 and over.")] OlderAdult,
}

[Description("How much time a program takes; what is null is not fixed.")]
public sealed record Schedule
{
    [Description("Of treatment, on average.")] public double? HoursPerWeek { get; init; }

    [Description("Meetings a week, on average.")] public double? SessionsPerWeek { get; init; }

    [Description("From start to end, in weeks.")] public int? DurationWeeks { get; init; }

    [Description("Of treatment, all weeks together.")] public double? TotalHours { get; init; }
}

[Description("A program of care as it is stored: read it, change it, send it back."), Patchable]
public sealed record ProgramContent : IEntryContent
{
    [Description("Last part of its URL, [a-z0-9]+(-[a-z0-9]+)*; made from the title when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("Its name."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("Entry ids, most important first."), RefersTo("TOPIC"), MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("Sources, in the order of their numbers."), MaxItems(100)]
    public IReadOnlyList<Reference> References { get; init; } = [];

    [Description("One or two sentences for lists and search results."), Needed, MaxCharacters(600)]
    public string? Summary { get; init; }

    [Description("The text."), MaxItems(100)]
    public IReadOnlyList<SectionContent> Sections { get; init; } = [];

    [Description("How intensive it is."), Needed]
    public LevelOfCare? LevelOfCare { get; init; }

    [Description("The number of ASAM's level, e.g. 2.1; null for a program that treats no substance use."), MaxCharacters(10)]
    public string? AsamLevel { get; init; }

    [Description("Edition of The ASAM Criteria that the number is from, 3 or 4; null with it.")]
    public int? AsamEdition { get; init; }

    [Description("How much time it takes.")]
    public Schedule? Schedule { get; init; }

    [Description("Where it takes place."), Needed, MaxItems(10)]
    public IReadOnlyList<DeliveryFormat> Formats { get; init; } = [];

    [Description("What is done in it."), MaxItems(10)]
    public IReadOnlyList<Therapy> Therapies { get; init; } = [];

    [Description("Who it is for, by age."), Needed, MaxItems(10)]
    public IReadOnlyList<AgeGroup> AgeGroups { get; init; } = [];

    [Description("BCP 47 tags of the languages that staff speak in it."), MaxItems(50), MaxCharacters(35)]
    public IReadOnlyList<string> Languages { get; init; } = [];

    [Description("Entry ids of topics that it treats."), RefersTo("TOPIC"), MaxItems(50)]
    public IReadOnlyList<Guid> Treats { get; init; } = [];

    [Description("Entry ids of the places where it is held."), RefersTo("LOCATION"), MaxItems(50)]
    public IReadOnlyList<Guid> Locations { get; init; } = [];

    [Description("Whom it admits, a condition each."), MaxItems(30), MaxCharacters(500)]
    public IReadOnlyList<string> Eligibility { get; init; } = [];

    [Description("How one gets in, a step each, in order."), MaxItems(30), MaxCharacters(500)]
    public IReadOnlyList<string> AdmissionSteps { get; init; } = [];

    [Description("How to reach it.")]
    public Contact? Contact { get; init; }

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}
