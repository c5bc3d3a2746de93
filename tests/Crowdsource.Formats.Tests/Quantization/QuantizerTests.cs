using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Quantization;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.Quantization;

public sealed class QuantizerTests
{
    private static readonly float[] s_image = SmallNetworks.Uniform(new Random(2), 3 * 64 * 64, 1);

    [Fact]
    public void Weights_are_off_by_a_step_at_most_and_those_of_a_channel_by_half_a_step_together()
    {
        var (network, quantized) = Quantized();
        foreach (var (before, after) in network.Layers.Zip(quantized.Network.Layers).Where(pair => pair.First is Convolution))
        {
            var (exact, given) = ((Convolution)before, (Convolution)after);
            var scales = quantized.WeightsOf(before.Name).Scales;
            var errors = exact.Weights.Zip(given.Weights, (x, y) => x - y).Chunk(exact.Weights.Length / exact.OutChannels).ToList();
            errors.Zip(scales).ShouldAllBe(channel => channel.First.All(error => Math.Abs(error) <= 1.01f * channel.Second));
            errors.Zip(scales).ShouldAllBe(channel => Math.Abs(channel.First.Sum()) <= 0.52f * channel.Second);
            ShouldBeNear(exact.Bias, given.Bias, quantized.WeightsOf(before.Name).BiasScales(quantized.GridBefore(before.Name)));
        }
    }

    [Fact]
    public void Weights_of_the_head_are_off_by_half_a_step_at_most()
    {
        var (network, quantized) = Quantized();
        var (exact, given) = ((Linear)network.Layers[^2], (Linear)quantized.Network.Layers[^2]);
        var codes = quantized.WeightsOf(Network.HeadName);
        ShouldBeNear(exact.Weights, given.Weights, [.. codes.Scales.SelectMany(scale => Enumerable.Repeat(scale, exact.Inputs))]);
        ShouldBeNear(exact.Bias, given.Bias, codes.BiasScales(quantized.GridBefore(Network.HeadName)));
        codes.Scales.ShouldAllBe(scale => MathF.Log2(scale) == MathF.Round(MathF.Log2(scale)));
    }

    [Fact]
    public void What_is_on_the_grid_already_stays_as_it_is()
    {
        var network = SmallNetworks.Classifier(1);
        var ranges = SampleRanges.Of(network, s_image);
        var once = Quantizer.Quantize(network, ranges);
        var twice = Quantizer.Quantize(once.Network, ranges);
        foreach (var layer in network.Layers.Where(layer => layer is Convolution))
        {
            twice.WeightsOf(layer.Name).Codes.ShouldBe(once.WeightsOf(layer.Name).Codes);
        }
    }

    [Fact]
    public void On_its_grid_the_network_gives_nearly_the_same()
    {
        var network = SmallNetworks.Classifier(1);
        var quantized = Quantizer.Quantize(network, SampleRanges.Of(network, s_image));
        var expected = PlainInterpreter.Run(network, s_image);
        var given = SampleRanges.Run(quantized, s_image);
        given.ShouldBe(expected, tolerance: 0.06);
        given.ShouldNotBe(expected);
    }

    [Fact]
    public void Channels_without_weights_and_with_large_biases_are_kept()
    {
        var stem = new Convolution("stem", 3, 3, 1, 1, 1, default, Activation.None, [0, 0, 0, 0, 0, 0, 1e-9f, 1e-9f, 0], [0, 2, 1000]);
        var network = new Network("test", new ActivationShape(3, 4, 4), [stem]);
        var quantized = Quantizer.Quantize(network, new ActivationRanges([]).With("stem", new ActivationRange(0, 1000)));
        ((Convolution)quantized.Network.Layers[0]).Bias.ShouldBe([0, 2, 1000], tolerance: 1e-4);
    }

    [Fact]
    public void Missing_ranges_and_weights_that_do_not_fit_are_refused_by_name()
    {
        var network = SmallNetworks.Classifier(1);
        var ranges = SampleRanges.Of(network, s_image);
        Should.Throw<ArgumentException>(() => Quantizer.Quantize(network, new ActivationRanges([])))
            .Message.ShouldContain("stem, block1.depthwise");
        var quantized = Quantizer.Quantize(network, ranges);

        Refusal(quantized, grids => grids.Remove("pool"), _ => { }).ShouldContain("'pool' has no grid");
        Refusal(quantized, grids => grids["stem"] = new ActivationGrid(1, sbyte.MinValue), _ => { }).ShouldContain("'stem' has a grid beyond [0, 6]");
        Refusal(quantized, grids => grids["pool"] = new ActivationGrid(float.NaN, 0), _ => { }).ShouldContain("'pool' has no grid");
        Refusal(quantized, _ => { }, weights => weights.Remove("head")).ShouldContain("'head' has no weights");
        Refusal(quantized, _ => { }, weights => weights["head"] = weights["head"] with { Bias = [] }).ShouldContain("'head' has no weights");
        Refusal(quantized, _ => { }, weights => weights["head"].Scales[0] = 0).ShouldContain("'head' has weights beyond the grid");
        Refusal(quantized, _ => { }, weights => weights["head"].Codes[0] = sbyte.MinValue).ShouldContain("'head' has weights beyond the grid");
    }

