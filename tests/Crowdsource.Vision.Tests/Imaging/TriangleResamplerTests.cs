using Crowdsource.Domain.Imaging;
using CsCheck;

namespace Crowdsource.Vision.Tests.Imaging;

public sealed class TriangleResamplerTests
{
    [Theory]
    [InlineData(2048, 1536, 224, 224)]
    [InlineData(348, 348, 224, 224)]
    [InlineData(100, 37, 224, 224)]
    [InlineData(1031, 67, 33, 67)]
    [InlineData(65, 911, 65, 40)]
    [InlineData(3, 5, 7, 2)]
    [InlineData(1, 1, 4, 4)]
    public async Task Every_byte_is_as_Pillow_computes_it(int width, int height, int toWidth, int toHeight)
    {
        var picture = Pictures.Noise(width, height, seed: width + height);
        TriangleResampler.Resize(picture, toWidth, toHeight).Pixels.ShouldBe(await Pillow.Resize(picture, toWidth, toHeight));
    }

    [Fact]
    public async Task A_real_photo_is_as_Pillow_computes_it()
    {
        var path = SharedFiles.Require("photos", "fruit", "banana", "IMG_20200229_165027.jpg");
        var prepared = new PhotoPipeline().Preprocess(await File.ReadAllBytesAsync(path)).ShouldBeOfType<PreprocessingResult.Prepared>();

        // Two JPEG decoders may differ by a level here and there before the resizing.
        var expected = await Pillow.Resize(path, 224, 224);
        Pictures.Difference(prepared.Input.Pixels, expected).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void A_plain_surface_keeps_its_colour() =>
        Gen.Select(Gen.Int[1, 80], Gen.Int[1, 80], Gen.Int[1, 80], Gen.Int[1, 80], Gen.Byte).Sample((width, height, toWidth, toHeight, grey) =>
            TriangleResampler.Resize(Pictures.Draw(width, height, (_, _) => (grey, grey, grey)), toWidth, toHeight).Pixels.All(value => value == grey));

    [Fact]
    public void Rows_may_come_in_any_portions()
    {
        var picture = Pictures.Noise(90, 61, seed: 1);
        var resampler = new TriangleResampler(90, 61, 40, 30);
        resampler.Add(picture.Pixels.AsSpan(0, 90 * 3 * 7));
        resampler.Add(picture.Pixels.AsSpan(90 * 3 * 7));

        resampler.Finish().Pixels.ShouldBe(TriangleResampler.Resize(picture, 40, 30).Pixels);
    }

    [Fact]
    public void Missing_rows_are_noticed() =>
        Should.Throw<InvalidOperationException>(() => new TriangleResampler(10, 10, 5, 5).Finish());
}
