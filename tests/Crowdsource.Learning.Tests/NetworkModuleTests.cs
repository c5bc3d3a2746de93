using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Inference;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Crowdsource.Learning.Tests;

public sealed class NetworkModuleTests
{
    private const int Labels = 5;

    [Fact]
    public void A_module_answers_as_its_ONNX_file_does()
    {
        var network = Randomised(MobileNetV2.Layout(0.35, 224), seed: 3);
        using var module = new NetworkModule(network);

        Difference(module, network).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Batch_normalisation_is_folded_without_a_change_of_answers()
    {
        using var scope = NewDisposeScope();
        var network = Randomised(MobileNetV2.Layout(0.35, 224), seed: 3);
        using var module = new NetworkModule(network, normalise: _ => true);
        var x = tensor(new SplitMix(4).Normal(4 * 3 * 224 * 224, 1), [4, 3, 224, 224]);
        module.train();
        for (var step = 0; step < 3; step++)
        {
            module.forward(x);
        }

        module.eval();
        var exported = module.Export();

        exported.Layers.Length.ShouldBe(network.Layers.Length);
        Difference(module, exported).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void What_is_exported_untrained_is_what_was_imported()
    {
        var network = Randomised(MobileNetV2.Layout(0.35, 96), seed: 3);
        using var module = new NetworkModule(network);

        module.Export().ComputeDigest().ShouldBe(network.ComputeDigest());
    }

    private static double Difference(NetworkModule module, Network network)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var input = new SplitMix(9).Normal(3 * 224 * 224, 0.5);
        using var classifier = new Classifier(OnnxWriter.Write(network), Preprocessing.Default);
        var expected = classifier.Predict(input);
        var actual = module.forward(tensor(input, [1, 3, 224, 224])).data<float>().ToArray();
        expected.Max().ShouldBeGreaterThan(1.05f / Labels, "the answers must depend on the picture");
        return actual.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    private static Network Randomised(Network backbone, ulong seed)
    {
        var random = new SplitMix(seed);
        var network = new Network(backbone.Name, backbone.Input, backbone.Layers.Select(layer => layer is Convolution c
            ? c with
            {
                Weights = random.Normal(c.Weights.Length, Math.Sqrt(2.0 * c.OutChannels / c.Weights.Length)),
                Bias = random.Normal(c.Bias.Length, 0.1),
            }
            : layer));
        return network.WithHead(random.Normal(Labels * network.Output.Channels, 0.2), random.Normal(Labels, 0.1));
    }
}
