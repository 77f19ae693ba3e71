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
    private readonly Text? _introduction;
    private readonly Text? _whenToGetHelp;

    public SymptomList(EntryEnvelope envelope, SymptomListContent content, TextBuffer texts)
        : base(envelope)
    {
        (_introduction, _whenToGetHelp) = (texts.AddOptional(content.Introduction), texts.AddOptional(content.WhenToGetHelp));
        Introduction = _introduction is { } introduction ? RichText.Inline(this, introduction) : null;
        WhenToGetHelp = _whenToGetHelp is { } when ? RichText.Inline(this, when) : null;
        Context = content.Context ?? SymptomContext.Condition;
        Groups = [.. content.Groups.Select(g => new SymptomGroup(texts.Add(g.Key), g.Category, texts.AddOptional(g.Heading), [.. g.Symptoms.Select(s => Symptom.Read(s, texts))]))];
        References = content.References;
    }

    public RichText? Introduction { get; }

    public SymptomContext Context { get; }

    public IReadOnlyList<SymptomGroup> Groups { get; }

    public RichText? WhenToGetHelp { get; }

    public IReadOnlyList<Reference> References { get; }

    public override IEnumerable<IndexKey> IndexKeys => [new("context", IndexKey.ValueOf(Context)), .. Codes.Select(CodeIndex.KeyOf).Distinct()];

    public IReadOnlyList<MedicalCode> Codes => [.. Symptoms.SelectMany(s => s.Codes)];

    public IEnumerable<Symptom> Symptoms => Groups.SelectMany(g => g.Symptoms);

    public override IEnumerable<Passage> Passages =>
    [
        .. PartPassages.Markdown(PassageKind.Lead, "introduction", _introduction),
        .. Groups.SelectMany(PassagesOf),
        .. PartPassages.Markdown(PassageKind.Body, "whenToGetHelp", _whenToGetHelp),
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
        if (_introduction is { } introduction)
        {
            parts.Add(new ParagraphFlow(introduction.ToString()));
        }

        foreach (var group in Groups)
        {
            if (group.Heading is { } heading)
            {
                parts.Add(new HeadingFlow(groupLevel, heading.ToString(), null));
            }

            parts.Add(new ListFlow(IsNumbered: false, 1, [.. group.Symptoms.Select(s => (Line(s), 1))]));
        }

        if (_whenToGetHelp is { } when)
        {
            parts.Add(new ParagraphFlow(when.ToString()));
        }

        return new SequenceFlow(parts);
    }

    private static IEnumerable<Passage> PassagesOf(SymptomGroup group)
    {
        var path = ((PassagePath)"groups").To(group.Key);
        return
        [
            .. PartPassages.Plain(PassageKind.Heading, path.To("heading"), group.Heading),
            .. group.Symptoms.SelectMany(symptom => (Passage[])
            [
                .. PartPassages.Plain(PassageKind.Heading, path.To("symptoms").To(symptom.Key).To("name"), symptom.Name),
                .. PartPassages.Plain(PassageKind.Body, path.To("symptoms").To(symptom.Key).To("description"), symptom.Description),
                .. PartPassages.Plain(PassageKind.Body, path.To("symptoms").To(symptom.Key).To("action"), symptom.Action),
            ]),
        ];
    }

    private static string Line(Symptom symptom)
    {
        var line = Inlines.Escape(symptom.Name.ToString());
        line += symptom.Description is { } description ? $": {Inlines.Escape(description.ToString())}" : "";
        return symptom.Action is { } action ? $"{line} **{Inlines.Escape(action.ToString())}**" : line;
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
