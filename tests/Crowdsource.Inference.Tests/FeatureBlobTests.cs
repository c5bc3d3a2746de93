using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Inference.Tests;

public sealed class FeatureBlobTests
{
    [Fact]
    public void What_is_written_is_read_at_half_precision() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 40], Gen.Float[-60000, 60000], Gen.String, Gen.String).Sample((variants, dimensions, scale, extractor, recipe) =>
        {
            var random = new Random(variants);
            var rows = Enumerable.Range(0, variants)
                .Select(_ => Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() * scale).ToArray()).ToArray();

            var read = FeatureBlob.Read(new FeatureBlob(extractor, recipe, rows).ToBytes());

            (read.Extractor, read.Recipe, read.VariantCount, read.Dimensions).ShouldBe((extractor, recipe, variants, dimensions));
            for (var i = 0; i < variants; i++)
            {
                read.Variant(i).ShouldBe(Array.ConvertAll(rows[i], value => (float)(Half)value));
            }
        });

    [Fact]
    public void Five_variants_of_1280_features_take_13_kilobytes() =>
        new FeatureBlob(new string('a', 64) + "+stretch", "recipe", [.. Enumerable.Range(0, 5).Select(_ => new float[1280])])
            .ToBytes().Length.ShouldBeInRange(12_800, 13_000);

    [Fact]
    public void Every_cut_is_noticed()
    {
        var bytes = new FeatureBlob("extractor", "recipe", [[1, 2, 3], [4, 5, 6]]).ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => FeatureBlob.Read(bytes.AsSpan(0, length)));
        }

        Should.Throw<InvalidDataException>(() => FeatureBlob.Read([.. bytes, 0]));
    }

    [Fact]
    public void What_cannot_be_stored_is_refused()
    {
        Should.Throw<ArgumentException>(() => new FeatureBlob("e", "r", []));
        Should.Throw<ArgumentException>(() => new FeatureBlob("e", "r", [[1, 2], [3]]));
        Should.Throw<ArgumentException>(() => new FeatureBlob("e", "r", [[1e6f]]));
        Should.Throw<ArgumentException>(() => new FeatureBlob("e", "r", [[float.NaN]]));
        Should.Throw<ArgumentException>(() => new FeatureBlob(new string('e', 513), "r", [[1]]));
    }
}
