using Crowdsource.Vision.Photos;

namespace Crowdsource.Vision.Tests.Photos;

public sealed class OrientationTests(SharedPool pool)
{
    [Theory]
    [InlineData("exif-orientation", "Landscape_*.jpg", 9)]
    [InlineData("exif-orientation", "Portrait_*.jpg", 9)]
    [InlineData("pillow", "hopper_orientation_*.jpg", 7)]
    [InlineData("pillow", "hopper_orientation_*.webp", 7)]
    public async Task Every_orientation_comes_out_upright_and_alike(string folder, string pattern, int count)
    {
        var files = Directory.GetFiles(SharedFiles.Require("bad-images", folder), pattern).Order().ToList();
        files.Count.ShouldBe(count);
        List<ExaminationResult.Examined> photos = [];
        foreach (var file in files)
        {
            var result = await pool.Vision.Examine(await File.ReadAllBytesAsync(file), [PhotoView.Original], TestContext.Current.CancellationToken);
            photos.Add(result.ShouldBeOfType<ExaminationResult.Examined>(file));
        }

        photos.ShouldAllBe(photo => photo.Width == photos[0].Width && photo.Height == photos[0].Height);
        photos.ShouldAllBe(photo => pattern.StartsWith("Portrait") ? photo.Width < photo.Height : photo.Width >= photo.Height);
        photos.ShouldAllBe(photo => Pictures.Difference(photo.Inputs[0].Pixels, photos[0].Inputs[0].Pixels) < 12);
        photos.ShouldAllBe(photo => PerceptualHash.Distance(photo.PerceptualHash, photos[0].PerceptualHash) <= 8);
    }

    [Fact]
    public async Task A_phone_turns_a_photo_as_the_server_does()
    {
        foreach (var file in Directory.GetFiles(SharedFiles.Require("bad-images", "exif-orientation"), "Landscape_*.jpg"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var phone = new PhotoPipeline().Preprocess(bytes).ShouldBeOfType<PreprocessingResult.Prepared>();
            var server = (await pool.Vision.Examine(bytes, [PhotoView.Original], TestContext.Current.CancellationToken)).ShouldBeOfType<ExaminationResult.Examined>();
            Pictures.Difference(phone.Input.Pixels, server.Inputs[0].Pixels).ShouldBeLessThan(2, file);
        }
    }
}
