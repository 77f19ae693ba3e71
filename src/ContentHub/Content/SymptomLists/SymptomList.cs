using ContentHub.Api;
using ContentHub.Api.Fields;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;

namespace ContentHub.Content.SymptomLists;

/// <summary>A symptom list as readers get it.</summary>
public sealed class SymptomList : PublishedEntry, IHasSources, IHasText, IHasCodes
{
    private readonly SymptomListContent _content;

    public SymptomList(EntryEnvelope envelope, SymptomListContent content, TextBuffer texts)
        : base(envelope)
    {
        _content = content;
        Introduction = content.Introduction is { } introduction ? RichText.Inline(this, introduction) : null;
        WhenToGetHelp = content.WhenToGetHelp is { } when ? RichText.Inline(this, when) : null;
        Groups = [.. content.Groups.Select(g => new SymptomGroup(texts.Add(g.Key), g.Category, texts.AddOptional(g.Heading), [.. g.Symptoms.Select(s => Symptom.Read(s, texts))]))];
        References = content.References;
    }

    public RichText? Introduction { get; }

    public SymptomContext Context => _content.Context ?? SymptomContext.Condition;

    public IReadOnlyList<SymptomGroup> Groups { get; }

    public RichText? WhenToGetHelp { get; }

    public IReadOnlyList<Reference> References { get; }

    public override IEnumerable<IndexKey> IndexKeys => [new("context", IndexKey.ValueOf(Context)), .. Codes.Select(CodeIndex.KeyOf).Distinct()];

    public IReadOnlyList<MedicalCode> Codes => [.. Symptoms.SelectMany(s => s.Codes)];

    public IEnumerable<Symptom> Symptoms => Groups.SelectMany(g => g.Symptoms);

    public override IEnumerable<Passage> Passages =>
    [
        .. PartPassages.Markdown(PassageKind.Lead, "introduction", _content.Introduction),
        .. _content.Groups.SelectMany(PassagesOf),
        .. PartPassages.Markdown(PassageKind.Body, "whenToGetHelp", _content.WhenToGetHelp),
    ];

    public override IEnumerable<string> SearchCodes => Codes.SelectMany(CodeIndex.WordsOf);

    public string Abstract(Request request) => Introduction?.Plain(request) ?? "";

    public bool BeginsWithAbstract => true;

    public IEnumerable<Flow> ToText(Request request) => [ToFlow(groupLevel: 2)];

    /// <summary>The list as running text, with what to do where it counts.</summary>
    /// <param name="groupLevel">Of the groups' headings: below the list's own title where that is shown.</param>
    public Flow ToFlow(int groupLevel)
    {
        var parts = new List<Flow>();
        if (_content.Introduction is { } introduction)
        {
            parts.Add(new ParagraphFlow(introduction));
        }

        foreach (var group in _content.Groups)
        {
            if (group.Heading is { } heading)
            {
                parts.Add(new HeadingFlow(groupLevel, heading, null));
            }

            parts.Add(new ListFlow(IsNumbered: false, 1, [.. group.Symptoms.Select(s => (Line(s), 1))]));
        }

        if (_content.WhenToGetHelp is { } when)
        {
            parts.Add(new ParagraphFlow(when));
        }

        return new SequenceFlow(parts);
    }

    private static IEnumerable<Passage> PassagesOf(SymptomGroupContent group)
    {
        string[] path = ["groups", group.Key];
        return
        [
            .. PartPassages.Plain(PassageKind.Heading, [.. path, "heading"], group.Heading),
            .. group.Symptoms.SelectMany(symptom => (Passage[])
            [
                .. PartPassages.Plain(PassageKind.Heading, [.. path, "symptoms", symptom.Key, "name"], symptom.Name),
                .. PartPassages.Plain(PassageKind.Body, [.. path, "symptoms", symptom.Key, "description"], symptom.Description),
                .. PartPassages.Plain(PassageKind.Body, [.. path, "symptoms", symptom.Key, "action"], symptom.Action),
            ]),
        ];
    }

    private static string Line(SymptomContent symptom)
    {
        var line = Inlines.Escape(symptom.Name);
        line += symptom.Description is { } description ? $": {Inlines.Escape(description)}" : "";
        return symptom.Action is { } action ? $"{line} **{Inlines.Escape(action)}**" : line;
    }
}

/// <summary>Symptoms of one kind.</summary>
public sealed record SymptomGroup(Text Key, SymptomCategory Category, Text? Heading, IReadOnlyList<Symptom> Symptoms);

/// <summary>One symptom or sign.</summary>
public sealed record Symptom(Text Key, Text Name, Text? Description, SymptomSeverity Severity, Text? Action, IReadOnlyList<MedicalCode> Codes)
{
    internal static Symptom Read(SymptomContent content, TextBuffer texts) => new(
        texts.Add(content.Key), texts.Add(content.Name), texts.AddOptional(content.Description), content.Severity, texts.AddOptional(content.Action), content.Codes);
}
