using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.Formats.Xmp;
using NetVips;
using Shouldly;

namespace Crowdsource.AllInOne.Tests.Hostile;

/// <summary>What is looked at in pictures that left the server.</summary>
internal static class Pictures
{
    /// <summary>Fails when a picture says more than its pixels.</summary>
    public static void ShouldHaveNoMetadata(this byte[] picture, string which)
    {
        var directories = ImageMetadataReader.ReadMetadata(new MemoryStream(picture));
        directories.OfType<JpegDirectory>().ShouldNotBeEmpty(which);
        directories.Where(IsForbidden).ShouldBeEmpty(which);
        directories.SelectMany(directory => directory.Tags)
            .ShouldNotContain(tag => tag.Name.Contains("Serial", StringComparison.OrdinalIgnoreCase) || tag.Name.Contains("GPS", StringComparison.Ordinal), which);
    }

    /// <summary>A photo as a phone would send it: with its model, its serial number and its place.</summary>
    public static byte[] WithMetadata(string file)
    {
        using var plain = Image.JpegloadBuffer(File.ReadAllBytes(file));
        using var photo = plain.Mutate(image =>
        {
            image.Set(GValue.GStrType, "exif-ifd0-Model", "Phone");
            image.Set(GValue.GStrType, "exif-ifd2-BodySerialNumber", "4711");
            image.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N");
            image.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "52/1 30/1 5859/100");
            image.Set(GValue.GStrType, "exif-ifd3-GPSLongitudeRef", "E");
            image.Set(GValue.GStrType, "exif-ifd3-GPSLongitude", "13/1 22/1 3973/100");
        });
        return photo.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.Exif);
    }

    /// <summary>Mean difference of two pictures' pixels at 32 by 32, 0 to 255.</summary>
    public static double Difference(byte[] one, byte[] other)
    {
        using var first = Small(one);
        using var second = Small(other);
        return (first - second).Abs().Avg();
    }

    public static (int Width, int Height) Size(byte[] picture)
    {
        using var image = Image.JpegloadBuffer(picture);
        return (image.Width, image.Height);
    }

    private static bool IsForbidden(MetadataExtractor.Directory directory) =>
        directory is ExifDirectoryBase or XmpDirectory or IptcDirectory or JpegCommentDirectory
        || directory.Name.Contains("Makernote", StringComparison.OrdinalIgnoreCase);

    private static Image Small(byte[] picture) =>
        Image.ThumbnailBuffer(picture, 32, height: 32, size: Enums.Size.Force, noRotate: true).Cast(Enums.BandFormat.Float);
}
