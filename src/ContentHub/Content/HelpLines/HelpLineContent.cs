using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Api.Scalars;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.HelpLines;

[Description("A help line as it is stored: read it, change it, send it back."), Patchable]
public sealed record HelpLineContent : IEntryContent
{
    [Description("Last part of its URL, [a-z0-9]+(-[a-z0-9]+)*; made from the name when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("Its name."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("Entry ids of what people call about; empty for a line that is for everything."), RefersTo("TOPIC"), MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("The number to call; null for a line without one."), MaxCharacters(40)]
    public string? Phone { get; init; }

    [Description("How to reach it by text message, e.g. 988; null if it cannot be."), MaxCharacters(100)]
    public string? Text { get; init; }

    [Description("Where to chat; null if one cannot.")]
    public Uri? ChatUrl { get; init; }

    [Description("When somebody answers, e.g. 24/7."), Needed, MaxCharacters(100)]
    public string? Hours { get; init; }

    [Description("Where it can be called from."), Needed, MaxItems(250)]
    public IReadOnlyList<CountryCode> Countries { get; init; } = [];

    [Description("BCP 47 tags of the languages that are spoken."), Needed, MaxItems(50), MaxCharacters(35)]
    public IReadOnlyList<string> Languages { get; init; } = [];

    [Description("For life in danger now: shown first.")]
    public bool IsEmergency { get; init; }

    [Description("What it can and cannot do, in one or two sentences."), Needed, MaxCharacters(600)]
    public string? Summary { get; init; }

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}
