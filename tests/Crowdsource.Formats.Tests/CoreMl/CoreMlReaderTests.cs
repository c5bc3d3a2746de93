using Crowdsource.Formats.CoreMl;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.CoreMl;

public sealed class CoreMlReaderTests
{
    [Fact]
    public void A_half_precision_file_reads_back_as_the_network_rounded_to_half_precision()
    {
        var network = SmallNetworks.Classifier(seed: 1);
        Read(network, CoreMlPrecision.Half).ComputeDigest().ShouldBe(network.RoundedToHalf().ComputeDigest());
    }

    [Fact]
    public void A_palette_keeps_the_pretrained_weights_to_half_precision()
    {
        var network = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)).Network;
        foreach (var (before, after) in Convolutions(network).Zip(Convolutions(Read(network, CoreMlPrecision.Palette8))))
        {
            var perChannel = before.Weights.Length / before.OutChannels;
            foreach (var (one, other) in before.Weights.Chunk(perChannel).Zip(after.Weights.Chunk(perChannel)))
            {
                // Half a step of the int8 grid that the weights came on would be 1/254.
                other.ShouldBe(one, tolerance: (one.Max(Math.Abs) / 1000) + 1e-9);
            }
        }
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes_whatever_the_order_of_the_metadata()
    {
        var there = Options(CoreMlPrecision.Palette8) with { Metadata = new Dictionary<string, string> { ["a"] = "1", ["z"] = "2" } };
        var back = Options(CoreMlPrecision.Palette8) with { Metadata = new Dictionary<string, string> { ["z"] = "2", ["a"] = "1" } };
        CoreMlWriter.Write(SmallNetworks.Classifier(1), there).ShouldBe(CoreMlWriter.Write(SmallNetworks.Classifier(1), back));
    }

    [Theory]
    [InlineData(CoreMlPrecision.Half)]
    [InlineData(CoreMlPrecision.Palette8)]
    public void A_new_head_changes_less_than_two_percent_of_the_file(CoreMlPrecision precision)
    {
        // 43 labels on the whole backbone; the second night moves each weight by a hundredth of the usual size.
        var backbone = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)).Backbone;
        var random = new Random(1);
        var (weights, bias) = (SmallNetworks.Uniform(random, 43 * 1280, 0.3f), SmallNetworks.Uniform(random, 43, 0.3f));
        float[] moved = [.. weights.Zip(SmallNetworks.Uniform(random, weights.Length, 0.003f), (weight, step) => weight + step)];

        var (one, two) = (Write(weights), Write(moved));
        one.Length.ShouldBe(two.Length);
        var changed = one.Zip(two).Count(pair => pair.First != pair.Second) / (double)one.Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{precision}: {one.Length} bytes, {changed:P2} changed");
        changed.ShouldBeInRange(0.001, 0.02);

        byte[] Write(float[] head) => CoreMlWriter.Write(
            backbone.WithHead(head, bias), new CoreMlOptions { Labels = [.. Enumerable.Range(0, 43).Select(i => $"{i}")], Precision = precision });
    }

    [Fact]
    public void Labels_that_do_not_fit_and_networks_without_answers_are_refused()
    {
        var network = SmallNetworks.Classifier(seed: 1);
        Should.Throw<ArgumentException>(() => CoreMlWriter.Write(network, new CoreMlOptions { Labels = ["a", "b"] }));
        Should.Throw<ArgumentException>(() => CoreMlWriter.Write(network, new CoreMlOptions { Labels = [.. Enumerable.Repeat("a", 16)] }));
        Should.Throw<ArgumentException>(() => CoreMlWriter.Write(network.Backbone(), Options(CoreMlPrecision.Half)));
        var huge = new Network("huge", network.Input, network.Layers.Select(layer => layer is Linear l ? l with { Bias = [.. l.Bias.Select(_ => 1e6f)] } : layer));
        Should.Throw<ArgumentException>(() => CoreMlWriter.Write(huge, Options(CoreMlPrecision.Half)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a model at all, but long enough")]
    [InlineData("\u0008\u0004")]
    public void What_is_no_model_is_refused_in_a_sentence(string content) =>
        Should.Throw<InvalidDataException>(() => CoreMlReader.Read([.. content.Select(c => (byte)c)]))
            .Message.ShouldStartWith("This is not a Core ML classifier that can be read");

    [Theory]
    [InlineData(CoreMlPrecision.Half)]
    [InlineData(CoreMlPrecision.Palette8)]
    public void A_damaged_file_is_read_or_refused_and_nothing_else(CoreMlPrecision precision)
    {
        var file = CoreMlWriter.Write(SmallNetworks.Classifier(seed: 1), Options(precision));
        var random = new Random(7);
        var refused = 0;
        for (var attempt = 0; attempt < 200; attempt++)
        {
            byte[] damaged = [.. file];
            for (var i = random.Next(1, 50); i > 0; i--)
            {
                damaged[random.Next(file.Length)] = (byte)random.Next(256);
            }

            try
            {
                CoreMlReader.Read(damaged);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(50);
        foreach (var length in new[] { 1, 100, file.Length / 2, file.Length - 1 })
        {
            Should.Throw<InvalidDataException>(() => CoreMlReader.Read(file[..length]));
        }
    }

    private static Network Read(Network network, CoreMlPrecision precision) => CoreMlReader.Read(CoreMlWriter.Write(
        network, new CoreMlOptions { Labels = [.. Enumerable.Range(0, network.Output.Channels).Select(i => $"{i}")], Precision = precision })).Network;

    private static CoreMlOptions Options(CoreMlPrecision precision) => new() { Labels = [.. Enumerable.Range(0, 16).Select(i => $"{i}")], Precision = precision };

    private static IEnumerable<Convolution> Convolutions(Network network) => network.Layers.OfType<Convolution>();
}
