using System.Globalization;
using Crowdsource.Domain.Locations;
using NetVips;

namespace Crowdsource.Vision.Photos;

/// <summary>The position in a file's EXIF data (EXIF 2.32, 4.6.6): three rationals each way, and the hemispheres.</summary>
internal static class GpsPosition
{
    /// <summary>Null when there is none, or none that makes sense.</summary>
    public static GeoPoint? Read(Image header) =>
        Degrees(header, "GPSLatitude", 'N', 'S') is { } latitude && Degrees(header, "GPSLongitude", 'E', 'W') is { } longitude
            ? GeoPoint.Find(latitude, longitude)
            : null;

    private static double? Degrees(Image header, string tag, char positive, char negative)
    {
        var hemisphere = Text(header, tag + "Ref").FirstOrDefault();
        var parts = Text(header, tag).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Rational).ToList();
        return hemisphere != positive && hemisphere != negative || parts is not [{ } degrees, { } minutes, { } seconds] ? null
            : (hemisphere == negative ? -1 : 1) * (degrees + minutes / 60 + seconds / 3600);
    }

    private static double? Rational(string text) =>
        text.Split('/') is [var numerator, var denominator]
        && uint.TryParse(numerator, NumberStyles.None, CultureInfo.InvariantCulture, out var above)
        && uint.TryParse(denominator, NumberStyles.None, CultureInfo.InvariantCulture, out var below)
        && below != 0
            ? (double)above / below
            : null;

    /// <summary>The value as libvips writes it, before what it adds in brackets for people.</summary>
    private static string Text(Image header, string tag) =>
        header.Contains($"exif-ifd3-{tag}") && header.Get($"exif-ifd3-{tag}") is string text ? text.Split('(')[0] : "";
}
