using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Inference.Tests;

public sealed class ActivationBlobTests
{
    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[1, 7], Gen.String, Gen.String).Sample((variants, channels, size, extractor, recipe) =>
        {
            var shape = new ActivationShape(channels, size, size);
            PackedActivations[] rows = [.. Enumerable.Range(0, variants).Select(seed => Random(seed, shape))];

            var read = ActivationBlob.Read(new ActivationBlob(extractor, recipe, rows).ToBytes());

            (read.Extractor, read.Recipe, read.Variants.Length, read.Shape).ShouldBe((extractor, recipe, variants, shape));
            for (var i = 0; i < variants; i++)
            {
                read.Variants[i].Stored.ToArray().ShouldBe(rows[i].Stored.ToArray());
            }
        });

    [Fact]
    public void Five_variants_take_96_kilobytes() =>
        new ActivationBlob(new string('a', 64) + "+stretch", "recipe", Enumerable.Range(0, 5).Select(seed => Random(seed, new ActivationShape(96, 14, 14))))
            .ToBytes().Length.ShouldBeInRange(96_000, 96_500);

    [Fact]
    public void Every_cut_is_noticed()
    {
        var bytes = new ActivationBlob("extractor", "recipe", [Random(1, new ActivationShape(2, 3, 3)), Random(2, new ActivationShape(2, 3, 3))]).ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => ActivationBlob.Read(bytes.AsMemory(0, length)));
        }

        Should.Throw<InvalidDataException>(() => ActivationBlob.Read((byte[])[.. bytes, 0]));
    }

    [Fact]
    public void What_cannot_be_stored_is_refused()
    {
        var activations = Random(1, new ActivationShape(2, 3, 3));
        Should.Throw<ArgumentException>(() => new ActivationBlob("e", "r", []));
        Should.Throw<ArgumentException>(() => new ActivationBlob("e", "r", [activations, Random(1, new ActivationShape(3, 3, 2))]));
        Should.Throw<ArgumentException>(() => new ActivationBlob(new string('e', 513), "r", [activations]));
    }

    private static PackedActivations Random(int seed, ActivationShape shape)
    {
        var random = new Random(seed);
        return PackedActivations.Pack([.. Enumerable.Range(0, shape.Channels * shape.Height * shape.Width).Select(_ => random.NextSingle())], shape);
    }
}
