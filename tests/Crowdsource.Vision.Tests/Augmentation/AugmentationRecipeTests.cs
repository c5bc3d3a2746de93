using Crowdsource.Domain.Imaging;
using Crowdsource.Vision.Augmentation;
using Crowdsource.Vision.Photos;
using CsCheck;

namespace Crowdsource.Vision.Tests.Augmentation;

public sealed class AugmentationRecipeTests(SharedPool pool)
{
    private static readonly PhotoView[] s_views = [.. Enumerable.Range(0, 8).Select(PhotoView.Variant), PhotoView.Original, .. Robustness.Kinds.Select(PhotoView.Robustness)];

    [Fact]
    public void Phones_turn_by_45_degrees_at_most() => AugmentationRecipe.MaximalRotationDegrees.ShouldBe(45);

    [Fact]
    public void Frames_stay_within_the_photo_and_the_limit_of_rotation() => Gen.Int.Sample(seed =>
    {
        var random = new SeededRandom($"{seed}");
        var frame = AugmentationRecipe.DrawFrame(ref random, changes: 1);
        return Math.Abs(frame.Degrees) <= AugmentationRecipe.MaximalRotationDegrees
            && frame.Left >= 0 && frame.Top >= 0 && frame.Left + frame.Width <= 1 && frame.Top + frame.Height <= 1
            && frame.Width * frame.Height >= 0.64;
    });

    [Fact]
    public void Every_frame_is_turned_and_some_are_moved_off_the_centre()
    {
        var frames = Enumerable.Range(0, 1000).Select(seed =>
        {
            var random = new SeededRandom($"{seed}");
            return AugmentationRecipe.DrawFrame(ref random, changes: 1);
        }).ToList();

        frames.ShouldAllBe(frame => frame.Degrees != 0);
        frames.Count(frame => frame.Width < 1).ShouldBeInRange(250, 350);
    }

    [Fact]
    public void An_inscribed_turn_sees_nothing_from_outside_the_photo() => Gen.Double[-45, 45].Sample(degrees =>
    {
        // The outermost pixels are red: a mirrored border would bring them to the inside.
        var photo = Pictures.Draw(200, 120, (x, y) => x is 0 or 199 || y is 0 or 119 ? (255, 0, 0) : (0, 0, 255));
        var turned = Frame.Whole.Rotated(degrees, inscribed: true).Take(photo, 200, 120);
        return Enumerable.Range(5, 110).All(y => Enumerable.Range(5, 190).All(x => turned.Row(y)[x * 3] == 0));
    });

    [Fact]
    public async Task Two_children_draw_the_same_variants_bit_for_bit()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var upload = Pictures.Jpeg(Pictures.Disc(800, 600));
        var examined = (await pool.Vision.Examine(upload, s_views, cancellation)).ShouldBeOfType<ExaminationResult.Examined>();

        await using var other = new Vision.Children.VisionPool(new() { Children = 1, TimeLimit = TimeSpan.FromMinutes(2) }, TimeProvider.System);
        var again = await other.Prepare(examined.Master, s_views, cancellation);

        again.Select(input => Convert.ToHexString(input.Pixels)).ShouldBe(examined.Inputs.Select(input => Convert.ToHexString(input.Pixels)));
        again.ShouldAllBe(input => input.Width == 224 && input.Height == 224);
        again.Select(input => Convert.ToHexString(input.Pixels)).Distinct().Count().ShouldBe(s_views.Length, "each view is another picture");
    }

    [Fact]
    public void Three_of_eight_variants_are_blurred_one_of_them_among_the_first_four()
    {
        var workingCopy = Pictures.Noise(320, 320, seed: 9);
        var digest = Domain.Blobs.BlobDigest.Of("a photo"u8);
        var sharpness = Enumerable.Range(0, 8)
            .Select(k => PhotoJudge.Measure(AugmentationRecipe.Draw(workingCopy, Preprocessing.Default, digest, k)).Sharpness)
            .ToList();

        new[] { 0, 2, 3, 4, 6 }.Min(k => sharpness[k]).ShouldBeGreaterThan(5 * new[] { 1, 5, 7 }.Max(k => sharpness[k]));
    }

    [Fact]
    public void The_recipe_names_its_revision_library_and_processor() =>
        AugmentationRecipe.Id.ShouldMatch(@"^phone-\d+/libvips-\d+\.\d+\.\d+/[a-z0-9]+$");

    [Fact]
    public void A_view_is_found_again_by_its_key()
    {
        s_views.ShouldAllBe(view => PhotoView.Parse(view.Key) == view);
        Should.Throw<FormatException>(() => PhotoView.Parse("7"));
        Should.Throw<ArgumentOutOfRangeException>(() => PhotoView.Variant(64));
    }

    [Fact]
    public async Task A_curator_can_look_at_a_variant()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var examined = (await pool.Vision.Examine(Pictures.Jpeg(Pictures.Disc(800, 600)), [], cancellation)).ShouldBeOfType<ExaminationResult.Examined>();
        var jpeg = await pool.Vision.Render(examined.Master, PhotoView.Variant(2), cancellation);

        var shown = new PhotoPipeline().Preprocess(jpeg).ShouldBeOfType<PreprocessingResult.Prepared>().Input;
        var variant = (await pool.Vision.Prepare(examined.Master, [PhotoView.Variant(2)], cancellation))[0];
        Pictures.Difference(shown.Pixels, variant.Pixels).ShouldBeLessThan(4);
    }
}
