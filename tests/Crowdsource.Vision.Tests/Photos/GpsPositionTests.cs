using Crowdsource.Domain.Locations;
using NetVips;

namespace Crowdsource.Vision.Tests.Photos;

public sealed class GpsPositionTests
{
    private const string Latitude = "52/1 30/1 58590/1000";
    private const string Longitude = "13/1 22/1 39734/1000";

    [Fact]
    public async Task A_phones_photo_says_where_it_was_taken()
    {
        var photo = await File.ReadAllBytesAsync(
            SharedFiles.Require("photos", "fruit", "apple", "IMG_20200229_164759.jpg"), TestContext.Current.CancellationToken);
        Examine(photo)!.Round(5).ShouldBe(new GeoPoint(47.6188, -122.19774));
    }

    [Theory]
    [InlineData("N", "E", 52.51628, 13.37770)]
    [InlineData("S", "E", -52.51628, 13.37770)]
    [InlineData("N", "W", 52.51628, -13.37770)]
    public void Hemispheres_are_signs(string north, string east, double latitude, double longitude) =>
        Examine(Photo(north, Latitude, east, Longitude))!.Round(5).ShouldBe(new GeoPoint(latitude, longitude));

    [Theory]
    [InlineData("N", "91/1 0/1 0/1", "E", Longitude)]
    [InlineData("N", "52/0 0/1 0/1", "E", Longitude)]
    [InlineData("X", Latitude, "E", Longitude)]
    [InlineData("N", "0/1 0/1 0/1", "E", "0/1 0/1 0/1")]
    [InlineData("N", Latitude, "E", null)]
    public void Nonsense_is_no_position(string north, string latitude, string east, string? longitude) =>
        Examine(Photo(north, latitude, east, longitude)).ShouldBeNull();

    private static GeoPoint? Examine(byte[] photo) => new PhotoPipeline().Examine(photo, []).ShouldBeOfType<ExaminationResult.Examined>().Position;

    private static byte[] Photo(string north, string latitude, string east, string? longitude)
    {
        using var plain = Pictures.Vips(Pictures.Disc(400, 300));
        using var photo = plain.Mutate(image =>
        {
            image.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", north);
            image.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", latitude);
            image.Set(GValue.GStrType, "exif-ifd3-GPSLongitudeRef", east);
            if (longitude is not null)
            {
                image.Set(GValue.GStrType, "exif-ifd3-GPSLongitude", longitude);
            }
        });
        return photo.JpegsaveBuffer(q: 90, keep: Enums.ForeignKeep.Exif);
    }
}
