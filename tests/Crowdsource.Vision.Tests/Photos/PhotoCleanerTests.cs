using System.Buffers.Binary;
using NetVips;

namespace Crowdsource.Vision.Tests.Photos;

public sealed class PhotoCleanerTests
{
    private static readonly PhotoPipeline s_pipeline = new();

    [Fact]
    public async Task No_metadata_is_left_in_master_and_thumbnail()
    {
        var files = Directory.GetFiles(SharedFiles.Require("photos", "fruit"), "*.jpg", SearchOption.AllDirectories).Take(5)
            .Append(SharedFiles.Require("bad-images", "pillow", "exif_imagemagick_orientation.png"))
            .Append(SharedFiles.Require("bad-images", "pillow", "xmp_tags_orientation.png"));
        foreach (var file in files)
        {
            var photo = Examine(await File.ReadAllBytesAsync(file));
            foreach (var jpeg in new[] { photo.Master, photo.Thumbnail })
            {
                // APP0 (JFIF) and what decoding needs; no other application segment, no comment.
                Segments(jpeg).Select(segment => segment.Marker).ShouldAllBe(marker => marker == 0xE0 || (marker >= 0xC0 && marker < 0xE0));
            }
        }
    }

    [Fact]
    public async Task The_same_photo_with_other_metadata_is_the_same_photo()
    {
        var original = await File.ReadAllBytesAsync(SharedFiles.Require("photos", "fruit", "banana", "IMG_20200229_165027.jpg"));
        var stripped = WithoutExif(original);
        stripped.Length.ShouldBeLessThan(original.Length);

        var (first, second) = (Examine(original), Examine(stripped));
        second.PixelDigest.ShouldBe(first.PixelDigest);
        second.PerceptualHash.ShouldBe(first.PerceptualHash);
        Examine(Pictures.Jpeg(Pictures.Disc(640, 480))).PixelDigest.ShouldNotBe(first.PixelDigest);
    }

    [Theory]
    [InlineData(4000, 3000, 2000, 1500)]
    [InlineData(3100, 2000, 2048, 1321)]
    [InlineData(4400, 3300, 2048, 1536)]
    [InlineData(900, 3000, 614, 2048)]
    [InlineData(348, 464, 348, 464)]
    public void A_master_has_at_most_2048_pixels_and_is_never_enlarged(int width, int height, int masterWidth, int masterHeight)
    {
        var photo = Examine(Pictures.Jpeg(Pictures.Disc(width, height)));

        (photo.Width, photo.Height).ShouldBe((masterWidth, masterHeight));
        using var master = Image.JpegloadBuffer(photo.Master);
        (master.Width, master.Height).ShouldBe((masterWidth, masterHeight));
        using var thumbnail = Image.JpegloadBuffer(photo.Thumbnail);
        Math.Max(thumbnail.Width, thumbnail.Height).ShouldBe(Math.Min(320, Math.Max(width, height)));
    }

    [Fact]
    public void What_is_transparent_becomes_white()
    {
        using var colours = Pictures.Vips(Pictures.Disc(200, 200));
        using var alpha = Image.Black(200, 200);
        using var transparent = colours.Bandjoin(alpha);

        // Nothing of the disc is seen, so that no edge is there to judge.
        s_pipeline.Preprocess(transparent.PngsaveBuffer()).ShouldBeOfType<PreprocessingResult.Prepared>().Input.Pixels.ShouldAllBe(value => value == 255);
    }

    [Fact]
    public void Other_kinds_of_colour_become_sRGB()
    {
        using var colours = Pictures.Vips(Pictures.Disc(300, 200));
        var expected = Input(colours.PngsaveBuffer());
        using var deep = colours.Colourspace(Enums.Interpretation.Rgb16);
        using var cmyk = colours.Colourspace(Enums.Interpretation.Cmyk);
        using var grey = colours.Colourspace(Enums.Interpretation.Bw);

        Pictures.Difference(Input(deep.PngsaveBuffer()), expected).ShouldBeLessThan(1);
        Pictures.Difference(Input(colours.PngsaveBuffer(palette: true)), expected).ShouldBeLessThan(6);
        Pictures.Difference(Input(colours.WebpsaveBuffer(q: 90)), expected).ShouldBeLessThan(6);
        Pictures.Difference(Input(cmyk.JpegsaveBuffer(q: 95)), expected).ShouldBeLessThan(25);
        Input(grey.JpegsaveBuffer()).Chunk(3).ShouldAllBe(pixel => pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    }

    [Fact]
    public void A_phones_wide_colours_are_converted_by_their_profile()
    {
        using var colours = Pictures.Vips(Pictures.Disc(300, 200));
        using var wide = colours.IccTransform("p3", inputProfile: "srgb");
        var withProfile = wide.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.Icc);
        var withoutProfile = wide.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.None);
        var expected = Input(colours.PngsaveBuffer());

        Pictures.Difference(Input(withProfile), expected).ShouldBeLessThan(1.5);
        Pictures.Difference(Input(withoutProfile), expected).ShouldBeGreaterThan(2);
    }

    [Fact]
    public void An_animation_is_its_first_frame()
    {
        using var first = Pictures.Vips(Pictures.Disc(200, 100));
        using var second = Pictures.Vips(Pictures.Noise(200, 100, seed: 2));
        using var joined = first.Join(second, Enums.Direction.Vertical);
        using var animation = joined.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", 100);
            image.Set(GValue.GIntType, "n-pages", 2);
        });
        var file = animation.WebpsaveBuffer(q: 95, pageHeight: 100);

        Pictures.Difference(Input(file), Input(first.PngsaveBuffer())).ShouldBeLessThan(6);
    }

    private static ExaminationResult.Examined Examine(byte[] file) =>
        s_pipeline.Examine(file, []).ShouldBeOfType<ExaminationResult.Examined>();

    private static byte[] Input(byte[] file) =>
        s_pipeline.Preprocess(file).ShouldBeOfType<PreprocessingResult.Prepared>().Input.Pixels;

    private static byte[] WithoutExif(byte[] jpeg)
    {
        var kept = jpeg.AsEnumerable();
        foreach (var (_, start, length) in Segments(jpeg).Where(segment => segment.Marker == 0xE1).Reverse())
        {
            kept = kept.Take(start).Concat(kept.Skip(start + length)).ToArray();
        }

        return [.. kept];
    }

    /// <summary>The segments before the picture's data.</summary>
    private static List<(int Marker, int Start, int Length)> Segments(byte[] jpeg)
    {
        List<(int Marker, int Start, int Length)> segments = [];
        for (var at = 2; jpeg[at] == 0xFF && jpeg[at + 1] != 0xDA;)
        {
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            segments.Add((jpeg[at + 1], at, length));
            at += length;
        }

        return segments;
    }
}
