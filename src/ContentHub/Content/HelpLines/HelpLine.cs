using ContentHub.Api.Fields;
using ContentHub.Api.Scalars;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;
using ContentHub.Editorial.Texts;
using GraphQL.Types;

namespace ContentHub.Content.HelpLines;

/// <summary>A help line as readers get it.</summary>
public sealed class HelpLine : PublishedEntry, IHasText
{
    private readonly HelpLineContent _content;

    public HelpLine(EntryEnvelope envelope, HelpLineContent content, TextBuffer texts)
        : base(envelope)
    {
        _content = content;
        Phone = texts.AddOptional(content.Phone);
        TextMessage = texts.AddOptional(content.Text);
        Hours = texts.Add(content.Hours ?? "");
        Languages = texts.AddAll(content.Languages);
        Summary = texts.Add(content.Summary ?? "");
    }

    public Text? Phone { get; }

    public Text? TextMessage { get; }

    public Uri? ChatUrl => _content.ChatUrl;

    public Text Hours { get; }

    public IReadOnlyList<CountryCode> Countries => _content.Countries;

    public IReadOnlyList<Text> Languages { get; }

    public bool IsEmergency => _content.IsEmergency;

    public Text Summary { get; }

    public override IEnumerable<IndexKey> IndexKeys => [.. Countries.Distinct().Select(c => new IndexKey("country", c.Value))];

    public override IEnumerable<Passage> Passages => PartPassages.Plain(PassageKind.Lead, "summary", Summary);

    /// <summary>As <see cref="Crisis"/> has it: emergencies, then lines for everything, where they can be called; then those about what was asked for.</summary>
    public override int? RankInCrisis(string locale) => Countries.Contains(Crisis.CountryOf(locale)) ? IsEmergency ? 2 : Topics.Count == 0 ? 1 : 0 : null;

    public string Abstract(Request request) => Summary.ToString();

    public bool BeginsWithAbstract => true;

    public IEnumerable<Flow> ToText(Request request) => [ToFlow()];

    public Flow ToFlow()
    {
        var ways = string.Join(" · ", new[] { _content.Phone, _content.Text, _content.ChatUrl?.OriginalString, _content.Hours }.OfType<string>().Select(Inlines.Escape));
        return new SequenceFlow([new ParagraphFlow($"**{Inlines.Escape(Title.ToString())}** {ways}"), new ParagraphFlow(Inlines.Escape(Summary.ToString()))]);
    }
}

internal sealed class HelpLineType : ObjectGraphType<HelpLine>
{
    public HelpLineType()
    {
        Name = "HelpLine";
        Description = "Someone to call now.";
        this.EntryFields();
        this.Field("phone", "The number to call; null for a line without one.", h => h.Phone);
        this.Field("text", "How to reach it by text message; null if it cannot be.", h => h.TextMessage);
        this.Optional("chatUrl", "Where to chat; null if one cannot.", h => h.ChatUrl);
        this.Field("hours", "When somebody answers, e.g. 24/7.", h => h.Hours);
        this.Field("countries", "Where it can be called from.", h => h.Countries);
        this.Field("languages", "BCP 47 tags of the languages that are spoken.", h => h.Languages);
        this.Field("isEmergency", "For life in danger now: show it first.", h => h.IsEmergency);
        this.Field("summary", "What it can and cannot do, in one or two sentences.", h => h.Summary);
    }
}
