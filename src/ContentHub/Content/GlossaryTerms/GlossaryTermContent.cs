using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.GlossaryTerms;

[Description("A glossary term as it is stored: read it, change it, send it back."), Patchable]
public sealed record GlossaryTermContent : IEntryContent
{
    [Description("Last part of its URL, [a-z0-9]+(-[a-z0-9]+)*; made from the word when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("The word."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("Entry ids, most important first."), RefersTo("TOPIC"), MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("Sources, in the order of their numbers."), MaxItems(100)]
    public IReadOnlyList<Reference> References { get; init; } = [];

    [Description("What it means, in one or two sentences of inline Markdown."), Markdown, Needed]
    public string? Definition { get; init; }

    [Description("Other words for the same."), MaxItems(50), MaxCharacters(200)]
    public IReadOnlyList<string> AlternateNames { get; init; } = [];

    [Description("For record systems."), MaxItems(50)]
    public IReadOnlyList<MedicalCode> Codes { get; init; } = [];

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}
