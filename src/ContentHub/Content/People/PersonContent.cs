using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.People;

[Description("A person as they are stored: read, change, send back."), Patchable]
public sealed record PersonContent : IEntryContent
{
    [Description("Last part of the page's URL, [a-z0-9]+(-[a-z0-9]+)*; made from the name when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("The name, as it stands in a byline."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("Entry ids of what they know most about."), RefersTo("TOPIC"), MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("E.g. MD, LCSW; only what can be shown."), MaxItems(10), MaxCharacters(40)]
    public IReadOnlyList<string> Credentials { get; init; } = [];

    [Description("What they do here."), Needed, MaxCharacters(200)]
    public string? Role { get; init; }

    [Description("A few sentences, inline Markdown."), Markdown, Needed]
    public string? Biography { get; init; }

    [Description("Made up, for samples; shown with the name.")]
    public bool IsSample { get; init; }

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}
