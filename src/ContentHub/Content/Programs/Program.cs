using ContentHub.Api;
using ContentHub.Api.Fields;
using ContentHub.Content.Entries;
using ContentHub.Content.Locations;
using ContentHub.Content.Parts;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;

namespace ContentHub.Content.Programs;

/// <summary>A program of care as readers get it.</summary>
public sealed class Program : PublishedEntry, IHasSources, IHasText
{
    private readonly ProgramContent _content;

    public Program(EntryEnvelope envelope, ProgramContent content, TextBuffer texts)
        : base(envelope)
    {
        // What is read once is not kept a second time.
        _content = content with { Sections = [], Summary = null };
        Summary = texts.Add(content.Summary ?? "");
        Sections = Section.ReadAll(this, content.Sections, texts);
        AsamLevel = texts.AddOptional(content.AsamLevel);
        Languages = texts.AddAll(content.Languages);
        Eligibility = texts.AddAll(content.Eligibility);
        AdmissionSteps = texts.AddAll(content.AdmissionSteps);
        References = content.References;
    }

    public Text Summary { get; }

    public IReadOnlyList<Section> Sections { get; }

    public LevelOfCare LevelOfCare => _content.LevelOfCare ?? LevelOfCare.Outpatient;

    public Text? AsamLevel { get; }

    public int? AsamEdition => _content.AsamEdition;

    public Schedule Schedule => _content.Schedule ?? new Schedule();

    public IReadOnlyList<DeliveryFormat> Formats => _content.Formats;

    public IReadOnlyList<Therapy> Therapies => _content.Therapies;

    public IReadOnlyList<AgeGroup> AgeGroups => _content.AgeGroups;

    public IReadOnlyList<Text> Languages { get; }

    public IReadOnlyList<Guid> TreatIds => _content.Treats;

    public IReadOnlyList<Guid> LocationIds => _content.Locations;

    public IReadOnlyList<Text> Eligibility { get; }

    public IReadOnlyList<Text> AdmissionSteps { get; }

    public Contact Contact => _content.Contact ?? new Contact();

    public IReadOnlyList<Reference> References { get; }

    public override IEnumerable<IndexKey> IndexKeys =>
        [new("levelOfCare", IndexKey.ValueOf(LevelOfCare)), .. Formats.Distinct().Select(f => new IndexKey("format", IndexKey.ValueOf(f))), .. TreatIds.Distinct().Select(t => new IndexKey("treats", IndexKey.ValueOf(t)))];

    public override IEnumerable<Passage> Passages =>
    [
        .. PartPassages.Plain(PassageKind.Lead, "summary", Summary), .. PartPassages.Of(Sections),
        .. PartPassages.Plain(PassageKind.Body, "eligibility", Eligibility), .. PartPassages.Plain(PassageKind.Body, "admissionSteps", AdmissionSteps),
    ];

    public string Abstract(Request request) => Summary.ToString();

    public IEnumerable<Flow> ToText(Request request) => [.. Sections.SelectMany(s => s.ToFlow(request)), .. ProgramFacts.Of(this, request)];

    public IReadOnlyList<Topic> Treats(Relations relations) => relations.LinkedAll<Topic>(this, _content.Treats);

    public IReadOnlyList<Location> Locations(Relations relations) => relations.LinkedAll<Location>(this, _content.Locations);
}
