using ContentHub.Api.Fields;
using ContentHub.Api.Limits;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;
using GraphQL.Types;

namespace ContentHub.Content.FaqEntries;

/// <summary>A question and its answer as readers get them.</summary>
public sealed class FaqEntry : PublishedEntry, IHasSources, IHasText
{
    public FaqEntry(EntryEnvelope envelope, FaqEntryContent content, TextBuffer texts)
        : base(envelope)
    {
        ShortAnswer = texts.Add(content.ShortAnswer ?? "");
        Answer = [.. content.Answer.Select(b => Block.Read(this, b, texts))];
        References = content.References;
    }

    public Text ShortAnswer { get; }

    public IReadOnlyList<Block> Answer { get; }

    public RichText Body => RichText.Body(this, request => [ToFlow(request)]);

    public IReadOnlyList<Reference> References { get; }

    public override IEnumerable<Passage> Passages => [.. PartPassages.Plain(PassageKind.Lead, "shortAnswer", ShortAnswer), .. PartPassages.Of(Answer, "answer")];

    public string Abstract(Request request) => ShortAnswer.ToString();

    public IEnumerable<Flow> ToText(Request request) => [ToFlow(request)];

    /// <summary>Without questions inside the answer, which could go round in a circle.</summary>
    public Flow ToFlow(Request request) => new SequenceFlow([.. Answer.Where(b => b is not FaqBlock).Select(b => b.ToFlow(request))]);
}

internal sealed class FaqEntryType : ObjectGraphType<FaqEntry>
{
    public FaqEntryType()
    {
        Name = "FaqEntry";
        Description = "A question and its answer; the title is the question.";
        this.EntryFields();
        this.Field("question", "As a reader would ask it.", f => f.Title);
        this.Field("shortAnswer", "The answer in a sentence or two, for a snippet or speech.", f => f.ShortAnswer);
        this.Field("answer", "The whole answer.", f => f.Answer);
        this.Field("body", "The whole answer as one text.", f => f.Body);
        this.Costs(5, "body");
    }
}
