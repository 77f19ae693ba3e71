namespace ContentHub.Delivery;

/// <summary>Calendar days as the site counts them.</summary>
/// <param name="Zone">The site's, see <see cref="SiteOptions.TimeZone"/>.</param>
/// <param name="Today">As of the start of the request.</param>
public sealed record SiteCalendar(TimeZoneInfo Zone, DateOnly Today)
{
    public DateOnly DayOf(DateTimeOffset moment) => DayOf(moment, Zone);

    public static SiteCalendar At(DateTimeOffset now, TimeZoneInfo zone) => new(zone, DayOf(now, zone));

    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
}
