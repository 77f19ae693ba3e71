using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

/// <summary>A page that a test writes in a few words, and what one check says of it.</summary>
internal sealed class Page
{
    private int _block;

    public Outline Outline { get; } = new() { KeepsToItsTopics = true, CanHoldHelp = true };

    public string Type { get; init; } = "ARTICLE";

    public bool IsClinical { get; init; } = true;

    public string Locale { get; init; } = "en-US";

    public DateOnly Today { get; init; } = new(2026, 3, 3);

    public DateOnly? NextReviewDue { get; init; }

    public ReviewFacts? Review { get; init; }

    public SourceFacts? Source { get; init; }

    public IReadOnlyList<string> TopicNames { get; init; } = [];

    public Guid? EntryId { get; init; }

    public Dictionary<Guid, LinkedEntry> Linked { get; } = [];

    public CheckOptions Options { get; } = new();

    /// <summary>One paragraph.</summary>
    public static Page Of(string text, string locale = "en-US") => new Page { Locale = locale }.Paragraph(text);

    public Page Paragraph(string text)
    {
        var first = Outline.Texts.Count;
        Outline.Text(TextRole.Paragraph, text, isMarkdown: true, isBody: true, "sections", "s1", "blocks", $"b{++_block}", "text");
        Outline.Block(isList: false, isNumbered: false, 1, first);
        return this;
    }

    public Page List(params string[] items) => List(isNumbered: false, items);

    public Page Steps(params string[] items) => List(isNumbered: true, items);

    public Page Callout(string text, bool isEmergency = true)
    {
        var first = Outline.Texts.Count;
        Outline.Text(new OutlineText(["sections", "s1", "blocks", $"b{++_block}", "text"], TextRole.Callout, text, IsMarkdown: true) { IsBody = true, IsEmergencyHelp = isEmergency });
        Outline.Block(isList: false, isNumbered: false, 1, first);
        return this;
    }

    public Page Quote(string text, string? source)
    {
        var first = Outline.Texts.Count;
        Outline.Text(new OutlineText(["sections", "s1", "blocks", $"b{++_block}", "text"], TextRole.Quote, text, IsMarkdown: true) { IsBody = true, IsQuoted = source is not null });
        Outline.Block(isList: false, isNumbered: false, 1, first);
        return this;
    }

    public Page Section(string? heading, int level = 2, string? anchor = null, bool standsAlone = false, params string[] companions)
    {
        var key = $"s{Outline.Sections.Count + 1}";
        Outline.Begin(new(["sections", key], key, anchor, heading, level, standsAlone, companions));
        Outline.Text(TextRole.Heading, heading, isMarkdown: false, isBody: true, "sections", key, "heading");
        return this;
    }

    public Page Text(TextRole role, string text)
    {
        Outline.Text(role, text, isMarkdown: false, isBody: role is not (TextRole.Title or TextRole.Label or TextRole.Cell), "field");
        return this;
    }

    public Page Sourced(string title = "Clonazepam tablets, label", string publisher = "DailyMed", string? url = "https://dailymed.nlm.nih.gov/")
    {
        Outline.Sources = [.. Outline.Sources, new(title, publisher, url is null ? null : new Uri(url, UriKind.RelativeOrAbsolute))];
        return this;
    }

    /// <summary>Shows an entry as a block.</summary>
    public Page Shows(Guid entryId)
    {
        Outline.Link(entryId, "sections", "s1", "blocks", $"b{++_block}", "entryId");
        return this;
    }

    public IReadOnlyList<Finding> Find(string rule) => EditorialChecks.Run([EditorialChecks.All.Single(c => c.Rule == rule)], Checked());

    public CheckedDocument Checked() => new(
        Outline,
        new EntryFacts
        {
            Type = Type, IsClinical = IsClinical, Locale = Locale, Today = Today, NextReviewDue = NextReviewDue, Review = Review, Source = Source,
            TopicNames = TopicNames, Topic = TopicNames.Count == 0 ? null : TopicNames[0], EntryId = EntryId, Linked = Linked,
        },
        Options);

    public Finding Single(string rule) => Assert.Single(Find(rule));

    private Page List(bool isNumbered, string[] items)
    {
        var first = Outline.Texts.Count;
        var key = $"b{++_block}";
        foreach (var (i, item) in items.Index())
        {
            Outline.Text(TextRole.ListItem, item, isMarkdown: true, isBody: true, "sections", "s1", "blocks", key, "items", $"{i}", "text");
        }

        Outline.Block(isList: true, isNumbered, 1, first);
        return this;
    }
}
