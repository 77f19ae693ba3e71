using ContentHub.Api.Fields;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;
using GraphQL.Types;

namespace ContentHub.Content.People;

/// <summary>A person as readers get them.</summary>
public sealed class Person : PublishedEntry, IHasText
{
    private readonly Text _biography;

    public Person(EntryEnvelope envelope, PersonContent content, TextBuffer texts)
        : base(envelope)
    {
        Credentials = texts.AddAll(content.Credentials);
        Role = texts.Add(content.Role ?? "");
        _biography = texts.Add(content.Biography ?? "");
        Biography = RichText.Inline(this, _biography);
        IsSample = content.IsSample;
    }

    public IReadOnlyList<Text> Credentials { get; }

    public Text Role { get; }

    public RichText Biography { get; }

    public bool IsSample { get; }

    public override IEnumerable<Passage> Passages =>
        [.. PartPassages.Plain(PassageKind.Lead, "role", Role), .. PartPassages.Markdown(PassageKind.Body, "biography", _biography)];

    public string Abstract(Request request) => string.Join(", ", Credentials.Append(Role).Where(t => !t.IsEmpty));

    public IEnumerable<Flow> ToText(Request request) =>
        [new ParagraphFlow(_biography.ToString()), .. IsSample ? [new ParagraphFlow(PageWords.Of(Locale).SamplePerson)] : Array.Empty<Flow>()];

    public override IEnumerable<IndexKey> IndexKeys => [new("name", Title.ToString())];
}

internal sealed class PersonType : ObjectGraphType<Person>
{
    public PersonType()
    {
        Name = "Person";
        Description = "Someone who writes or reviews; the title is the name.";
        this.EntryFields();
        this.Field("credentials", "E.g. MD, LCSW.", p => p.Credentials);
        this.Field("role", "What they do here.", p => p.Role);
        this.Field("biography", "A few sentences about them.", p => p.Biography);
        this.Field("isSample", "Made up, for samples: say so wherever the name stands.", p => p.IsSample);
    }
}
