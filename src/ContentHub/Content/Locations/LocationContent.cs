using System.ComponentModel;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Api.Scalars;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.Locations;

[Description("A place of care as it is stored: read it, change it, send it back."), Patchable]
public sealed record LocationContent : IEntryContent
{
    [Description("Last part of its URL, [a-z0-9]+(-[a-z0-9]+)*; made from the name when absent."), Needed, MaxCharacters(120)]
    public string? Slug { get; init; }

    [Description("Its name."), Needed, MaxCharacters(200)]
    public string? Title { get; init; }

    [Description("House number and street; null if it is not to be published."), MaxCharacters(200)]
    public string? Street { get; init; }

    [Description("City or town."), Needed, MaxCharacters(100)]
    public string? City { get; init; }

    [Description("ISO 3166-2 part after the country, e.g. CA; null where a country has none."), MaxCharacters(10)]
    public string? Region { get; init; }

    [Description("As the country writes it."), MaxCharacters(20)]
    public string? PostalCode { get; init; }

    [Description("Where it stands."), Needed]
    public CountryCode? Country { get; init; }

    [Description("Degrees north, -90 to 90; null together with longitude.")]
    public double? Latitude { get; init; }

    [Description("Degrees east, -180 to 180; null together with latitude.")]
    public double? Longitude { get; init; }

    [Description("IANA name, e.g. America/Los_Angeles."), Needed, MaxCharacters(60)]
    public string? TimeZone { get; init; }

    [Description("A line each, e.g. Mon-Fri 09:00-17:00."), MaxItems(20), MaxCharacters(200)]
    public IReadOnlyList<string> OpeningHours { get; init; } = [];

    [Description("What people with disabilities can count on, a line each."), MaxItems(30), MaxCharacters(200)]
    public IReadOnlyList<string> Accessibility { get; init; } = [];

    [Description("How to reach it.")]
    public Contact? Contact { get; init; }

    [JsonIgnore] public string? Heading => Title;

    [JsonIgnore] public IReadOnlyList<Guid> AllTopics => [];
}
