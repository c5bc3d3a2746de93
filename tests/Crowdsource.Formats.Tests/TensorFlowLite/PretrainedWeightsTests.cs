using Crowdsource.Formats.Layers;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.TensorFlowLite;

public sealed class PretrainedWeightsTests
{
    private static byte[] KnownFile() => File.ReadAllBytes(SharedFiles.Require("weights", PretrainedWeights.FileName));

    [Fact]
    public void The_known_file_is_MobileNetV2_with_a_head_of_1001_classes()
    {
        var file = KnownFile();
        file.Length.ShouldBe(PretrainedWeights.KnownLength);
        var weights = PretrainedWeights.Read(file);

        weights.Digest.ShouldBe(PretrainedWeights.KnownDigest);
        weights.AreKnown.ShouldBeTrue();
        weights.Backbone.Layers.Select(layer => layer.Name).ShouldBe(MobileNetV2.Layout(1, 224).Layers.Select(layer => layer.Name));
        weights.Network.Output.ShouldBe(new ActivationShape(1001, 1, 1));
        weights.Backbone.Layers.OfType<Convolution>().Where(c => c.Stride == 2).ShouldAllBe(c => c.Padding == new Padding(0, 0, 1, 1));
    }

    [Fact]
    public void Every_weight_lies_on_the_int8_grid_of_its_channel()
    {
        var top = PretrainedWeights.Read(KnownFile()).Backbone.Layers.OfType<Convolution>().Single(c => c.Name == "top");
        foreach (var channel in top.Weights.Chunk(top.InChannels))
        {
            // The largest weight of a channel is ±127 steps.
            var step = channel.Max(Math.Abs) / 127;
            channel.ShouldAllBe(weight => Math.Abs((weight / step) - MathF.Round(weight / step)) < 1e-3);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a model at all, but long enough")]
    [InlineData("\u0010\0\0\0TFL3\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void What_is_no_model_is_refused_in_a_sentence(string content) =>
        Should.Throw<InvalidDataException>(() => PretrainedWeights.Read([.. content.Select(c => (byte)c)]))
            .Message.ShouldStartWith("This is not a TensorFlow Lite model that can be read");

    [Fact]
    public void A_truncated_file_is_refused()
    {
        var file = KnownFile();
        foreach (var length in new[] { 8, 100, file.Length / 2, file.Length - 60_000 })
        {
            Should.Throw<InvalidDataException>(() => PretrainedWeights.Read(file[..length]));
        }
    }

    [Fact]
    public void A_file_with_damaged_structure_is_read_or_refused_and_nothing_else()
    {
        var file = KnownFile();
        var random = new Random(7);
        var refused = 0;
        for (var attempt = 0; attempt < 60; attempt++)
        {
            byte[] damaged = [.. file];
            for (var i = random.Next(1, 20); i > 0; i--)
            {
                // The tables lie in the last part of this file, after the weights: a byte there is an offset, shape, scale or option.
                damaged[random.Next(file.Length - 60_000, file.Length)] = (byte)random.Next(256);
            }

            try
            {
                PretrainedWeights.Read(damaged);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(10);
    }
}
