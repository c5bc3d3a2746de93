using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Submissions;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Vision.Tests.Photos;

public sealed class PhotoJudgeTests
{
    private static readonly PhotoPipeline s_pipeline = new();

    [Theory]
    [InlineData("grocery", 8)]
    [InlineData("fruit", 1)]
    public async Task Real_photos_pass(string set, int every)
    {
        var files = Directory.GetFiles(SharedFiles.Require("photos", set), "*.jpg", SearchOption.AllDirectories).Order().Where((_, i) => i % every == 0).ToList();
        List<string> refused = [];
        foreach (var file in files)
        {
            if (s_pipeline.Examine(await File.ReadAllBytesAsync(file), []) is not ExaminationResult.Examined)
            {
                refused.Add(file);
            }
        }

        refused.Count.ShouldBeLessThanOrEqualTo(files.Count / 500, string.Join('\n', refused));
    }

    [Fact]
    public async Task A_real_photo_out_of_focus_or_without_light_is_refused()
    {
        var file = await File.ReadAllBytesAsync(SharedFiles.Require("photos", "fruit", "banana", "IMG_20200229_165027.jpg"));
        var photo = s_pipeline.Preprocess(file).ShouldBeOfType<PreprocessingResult.Prepared>().Input;

        Verdict(Blur.Gaussian(photo, 6)).ShouldBe(RejectionCode.TooBlurry);
        Verdict(Pictures.Draw(224, 224, (x, y) => (photo.Row(y)[x * 3] / 16, photo.Row(y)[(x * 3) + 1] / 16, photo.Row(y)[(x * 3) + 2] / 16))).ShouldBe(RejectionCode.TooDark);
        Verdict(Blur.Gaussian(photo, Robustness.GaussianSigma)).ShouldBeNull("a photo that is a little soft still teaches");
    }

    [Fact]
    public void A_black_frame_is_too_dark_and_a_plain_one_has_nothing_sharp()
    {
        Verdict(Pictures.Draw(600, 400, (_, _) => (0, 0, 0))).ShouldBe(RejectionCode.TooDark);
        Verdict(Pictures.Draw(600, 400, (_, _) => (180, 180, 180))).ShouldBe(RejectionCode.TooBlurry);
        Verdict(Pictures.Draw(600, 400, (x, y) => (x * 255 / 600, y * 255 / 400, 90))).ShouldBe(RejectionCode.TooBlurry);
    }

    [Fact]
    public void An_icon_is_too_small() => Verdict(Pictures.Noise(32, 32, seed: 1)).ShouldBe(RejectionCode.TooSmall);

    [Fact]
    public void A_panorama_that_shrinks_to_a_line_is_too_small() => Verdict(Pictures.Noise(20_000, 100, seed: 1)).ShouldBe(RejectionCode.TooSmall);

    [Theory]
    [InlineData(96, 96)]
    [InlineData(640, 480)]
    [InlineData(3000, 2000)]
    public void A_plain_render_of_one_sharp_object_passes(int width, int height) => Verdict(Pictures.Disc(width, height)).ShouldBeNull();

    private static string? Verdict(RgbImage picture) => s_pipeline.Examine(Pictures.Png(picture), []) switch
    {
        ExaminationResult.Refused refused => refused.Code,
        _ => null,
    };
}
