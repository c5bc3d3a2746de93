using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Vision.Tests.Augmentation;

public sealed class RobustnessTests
{
    public static TheoryData<RobustnessKind> Kinds { get; } = [.. Robustness.Kinds];

    [Theory]
    [InlineData(RobustnessKind.RotatedReflected)]
    [InlineData(RobustnessKind.RotatedInscribed)]
    public void Rotations_fill_the_range_of_45_degrees_and_never_leave_it(RobustnessKind kind)
    {
        // A dot to the right of the centre, near enough to stay in every frame.
        var dot = Pictures.Draw(224, 224, (x, y) => Math.Abs(x - 152) < 4 && Math.Abs(y - 112) < 4 ? (255, 255, 255) : (0, 0, 0));
        var angles = Enumerable.Range(0, 200).Select(i => AngleOfDot(Robustness.Apply(dot, kind, Digest(i)))).ToList();

        angles.ShouldAllBe(angle => Math.Abs(angle) < 46);
        angles.Max().ShouldBeGreaterThan(40);
        angles.Min().ShouldBeLessThan(-40);
        angles.Average().ShouldBe(0, 8);
    }

    [Fact]
    public void Off_the_centre_the_object_lies_near_any_edge_and_stays_whole()
    {
        var dot = Pictures.Draw(224, 224, (x, y) => Math.Abs(x - 112) < 4 && Math.Abs(y - 112) < 4 ? (255, 255, 255) : (0, 0, 0));
        var places = Enumerable.Range(0, 100).Select(i => Lit(Robustness.Apply(dot, RobustnessKind.OffCentre, Digest(i)), above: 128)).ToList();

        places.ShouldAllBe(lit => lit.Count >= 40);
        places.Select(lit => double.Hypot(lit.Average(at => at.X) - 111.5, lit.Average(at => at.Y) - 111.5))
            .ShouldAllBe(distance => Math.Abs(distance - (Robustness.OffCentreShift * 224)) < 2);
        places.ShouldContain(lit => lit.Average(at => at.Y) < 55);
        places.ShouldContain(lit => lit.Average(at => at.Y) > 169);
        places.ShouldContain(lit => lit.Average(at => at.X) < 55);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_black_comes_in_from_outside(RobustnessKind kind)
    {
        var white = Pictures.Draw(224, 224, (_, _) => (255, 255, 255));
        for (var i = 0; i < 20; i++)
        {
            Robustness.Apply(white, kind, Digest(i)).Pixels.ShouldAllBe(value => value == 255);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_photo_is_stressed_in_the_same_way(RobustnessKind kind)
    {
        var photo = Pictures.Noise(224, 224, seed: 3);
        var first = Robustness.Apply(photo, kind, Digest(1)).Pixels;

        Robustness.Apply(photo, kind, Digest(1)).Pixels.ShouldBe(first);
        first.ShouldNotBe(photo.Pixels);
        if (kind != RobustnessKind.GaussianBlur)
        {
            Robustness.Apply(photo, kind, Digest(2)).Pixels.ShouldNotBe(first);
        }
    }

    [Fact]
    public void The_Gaussian_blur_has_a_sigma_of_two_pixels()
    {
        var edge = Pictures.Draw(224, 224, (x, _) => x < 112 ? (0, 0, 0) : (255, 255, 255));
        var row = Robustness.Apply(edge, RobustnessKind.GaussianBlur, Digest(0)).Row(112);
        var slope = new List<(double At, double Weight)>();
        for (var x = 90; x < 134; x++)
        {
            slope.Add((x + 0.5 - 111.5, row[(x + 1) * 3] - row[x * 3]));
        }

        slope.Sum(step => step.Weight).ShouldBe(255);
        Math.Sqrt(slope.Sum(step => step.At * step.At * step.Weight) / 255).ShouldBe(2, 0.1);
    }

    [Fact]
    public void The_motion_blur_is_nine_pixels_long_in_changing_directions()
    {
        var dot = Pictures.Draw(224, 224, (x, y) => x == 112 && y == 112 ? (255, 255, 255) : (0, 0, 0));
        List<double> directions = [];
        for (var i = 0; i < 50; i++)
        {
            var trace = Lit(Robustness.Apply(dot, RobustnessKind.MotionBlur, Digest(i)), above: 8);
            var (first, last) = (trace[0], trace[^1]);
            var length = trace.SelectMany(a => trace.Select(b => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2)))).Max();
            length.ShouldBeInRange(6, 10);
            directions.Add(Math.Atan2(last.Y - first.Y, last.X - first.X));
        }

        directions.Distinct().Count().ShouldBeGreaterThan(10);
    }

    private static List<(int X, int Y)> Lit(RgbImage image, int above) =>
        [.. from y in Enumerable.Range(0, image.Height) from x in Enumerable.Range(0, image.Width) where image.Row(y)[x * 3] > above select (x, y)];

    private static double AngleOfDot(RgbImage image)
    {
        var lit = Lit(image, above: 128);
        return Math.Atan2(lit.Average(at => at.Y) - 111.5, lit.Average(at => at.X) - 111.5) * 180 / Math.PI;
    }

    private static BlobDigest Digest(int i) => BlobDigest.Of([(byte)i, (byte)(i >> 8)]);
}
