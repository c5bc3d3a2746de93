using Crowdsource.Domain.Submissions;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Submissions;

public sealed class QualityRulesTests
{
    [Theory]
    [InlineData(800, 120, 1024, 1)]
    [InlineData(5000, 190, 4000, 1)]
    [InlineData(8, 120, 1024, 0)]
    [InlineData(800, 0, 1024, 0)]
    [InlineData(800, 255, 1024, 0)]
    [InlineData(800, 120, 64, 0)]
    [InlineData(80, 120, 1024, 0.707)]
    [InlineData(800, 30, 1024, 0.841)]
    [InlineData(800, 120, 256, 0.841)]
    public void A_sharp_large_well_lit_photo_is_the_best(double sharpness, double brightness, int side, double quality) =>
        Score(sharpness, brightness, side, side * 2).ShouldBe(quality);

    [Fact]
    public void Quality_is_between_nothing_and_one_and_never_falls_with_sharpness_or_size() =>
        Gen.Select(Gen.Double[0, 100_000], Gen.Double[0, 255], Gen.Int[1, 20_000], Gen.Int[1, 20_000]).Sample((sharpness, brightness, width, height) =>
        {
            var quality = Score(sharpness, brightness, width, height);
            quality.ShouldBeInRange(0, 1);
            Score(sharpness * 1.5, brightness, width, height).ShouldBeGreaterThanOrEqualTo(quality);
            Score(sharpness, brightness, width * 2, height * 2).ShouldBeGreaterThanOrEqualTo(quality);
            Score(sharpness, brightness, height, width).ShouldBe(quality);
        });

    private static double Score(double sharpness, double brightness, int width, int height) =>
        QualityRules.Score(Samples.Findings with { Sharpness = sharpness, Brightness = brightness, Width = width, Height = height });
}
