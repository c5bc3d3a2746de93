using Orleans;

namespace Crowdsource.Domain.Locations;

/// <summary>Where a volunteer does not want to be found: what is taken there is located to about a kilometre only.</summary>
/// <param name="Centre">Its middle.</param>
/// <param name="RadiusMeters">100 to 5000.</param>
[GenerateSerializer, Immutable, Alias("home-zone")]
public sealed record HomeZone(GeoPoint Centre, int RadiusMeters)
{
    public bool Contains(GeoPoint point) => Centre.DistanceTo(point) <= RadiusMeters;
}
