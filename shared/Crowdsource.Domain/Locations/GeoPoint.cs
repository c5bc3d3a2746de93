using Orleans;

namespace Crowdsource.Domain.Locations;

/// <summary>A point on the earth (WGS 84).</summary>
/// <param name="Latitude">Degrees north, -90 to 90.</param>
/// <param name="Longitude">Degrees east, -180 to 180.</param>
[GenerateSerializer, Immutable, Alias("geo-point")]
public sealed record GeoPoint(double Latitude, double Longitude)
{
    private const double EarthRadius = 6_371_009;

    /// <summary>Null for what is no point, and for exactly 0, 0: phones write that when they do not know.</summary>
    public static GeoPoint? Find(double latitude, double longitude) =>
        latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 && (latitude, longitude) != (0, 0)
            ? new GeoPoint(latitude, longitude)
            : null;

    /// <summary>Along the surface of a sphere (haversine), metres.</summary>
    public double DistanceTo(GeoPoint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (from, to) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var half = Math.Pow(Math.Sin((to - from) / 2), 2)
            + Math.Cos(from) * Math.Cos(to) * Math.Pow(Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2), 2);
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, half)));
    }

    /// <param name="decimals">Of a degree; five are about a metre, two about a kilometre.</param>
    public GeoPoint Round(int decimals) => new(Math.Round(Latitude, decimals), Math.Round(Longitude, decimals));
}