    [Fact]
    public void The_digest_changes_with_one_code_scale_or_grid_and_with_nothing_else()
    {
        var network = SmallNetworks.Classifier(1);
        var ranges = SampleRanges.Of(network, s_image);
        var digest = Quantizer.Quantize(network, ranges).ComputeDigest();
        Quantizer.Quantize(network, ActivationRanges.Parse(ranges.ToJson())).ComputeDigest().ShouldBe(digest);
        Quantizer.Quantize(network, ranges.With("pool", new ActivationRange(0, 7))).ComputeDigest().ShouldNotBe(digest);
        string[] changed =
        [
            Changed(weights => weights.Codes[7] += weights.Codes[7] < 0 ? (sbyte)1 : (sbyte)-1),
            Changed(weights => weights.Scales[3] = MathF.BitIncrement(weights.Scales[3])),
            Changed(weights => weights.Bias[2]++),
        ];
        changed.Append(digest).ShouldBeUnique();

        string Changed(Action<QuantizedWeights> change) => Rebuilt(Quantizer.Quantize(network, ranges), _ => { }, weights => change(weights["head"])).ComputeDigest();
    }

    [Fact]
    public void A_head_that_hardly_moved_keeps_nearly_all_its_codes() =>
        Gen.Int[0, 1000].Sample(
            seed =>
            {
                var random = new Random(seed);
                var network = SmallNetworks.Classifier(1);
                var ranges = SampleRanges.Of(network, s_image);
                var head = (Linear)network.Layers[network.IndexOf(Network.HeadName)];
                var moved = network.WithHead(Array.ConvertAll(head.Weights, weight => weight * (1 + (0.002f * (random.NextSingle() - 0.5f)))), head.Bias);
                var (one, two) = (Quantizer.Quantize(network, ranges).WeightsOf(Network.HeadName), Quantizer.Quantize(moved, ranges).WeightsOf(Network.HeadName));
                two.Scales.Zip(one.Scales).Count(pair => pair.First != pair.Second).ShouldBeLessThanOrEqualTo(1);
                (two.Codes.Zip(one.Codes).Count(pair => pair.First != pair.Second) / (double)one.Codes.Length).ShouldBeLessThan(0.15);
            },
            iter: 10);

    private static (Network, QuantizedNetwork) Quantized()
    {
        var network = SmallNetworks.Classifier(1);
        return (network, Quantizer.Quantize(network, SampleRanges.Of(network, s_image)));
    }

    private static void ShouldBeNear(float[] exact, float[] given, float[] steps) =>
        exact.Zip(given, steps).ShouldAllBe(value => Math.Abs(value.First - value.Second) <= 0.501f * value.Third);

    private static string Refusal(
        QuantizedNetwork network, Action<Dictionary<string, ActivationGrid>> grids, Action<Dictionary<string, QuantizedWeights>> weights) =>
        Should.Throw<ArgumentException>(() => Rebuilt(network, grids, weights)).Message;

    private static QuantizedNetwork Rebuilt(
        QuantizedNetwork network, Action<Dictionary<string, ActivationGrid>> changeGrids, Action<Dictionary<string, QuantizedWeights>> changeWeights)
    {
        var layers = network.Network.Layers;
        var grids = layers.Where(layer => layer is not Softmax).ToDictionary(layer => layer.Name, layer => network.OutputGrid(layer.Name)!.Value);
        var weights = layers.Where(layer => layer is Convolution or Linear).ToDictionary(layer => layer.Name, layer => Copy(network.WeightsOf(layer.Name)));
        changeGrids(grids);
        changeWeights(weights);
        return new QuantizedNetwork(network.Network, network.InputGrid, grids, weights);
    }

    private static QuantizedWeights Copy(QuantizedWeights weights) => new([.. weights.Codes], [.. weights.Scales], [.. weights.Bias]);
}
