using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.FaqEntries;

[Description("A question and its answer as they are stored: read, change, send back."), Patchable]
public sealed record FaqEntryContent : IEntryContent
{
    [Description("Last part of its URL, [a-z0-9]+(-[a-z0-9]+)*; made from the question when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("Entry ids, most important first."), RefersTo("TOPIC"), Needed, MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("Sources, in the order of their numbers."), MaxItems(100)]
    public IReadOnlyList<Reference> References { get; init; } = [];

    [Description("As a reader would ask it."), Needed, MaxCharacters(300)]
    public string? Question { get; init; }

    [Description("The answer in a sentence or two, for a snippet or speech."), Needed, MaxCharacters(600)]
    public string? ShortAnswer { get; init; }

    [Description("The whole answer."), Needed, MaxItems(100)]
    public IReadOnlyList<BlockContent> Answer { get; init; } = [];

    [JsonIgnore] public string? Heading => Question;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}
