using ContentHub.Api.Fields;
using ContentHub.Api.Scalars;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;
using GraphQL.Types;

namespace ContentHub.Content.Locations;

/// <summary>A place of care as readers get it.</summary>
public sealed class Location : PublishedEntry, IHasText
{
    private readonly LocationContent _content;

    public Location(EntryEnvelope envelope, LocationContent content, TextBuffer texts)
        : base(envelope)
    {
        _content = content;
        Street = texts.AddOptional(content.Street);
        City = texts.Add(content.City ?? "");
        Region = texts.AddOptional(content.Region);
        PostalCode = texts.AddOptional(content.PostalCode);
        TimeZone = texts.Add(content.TimeZone ?? "");
        OpeningHours = texts.AddAll(content.OpeningHours);
        Accessibility = texts.AddAll(content.Accessibility);
    }

    public Text? Street { get; }

    public Text City { get; }

    public Text? Region { get; }

    public Text? PostalCode { get; }

    public CountryCode Country => _content.Country ?? new CountryCode("");

    public double? Latitude => _content.Latitude;

    public double? Longitude => _content.Longitude;

    public Text TimeZone { get; }

    public IReadOnlyList<Text> OpeningHours { get; }

    public IReadOnlyList<Text> Accessibility { get; }

    public Contact Contact => _content.Contact ?? new Contact();

    public override IEnumerable<Passage> Passages =>
    [
        .. PartPassages.Plain(PassageKind.Lead, "street", Street), .. PartPassages.Plain(PassageKind.Lead, "city", City),
        .. PartPassages.Plain(PassageKind.Lead, "postalCode", PostalCode), .. PartPassages.Plain(PassageKind.Body, "accessibility", Accessibility),
    ];

    public string Abstract(Request request) =>
        string.Join(", ", new[] { Street, City, Region, PostalCode }.OfType<Text>().Where(t => !t.IsEmpty).Append(Text.Of(Country.Value)));

    public IEnumerable<Flow> ToText(Request request)
    {
        var words = PageWords.Of(Locale);
        return [.. PageWords.List(words.OpeningHours, OpeningHours), .. PageWords.List(words.Accessibility, Accessibility), .. words.ContactOf(Contact)];
    }
}

internal sealed class LocationType : ObjectGraphType<Location>
{
    public LocationType()
    {
        Name = "Location";
        Description = "A place of care.";
        this.EntryFields();
        this.Field("street", "House number and street; null if it is not to be published.", l => l.Street);
        this.Field("city", "City or town.", l => l.City);
        this.Field("region", "ISO 3166-2 part after the country, e.g. CA.", l => l.Region);
        this.Field("postalCode", "As the country writes it.", l => l.PostalCode);
        this.Field("country", "Where it stands.", l => l.Country);
        this.Field("latitude", "Degrees north; null together with longitude.", l => l.Latitude);
        this.Field("longitude", "Degrees east; null together with latitude.", l => l.Longitude);
        this.Field("timeZone", "IANA name, e.g. America/Los_Angeles: opening hours are in it.", l => l.TimeZone);
        this.Field("openingHours", "A line each.", l => l.OpeningHours);
        this.Field("accessibility", "What people with disabilities can count on, a line each.", l => l.Accessibility);
        this.Field("contact", "How to reach it.", l => l.Contact);
    }
}
