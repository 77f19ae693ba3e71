using ContentHub.Api.Fields;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;
using GraphQL.Types;

namespace ContentHub.Content.GlossaryTerms;

/// <summary>A glossary term as readers get it.</summary>
public sealed class GlossaryTerm : PublishedEntry, IHasSources, IHasText, IHasCodes
{
    private readonly Text _definition;

    public GlossaryTerm(EntryEnvelope envelope, GlossaryTermContent content, TextBuffer texts)
        : base(envelope)
    {
        _definition = texts.Add(content.Definition ?? "");
        Definition = RichText.Inline(this, _definition);
        AlternateNames = texts.AddAll(content.AlternateNames);
        Codes = content.Codes;
        References = content.References;
    }

    public RichText Definition { get; }

    public IReadOnlyList<Text> AlternateNames { get; }

    public IReadOnlyList<MedicalCode> Codes { get; }

    public IReadOnlyList<Reference> References { get; }

    public override IEnumerable<IndexKey> IndexKeys => Codes.Select(CodeIndex.KeyOf).Distinct();

    public override IEnumerable<Passage> Passages =>
        [.. PartPassages.Plain(PassageKind.Name, "alternateNames", AlternateNames), .. PartPassages.Markdown(PassageKind.Lead, "definition", _definition)];

    public override IEnumerable<string> SearchCodes => Codes.SelectMany(CodeIndex.WordsOf);

    public string Abstract(Request request) => Definition.Plain(request);

    public bool BeginsWithAbstract => true;

    public IEnumerable<Flow> ToText(Request request) => [new ParagraphFlow(_definition.ToString()), .. PageWords.Of(Locale).AlsoCalled(AlternateNames)];
}

internal sealed class GlossaryTermType : ObjectGraphType<GlossaryTerm>
{
    public GlossaryTermType()
    {
        Name = "GlossaryTerm";
        Description = "A word explained; the title is the word.";
        this.EntryFields();
        this.Field("definition", "What it means, in one or two sentences.", t => t.Definition);
        this.Field("alternateNames", "Other words for the same.", t => t.AlternateNames);
        this.Field("codes", "For record systems.", t => t.Codes);
    }
}
