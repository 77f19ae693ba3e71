using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.Articles;

[Description("For whom a text is written.")]
public enum Audience
{
    [Description("People who have it themselves; plain words.")] Patient,
    [Description("Family and others who help.")] Caregiver,
    [Description("Clinicians; terms of art are fine.")] Professional,
}

[Description("An article as it is stored: read it, change it, send it back."), Patchable]
public sealed record ArticleContent : IEntryContent
{
    [Description("Last part of its URL, [a-z0-9]+(-[a-z0-9]+)*; made from the title when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("Headline, as readers see it."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("Entry ids, most important first."), RefersTo("TOPIC"), Needed, MaxItems(20)]
    public IReadOnlyList<Guid> Topics { get; init; } = [];

    [Description("Sources, in the order of their numbers."), MaxItems(100)]
    public IReadOnlyList<Reference> References { get; init; } = [];

    [Description("One or two sentences for lists and search results."), Needed, MaxCharacters(600)]
    public string? Summary { get; init; }

    [Description("Three to five facts to take away."), MaxItems(10), MaxCharacters(300)]
    public IReadOnlyList<string> KeyPoints { get; init; } = [];

    [Description("For whom it is written."), Needed]
    public Audience? Audience { get; init; }

    [Description("Entry ids of people, in the order of the byline."), RefersTo("PERSON"), Needed, MaxItems(20)]
    public IReadOnlyList<Guid> Authors { get; init; } = [];

    [Description("The text."), Needed, MaxItems(100)]
    public IReadOnlyList<SectionContent> Sections { get; init; } = [];

    [Description("Entry ids of symptom lists that belong to it, shown in the text or beside it."), RefersTo("SYMPTOM_LIST"), MaxItems(50)]
    public IReadOnlyList<Guid> SymptomLists { get; init; } = [];

    [Description("Entry ids of questions that belong to it."), RefersTo("FAQ_ENTRY"), MaxItems(100)]
    public IReadOnlyList<Guid> Faqs { get; init; } = [];

    [Description("Entry ids of programs that fit its readers."), RefersTo("PROGRAM"), MaxItems(20)]
    public IReadOnlyList<Guid> Programs { get; init; } = [];

    [Description("For search engines; the title when absent."), MaxCharacters(200)]
    public string? SeoTitle { get; init; }

    [Description("For search engines; the summary when absent."), MaxCharacters(400)]
    public string? SeoDescription { get; init; }

    [Description("Asks search engines to leave it out.")]
    public bool NoIndex { get; init; }

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => Topics;
}
