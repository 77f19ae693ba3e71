using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentHub.Api.Fields;
using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Locations;

internal static partial class LocationSchemaOrg
{
    public static JsonObject Of(Location location, Request request) => Reference(location, request)
        .With("geo", GeoOf(location))
        .WithAll("openingHours", location.OpeningHours.Select(OpeningHours).OfType<Text>())
        .With("telephone", location.Contact.Phone)
        .With("email", location.Contact.Email)
        .WithAll("contactPoint", [ContactOf(location)])
        .WithAll("amenityFeature", location.Accessibility.Select(Amenity))
        .WithAll("availableService", ProgramsAt(location, request).Select(p => Programs.ProgramSchemaOrg.Reference(p, request)))
        .With("mainEntityOfPage", SchemaOrgPage.Of("WebPage", location, request));

    public static JsonObject Reference(Location location, Request request) => SchemaOrgNode.Of("MedicalClinic", location, request)
        .With("address", SchemaOrgNode.New("PostalAddress")
            .With("streetAddress", location.Street)
            .With("addressLocality", location.City)
            .With("addressRegion", location.Region)
            .With("postalCode", location.PostalCode)
            .With("addressCountry", location.Country.Value));

    private static JsonObject? GeoOf(Location location)
    {
        if (location is not { Latitude: { } latitude, Longitude: { } longitude })
        {
            return null;
        }

        var geo = SchemaOrgNode.New("GeoCoordinates");
        geo["latitude"] = latitude;
        geo["longitude"] = longitude;
        return geo;
    }

    /// <summary>A page or form, with what is good to know of it; a note alone is no way to reach anyone.</summary>
    private static JsonObject ContactOf(Location location) => location.Contact.Url is { } url
        ? SchemaOrgNode.New("ContactPoint").With("url", url).With("description", location.Contact.Note)
        : SchemaOrgNode.New("ContactPoint");

    private static JsonObject Amenity(Text line)
    {
        var feature = SchemaOrgNode.New("LocationFeatureSpecification").With("name", line);
        feature["value"] = true;
        return feature;
    }

    private static IEnumerable<Programs.Program> ProgramsAt(Location location, Request request) =>
        request.ViewOf(location).UsedBy(location.EntryId, location.Locale, ["PROGRAM"]).OfType<Programs.Program>().Where(p => p.LocationIds.Contains(location.EntryId));

    /// <summary>A line in schema.org's form, e.g. Mo-Fr 09:00-17:00; null for one in words, which programs could only misread.</summary>
    private static Text? OpeningHours(Text line)
    {
        if (Line().Match(line.ToString()) is not { Success: true } found)
        {
            return null;
        }

        var days = string.Join('-', found.Groups["day"].Captures.Select(c => c.Value[..2]));
        return Text.Of($"{days} {string.Join('-', found.Groups["time"].Captures.Select(c => c.Value))}");
    }

    [GeneratedRegex("^(?<day>Mon?|Tue?|Wed?|Thu?|Fri?|Sat?|Sun?)([-–](?<day>Mon?|Tue?|Wed?|Thu?|Fri?|Sat?|Sun?))? (?<time>([01][0-9]|2[0-3]):[0-5][0-9])[-–](?<time>([01][0-9]|2[0-3]):[0-5][0-9])$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
