namespace Crowdsource.Protocol.Volunteers;

/// <summary>Where a photo was taken, as it is kept.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Blurred">Whether it is in the home zone, and rounded to about a kilometre.</param>
public sealed record ExportedLocation(double Latitude, double Longitude, bool Blurred);
