namespace ContentHub.Delivery.Filters;

/// <summary>A place on earth, in degrees.</summary>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    private const double EarthRadiusKm = 6371.0088;

    /// <summary>Great-circle distance on a sphere: within 0.6 % of the true one.</summary>
    public double KilometresTo(GeoPoint other)
    {
        var height = Math.Sin(double.DegreesToRadians(other.Latitude - Latitude) / 2);
        var width = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        var haversine = (height * height) + (Math.Cos(double.DegreesToRadians(Latitude)) * Math.Cos(double.DegreesToRadians(other.Latitude)) * width * width);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(haversine)));
    }
}
