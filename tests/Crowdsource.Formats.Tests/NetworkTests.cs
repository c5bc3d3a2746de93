using Crowdsource.Formats.Layers;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests;

public sealed class NetworkTests
{
    private static readonly ActivationShape s_input = new(3, 8, 8);

    [Fact]
    public void Layers_that_do_not_fit_are_refused_by_name()
    {
        var stem = new Convolution("stem", 3, 2, 1, 1, 1, default, Activation.None, new float[6], new float[2]);
        Refusal(stem with { InChannels = 4 }).ShouldContain("stem");
        Refusal(stem with { Bias = new float[3] }).ShouldContain("2 biases expected, 3 given");
        Refusal(stem with { Weights = [1, 2, 3, 4, 5, float.NaN] }).ShouldContain("finite");
        Refusal(stem, new GlobalAveragePool("stem")).ShouldContain("Two layers");
        Refusal(stem, new Add("add", "nowhere")).ShouldContain("no earlier layer 'nowhere'");
        Refusal(stem, stem with { Name = "next", InChannels = 2, OutChannels = 3, Bias = new float[3] }, new Add("add", "stem")).ShouldContain("another shape");
    }

    [Fact]
    public void A_head_that_half_precision_cannot_hold_is_refused() =>
        Should.Throw<ArgumentException>(() => SmallNetworks.Backbone(1).WithHead([.. Enumerable.Repeat(1e6f, 128)], [0, 0]))
            .Message.ShouldContain("finite");

    [Fact]
    public void The_digest_changes_with_a_single_weight_and_with_nothing_else()
    {
        var one = SmallNetworks.Backbone(1);
        SmallNetworks.Backbone(1).ComputeDigest().ShouldBe(one.ComputeDigest());
        var stem = (Convolution)one.Layers[0];
        float[] changed = [.. stem.Weights];
        changed[5] = MathF.BitIncrement(changed[5]);
        new Network(one.Name, one.Input, one.Layers.SetItem(0, stem with { Weights = changed })).ComputeDigest().ShouldNotBe(one.ComputeDigest());
    }

    [Fact]
    public void Cut_in_two_it_computes_the_same()
    {
        var whole = SmallNetworks.Classifier(3);
        var image = SmallNetworks.Uniform(new Random(4), 3 * 64 * 64, 1);
        var middle = PlainInterpreter.Run(whole.Until(MobileNetV2.TrunkEnd), image);
        PlainInterpreter.Run(whole.After(MobileNetV2.TrunkEnd), middle).ShouldBe(PlainInterpreter.Run(whole, image));
    }

    [Fact]
    public void Rounded_to_half_precision_the_errors_of_a_channel_cancel_out_and_rounding_again_changes_nothing()
    {
        var network = SmallNetworks.Classifier(1);
        var rounded = network.RoundedToHalf();
        foreach (var (before, after) in network.Layers.Zip(rounded.Layers).Where(pair => pair.First is Convolution))
        {
            var (exact, half) = (((Convolution)before).Weights, ((Convolution)after).Weights);
            half.ShouldAllBe(weight => weight == (float)(Half)weight);
            var ulp = exact.Max(Math.Abs) / 1024;
            var perChannel = exact.Length / ((Convolution)before).OutChannels;
            exact.Zip(half, (x, y) => x - y).ShouldAllBe(error => Math.Abs(error) <= 1.01f * ulp);
            exact.Zip(half, (x, y) => x - y).Chunk(perChannel).ShouldAllBe(errors => Math.Abs(errors.Sum()) <= 0.51f * ulp);
        }

        rounded.RoundedToHalf().ComputeDigest().ShouldBe(rounded.ComputeDigest());
    }

    [Theory]
    [InlineData(224, 300)]
    [InlineData(160, 154)]
    [InlineData(128, 99)]
    public void For_another_size_the_network_is_the_layout_of_that_size(int size, long millions)
    {
        var network = MobileNetV2.Layout(1, 224).ForInput(size);
        network.ComputeDigest().ShouldBe(MobileNetV2.Layout(1, size).ComputeDigest());
        network.Name.ShouldBe($"mobilenet_v2_1.0_{size}");
        // The numbers of Sandler et al. 2018, and of TensorFlow's table of pretrained models.
        (network.WithHead(new float[1000 * 1280], new float[1000]).MultiplyAdds / 1_000_000).ShouldBe(millions);
    }

    [Fact]
    public void A_network_that_is_not_padded_as_TensorFlow_does_takes_no_other_size()
    {
        var torch = new Convolution("stem", 3, 2, 3, 2, 1, new Padding(1, 1, 1, 1), Activation.None, new float[54], new float[2]);
        Should.Throw<InvalidOperationException>(() => new Network("test", s_input, [torch]).ForInput(64)).Message.ShouldContain("stem");
    }

    private static string Refusal(params Layer[] layers) =>
        Should.Throw<ArgumentException>(() => new Network("test", s_input, layers)).Message;
}
