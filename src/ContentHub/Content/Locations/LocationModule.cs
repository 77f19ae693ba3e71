using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Licences;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial;

namespace ContentHub.Content.Locations;

internal static class LocationModule
{
    public static FilterDefinition<Location> Filter { get; } = new FilterDefinition<Location>("LocationFilter", "Which places; `near` sorts nothing, it only limits.")
        .EntryId().Slug().Title()
        .Text("city", "City or town.", l => l.City.ToString())
        .Text("region", "ISO 3166-2 part after the country.", l => l.Region?.ToString())
        .Text("country", "Two letters.", l => l.Country.Value)
        .Near("near", "Within a distance of a point, as the crow flies.", l => l is { Latitude: { } latitude, Longitude: { } longitude } ? new GeoPoint(latitude, longitude) : null);

    public static ContentType Type { get; } = new ContentType<LocationContent, Location>("LOCATION", "locations", "A place of care.")
    {
        Review = new(Default: 12, Max: 24),
        Licensing = LicenceScope.Whole,
        GraphTypes = [(typeof(Location), typeof(LocationType))],
        Reading = (envelope, content, texts) => new Location(envelope, content, texts),
        Retracted = c => new LocationContent { Slug = c.Slug, Title = c.Title, Country = c.Country, TimeZone = c.TimeZone },
        Check = Check,
        SchemaOrg = LocationSchemaOrg.Of,
        Filter = Filter,
    };

    private static IEnumerable<DocumentFault> Check(LocationContent content)
    {
        if (content.Latitude is null != content.Longitude is null)
        {
            yield return DocumentFault.Invalid("Latitude and longitude belong together: give both, or neither.", content.Latitude is null ? "latitude" : "longitude");
        }

        if (content.Latitude is < -90 or > 90)
        {
            yield return DocumentFault.Invalid("Latitude is -90 to 90.", "latitude");
        }

        if (content.Longitude is < -180 or > 180)
        {
            yield return DocumentFault.Invalid("Longitude is -180 to 180.", "longitude");
        }

        if (content.TimeZone is { } zone && (!zone.Contains('/', StringComparison.Ordinal) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)))
        {
            yield return DocumentFault.Invalid("A time zone is an IANA name, e.g. America/Los_Angeles.", "timeZone");
        }
    }
}
