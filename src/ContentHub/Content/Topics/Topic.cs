using ContentHub.Api;
using ContentHub.Api.Fields;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Search;

namespace ContentHub.Content.Topics;

/// <summary>A topic as readers get it.</summary>
public sealed class Topic : PublishedEntry, IHasSources, IHasParent, IHasKind, IHasText, IHasCodes
{
    /// <summary>Deeper parents are not followed, so that a circle of parents ends.</summary>
    private const int AncestorsMax = 20;

    private readonly TopicContent _content;

    public Topic(EntryEnvelope envelope, TopicContent content, TextBuffer texts)
        : base(envelope)
    {
        _content = content;
        Summary = texts.Add(content.Summary ?? "");
        AlternateNames = texts.AddAll(content.AlternateNames);
        Codes = content.Codes;
        References = content.References;
    }

    public TopicKind Kind => _content.Kind ?? TopicKind.Collection;

    Enum IHasKind.Kind => Kind;

    public Text Summary { get; }

    public IReadOnlyList<Text> AlternateNames { get; }

    public IReadOnlyList<MedicalCode> Codes { get; }

    public Guid? ParentId => _content.Parent;

    public IReadOnlyList<Reference> References { get; }

    public override IEnumerable<IndexKey> IndexKeys =>
        [new("kind", IndexKey.ValueOf(Kind)), .. Codes.Select(CodeIndex.KeyOf).Distinct(), .. ParentId is { } parent ? [new IndexKey("parent", IndexKey.ValueOf(parent))] : Array.Empty<IndexKey>()];

    public override IEnumerable<Passage> Passages =>
        [.. PartPassages.Plain(PassageKind.Name, "alternateNames", AlternateNames), .. PartPassages.Plain(PassageKind.Lead, "summary", Summary)];

    public override IEnumerable<string> SearchCodes => Codes.SelectMany(CodeIndex.WordsOf);

    public string Abstract(Request request) => Summary.ToString();

    public IEnumerable<Flow> ToText(Request request) => PageWords.Of(Locale).AlsoCalled(AlternateNames);

    public IEnumerable<PublishedEntry> Beside(Request request) => Featured(request.Relations);

    public Topic? Parent(Relations relations) => relations.Linked<Topic>(this, ParentId);

    /// <summary>From the root down; stops at what is not public.</summary>
    public IReadOnlyList<Topic> Ancestors(Request request)
    {
        var found = new List<Topic>();
        for (var next = Parent(request.Relations); next is not null && found.Count < AncestorsMax && !found.Contains(next) && next != this; next = next.Parent(request.Relations))
        {
            found.Insert(0, next);
        }

        return found;
    }

    public IReadOnlyList<Topic> Children(Request request) => IsRetracted ? [] :
        [.. request.ViewOf(this).Indexed(Type.Name, new IndexKey("parent", IndexKey.ValueOf(EntryId)), Locale).OfType<Topic>()];

    public IReadOnlyList<PublishedEntry> Featured(Relations relations) => relations.LinkedAll<PublishedEntry>(this, _content.Featured);
}
