using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Volunteers;

/// <summary>Where a volunteer does not want to be found: photos taken there are located to about a kilometre only.</summary>
/// <param name="Latitude">Degrees north, -90 to 90.</param>
/// <param name="Longitude">Degrees east, -180 to 180.</param>
/// <param name="RadiusMeters">100 to 5000.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record HomeZoneDocument(double Latitude, double Longitude, int RadiusMeters);
