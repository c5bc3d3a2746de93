using Crowdsource.Formats.Palettes;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.Palettes;

public sealed class PaletteTests
{
    [Fact]
    public void Numbers_on_a_grid_of_255_steps_are_kept()
    {
        float[] grid = [.. Enumerable.Range(-127, 255).Select(code => code / 127f)];
        var palette = Palette.Of(grid);
        palette.Values.Length.ShouldBe(256);
        palette.Values.ShouldBe(palette.Values.Order());
        Values(palette).ShouldBe(grid, tolerance: 1 / 2048f);
        palette.Indices.Distinct().Count().ShouldBe(255);
    }

    [Fact]
    public void The_squared_error_is_less_than_that_of_an_even_grid_and_of_k_means_from_many_starts()
    {
        float[] numbers = [.. Bell(new Random(1), 20_000)];
        var error = Error(numbers, Values(Palette.Of(numbers)));

        var even = Error(numbers, [.. numbers.Select(number => MathF.Round(number * 127) / 127)]);
        error.ShouldBeLessThan(even / 2);
        for (var seed = 0; seed < 5; seed++)
        {
            // Half-precision values cost a little.
            error.ShouldBeLessThan(Error(numbers, Lloyd(numbers, new Random(seed))) * 1.02);
        }
    }

    [Fact]
    public void The_same_numbers_give_the_same_palette()
    {
        float[] numbers = [.. Bell(new Random(2), 5_000)];
        Palette.Of(numbers).Values.ShouldBe(Palette.Of(numbers).Values);
        Palette.Of(numbers).Indices.ShouldBe(Palette.Of(numbers).Indices);
    }

    [Fact]
    public void Channels_of_very_different_size_keep_their_relative_precision()
    {
        var random = new Random(3);
        float[] sizes = [100, 1, 0.01f, 0.0001f];
        float[] weights = [.. sizes.SelectMany(size => Bell(random, 4_000).Select(number => number * size))];
        var kept = PalettedWeights.Compress(weights, sizes.Length).Decompress();
        for (var channel = 0; channel < sizes.Length; channel++)
        {
            kept[(channel * 4_000)..((channel + 1) * 4_000)]
                .ShouldBe(weights[(channel * 4_000)..((channel + 1) * 4_000)], tolerance: sizes[channel] / 100);
        }
    }

    [Fact]
    public void Channels_without_weights_stay_without()
    {
        PalettedWeights.Compress([0, 0, 1, -1], 2).Decompress().ShouldBe([0, 0, 1, -1]);
        PalettedWeights.Compress([], 3).Decompress().ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => PalettedWeights.Compress([1, 2, 3], 2));
        Should.Throw<ArgumentException>(() => PalettedWeights.Compress([1e6f], 1));
    }

    private static float[] Values(Palette palette) => [.. palette.Indices.Select(index => palette.Values[index])];

    private static double Error(float[] numbers, float[] replaced) => numbers.Zip(replaced, (one, other) => Math.Pow(one - other, 2)).Sum();

    private static IEnumerable<float> Bell(Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var sum = 0f;
            for (var part = 0; part < 12; part++)
            {
                sum += random.NextSingle() - 0.5f;
            }

            yield return Math.Clamp(sum / 5, -1, 1);
        }
    }

    private static float[] Lloyd(float[] numbers, Random random)
    {
        float[] centres = [.. random.GetItems(numbers, 256).Order()];
        for (var round = 0; round < 30; round++)
        {
            var clusters = numbers.GroupBy(number => Nearest(centres, number));
            foreach (var cluster in clusters.ToList())
            {
                centres[cluster.Key] = cluster.Average();
            }
        }

        return [.. numbers.Select(number => centres[Nearest(centres, number)])];

        static int Nearest(float[] centres, float number)
        {
            var at = Array.BinarySearch(centres, number);
            at = at >= 0 ? at : Math.Min(~at, centres.Length - 1);
            return at > 0 && number - centres[at - 1] < centres[at] - number ? at - 1 : at;
        }
    }
}
