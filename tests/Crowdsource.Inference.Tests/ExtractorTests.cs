using System.Numerics.Tensors;
using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Inference.Tests;

public sealed class ExtractorTests
{
    [Fact]
    public void Pretrained_features_of_packed_activations_are_those_of_the_whole_backbone()
    {
        var weights = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName));
        using var whole = new ImageModel(OnnxWriter.Write(weights.Backbone), Preprocessing.Default, new InferenceOptions());
        using var trunk = new TrunkExtractor(weights.Backbone.Until(MobileNetV2.TrunkEnd), Preprocessing.Default);
        using var tail = new TailExtractor(weights.Backbone.After(MobileNetV2.TrunkEnd));

        tail.Dimensions.ShouldBe(1280);
        foreach (var image in (RgbImage[])[.. Photos.Fruit("apple").Take(3), Photos.Noise(1)])
        {
            TensorPrimitives.CosineSimilarity(whole.Run(image), tail.Extract(trunk.Extract(image))).ShouldBeGreaterThan(0.999f);
        }
    }

    [Fact]
    public void Features_are_finite_and_the_same_alone_in_a_list_and_in_parallel()
    {
        var weights = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName));
        using var trunk = new TrunkExtractor(weights.Backbone.Until(MobileNetV2.TrunkEnd), Preprocessing.Default);
        using var tail = new TailExtractor(weights.Backbone.After(MobileNetV2.TrunkEnd));
        RgbImage[] images = [.. Photos.Fruit("apple").Take(3), Photos.Noise(1), RgbImage.Blank(224, 224)];

        var alone = images.Select(image => tail.Extract(trunk.Extract(image))).ToArray();

        alone.ShouldAllBe(features => features.All(float.IsFinite) && features.Any(f => f > 0));
        alone.Select(features => features[0]).Distinct().Count().ShouldBeGreaterThan(1);
        trunk.Extract(images).Select(tail.Extract).ShouldBe(alone);
        images.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(image => tail.Extract(trunk.Extract(image))).ShouldBe(alone);
    }

    [Fact]
    public void The_id_tells_trunks_and_preprocessings_apart()
    {
        var small = Trunk(1);
        using var one = new TrunkExtractor(small, SmallClassifier.Preprocessing);
        using var again = new TrunkExtractor(Trunk(1), SmallClassifier.Preprocessing);
        using var otherWeights = new TrunkExtractor(Trunk(2), SmallClassifier.Preprocessing);
        using var otherPreprocessing = new TrunkExtractor(small, SmallClassifier.Preprocessing with { Version = "other" });
        again.Id.ShouldBe(one.Id);
        new[] { one.Id, otherWeights.Id, otherPreprocessing.Id }.ShouldBeUnique();
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var small = SmallClassifier.Create(1);
        Should.Throw<ArgumentException>(() => new TrunkExtractor(small, SmallClassifier.Preprocessing)).Message.ShouldContain("before pooling");
        Should.Throw<ArgumentException>(() => new TailExtractor(small)).Message.ShouldContain("pooled features");
        Should.Throw<InvalidDataException>(() => new TrunkExtractor(Trunk(1), Preprocessing.Default)).Message.ShouldContain("64 × 64 pixels");
    }

    private static Network Trunk(int seed) => SmallClassifier.Create(seed).Until(MobileNetV2.TrunkEnd);
}
