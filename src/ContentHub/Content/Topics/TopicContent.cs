using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.Topics;

[Description("What a topic stands for.")]
public enum TopicKind
{
    [Description("A substance or medicine.")] Substance,
    [Description("A family of them.")] SubstanceClass,
    [Description("An illness, a disorder or a state.")] Condition,
    [Description("Something that helps.")] Treatment,
    [Description("A shelf that editors fill, e.g. `home`.")] Collection,
}

[Description("A topic as it is stored: read it, change it, send it back."), Patchable]
public sealed record TopicContent : IEntryContent
{
    [Description("Last part of its URL, [a-z0-9]+(-[a-z0-9]+)*; made from the title when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("Its name."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("Entry ids of topics that it has to do with, other than its parent."), RefersTo("TOPIC"), MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("Sources, in the order of their numbers."), MaxItems(100)]
    public IReadOnlyList<Reference> References { get; init; } = [];

    [Description("What it stands for."), Needed]
    public TopicKind? Kind { get; init; }

    [Description("One or two sentences."), Needed, MaxCharacters(600)]
    public string? Summary { get; init; }

    [Description("Other names that people search for, brand names among them."), MaxItems(50), MaxCharacters(200)]
    public IReadOnlyList<string> AlternateNames { get; init; } = [];

    [Description("For record systems."), MaxItems(50)]
    public IReadOnlyList<MedicalCode> Codes { get; init; } = [];

    [Description("Entry id of the wider topic; null at the top."), RefersTo("TOPIC")]
    public Guid? Parent { get; init; }

    [Description("Entry ids of what editors put in front, in order, of any type."), RefersTo, MaxItems(100)]
    public IReadOnlyList<Guid> Featured { get; init; } = [];

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}
