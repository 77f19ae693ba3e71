using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.SymptomLists;

[Description("When the symptoms of a list occur.")]
public enum SymptomContext
{
    [Description("While the substance or medicine acts.")] Use,
    [Description("Once the body or the person has come to rely on it.")] Dependence,
    [Description("After stopping or cutting down.")] Withdrawal,
    [Description("After too much.")] Overdose,
    [Description("With a condition, whatever its cause.")] Condition,
}

[Description("The kind of a symptom.")]
public enum SymptomCategory
{
    [Description("Felt or seen in the body.")] Physical,
    [Description("Felt in mood, thinking or senses.")] Psychological,
    [Description("Seen in what a person does.")] Behavioral,
}

[Description("How grave a symptom is.")]
public enum SymptomSeverity
{
    [Description("Unpleasant, seldom dangerous.")] Common,
    [Description("Tell a clinician soon.")] Serious,
    [Description("Call for help now.")] Emergency,
}

[Description("One symptom or sign.")]
public sealed record SymptomContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("In the reader's words."), MaxCharacters(200)] public required string Name { get; init; }

    [Description("What it is like; null where the name says it."), MaxCharacters(600)] public string? Description { get; init; }

    [Description("How grave it is.")] public SymptomSeverity Severity { get; init; } = SymptomSeverity.Common;

    [Description("What to do about it; an EMERGENCY needs one."), MaxCharacters(300)] public string? Action { get; init; }

    [Description("For record systems."), MaxItems(20)] public IReadOnlyList<MedicalCode> Codes { get; init; } = [];
}

[Description("Symptoms of one kind.")]
public sealed record SymptomGroupContent
{
    [Description(Keys.Description)] public string Key { get; init; } = "";

    [Description("Of which kind they all are.")] public required SymptomCategory Category { get; init; }

    [Description("Null to show the kind's own name."), MaxCharacters(200)] public string? Heading { get; init; }

    [Description("In the order in which they are shown.")] public required IReadOnlyList<SymptomContent> Symptoms { get; init; }
}

[Description("A symptom list as it is stored: read it, change it, send it back."), Patchable]
public sealed record SymptomListContent : IEntryContent
{
    [Description("Last part of its URL, [a-z0-9]+(-[a-z0-9]+)*; made from the title when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("Heading over the list, wherever it is shown."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("Entry ids, most important first."), RefersTo("TOPIC"), Needed, MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("Sources, in the order of their numbers."), MaxItems(100)]
    public IReadOnlyList<Reference> References { get; init; } = [];

    [Description("Inline Markdown above the list; null for none."), Markdown]
    public string? Introduction { get; init; }

    [Description("When the symptoms occur."), Needed]
    public SymptomContext? Context { get; init; }

    [Description("The symptoms, by kind."), Needed, MaxItems(20)]
    public IReadOnlyList<SymptomGroupContent> Groups { get; init; } = [];

    [Description("Inline Markdown below the list: when a reader should turn to someone; null for none."), Markdown]
    public string? WhenToGetHelp { get; init; }

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}
