using Crowdsource.Formats.Quantization;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.Quantization;

public sealed class ActivationGridTests
{
    private static readonly Gen<ActivationRange> s_ranges =
        Gen.Select(Gen.Float[-1e6f, 1e6f], Gen.Float[-1e6f, 1e6f], (a, b) => new ActivationRange(Math.Min(a, b), Math.Max(a, b)));

    [Fact]
    public void Every_value_of_the_range_comes_back_within_half_a_step() =>
        Gen.Select(s_ranges, Gen.Float[0, 1]).Sample((range, share) =>
        {
            var grid = ActivationGrid.Covering(range);
            var value = (range.Least * (1 - share)) + (range.Most * share);
            // Rounding the zero point moves the grid by up to half a step: its ends may miss the range by that much.
            var beyond = Math.Max(0, Math.Max(grid.Least - value, value - grid.Most));
            beyond.ShouldBeLessThanOrEqualTo(grid.Scale * 0.501f);
            if (beyond == 0)
            {
                Math.Abs(grid.Dequantize(grid.Quantize(value)) - value).ShouldBeLessThanOrEqualTo(grid.Scale * 0.501f);
            }
        });

    [Fact]
    public void Zero_is_exact_and_what_lies_beyond_gets_the_ends() =>
        s_ranges.Sample(range =>
        {
            var grid = ActivationGrid.Covering(range);
            grid.Dequantize(grid.Quantize(0)).ShouldBe(0);
            grid.Quantize(range.Most + (300 * grid.Scale)).ShouldBe(sbyte.MaxValue);
            grid.Quantize(range.Least - (300 * grid.Scale)).ShouldBe(sbyte.MinValue);
            grid.Quantize(float.PositiveInfinity).ShouldBe(sbyte.MaxValue);
        });

    [Fact]
    public void Codes_come_back_as_they_are() =>
        Gen.Select(s_ranges, Gen.SByte).Sample((range, code) =>
        {
            var grid = ActivationGrid.Covering(range);
            grid.Quantize(grid.Dequantize(code)).ShouldBe(code);
        });

    [Fact]
    public void The_grid_of_images_tells_the_values_of_a_byte_apart_and_none_lies_between_two_codes()
    {
        var pixels = Enumerable.Range(0, 256).Select(pixel => (pixel - 127.5f) / 127.5f).ToList();
        pixels.Select(ActivationGrid.Image.Quantize).Distinct().Count().ShouldBe(255, "the two brightest share a code");
        pixels.ShouldAllBe(value => Math.Abs(Math.Abs((value * 128) - MathF.Truncate(value * 128)) - 0.5f) > 1e-3f);
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(1, -1)]
    public void What_is_no_range_is_refused(float least, float most)
    {
        Should.Throw<ArgumentException>(() => ActivationGrid.Covering(new ActivationRange(least, most)));
        Should.Throw<ArgumentException>(() => new ActivationRanges([KeyValuePair.Create("stem", new ActivationRange(least, most))])).Message.ShouldContain("stem");
    }

    [Fact]
    public void A_layer_that_gives_only_zeros_has_a_grid() => ActivationGrid.Covering(default).IsValid.ShouldBeTrue();
}
