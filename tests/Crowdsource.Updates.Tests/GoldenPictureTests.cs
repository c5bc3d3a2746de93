using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Updates.Golden;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Updates.Tests;

public sealed class GoldenPictureTests
{
    [Fact]
    public void Every_picture_is_another_one_and_the_same_again()
    {
        var digests = Enumerable.Range(0, SyntheticPictures.Count).Select(index => BlobDigest.Of(SyntheticPictures.Render(index).Pixels)).ToList();

        digests.Distinct().Count().ShouldBe(SyntheticPictures.Count);
        BlobDigest.Of(SyntheticPictures.Render(5).Pixels).ShouldBe(digests[5]);
    }

    [Fact]
    public void A_foreign_decoder_reads_every_picture_back()
    {
        for (var index = 0; index < SyntheticPictures.Count; index++)
        {
            var picture = SyntheticPictures.Render(index);
            var png = PngEncoder.Encode(picture);

            Samples.Decode(png).Pixels.ShouldBe(picture.Pixels);
            png.Length.ShouldBeLessThan(150_000);
        }
    }

    [Fact]
    public void A_foreign_decoder_reads_any_picture_back()
    {
        var pictures = Gen.Int[1, 40].Select(Gen.Int[1, 40], Gen.Int).Select((width, height, seed) =>
        {
            var pixels = new byte[width * height * RgbImage.Channels];
            new Random(seed).NextBytes(pixels);
            return new RgbImage(width, height, pixels);
        });
        pictures.Sample(
            picture => Samples.Decode(PngEncoder.Encode(picture)).Pixels.AsSpan().SequenceEqual(picture.Pixels), iter: 100, threads: 1);
    }
}
