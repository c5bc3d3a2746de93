using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Inference.Tests;

public sealed class FeatureExtractorTests
{
    [Fact]
    public void Pretrained_features_are_finite_and_the_same_alone_in_a_list_and_in_parallel()
    {
        var weights = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName));
        using var extractor = new FeatureExtractor(weights.Backbone, Preprocessing.Default);
        RgbImage[] images = [.. Photos.Fruit("apple").Take(3), Photos.Noise(1), RgbImage.Blank(224, 224)];

        var alone = images.Select(extractor.Extract).ToArray();

        extractor.Dimensions.ShouldBe(1280);
        alone.ShouldAllBe(features => features.Length == 1280 && features.All(float.IsFinite) && features.Any(f => f > 0));
        alone.Select(features => features[0]).Distinct().Count().ShouldBeGreaterThan(1);
        extractor.Extract(images).ShouldBe(alone);
        images.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(extractor.Extract).ShouldBe(alone);
    }

    [Fact]
    public void The_id_tells_backbones_and_preprocessings_apart()
    {
        var small = SmallClassifier.Create(1).Backbone();
        using var one = new FeatureExtractor(small, SmallClassifier.Preprocessing);
        using var again = new FeatureExtractor(SmallClassifier.Create(1).Backbone(), SmallClassifier.Preprocessing);
        using var otherWeights = new FeatureExtractor(SmallClassifier.Create(2).Backbone(), SmallClassifier.Preprocessing);
        using var otherPreprocessing = new FeatureExtractor(small, SmallClassifier.Preprocessing with { Version = "other" });
        again.Id.ShouldBe(one.Id);
        new[] { one.Id, otherWeights.Id, otherPreprocessing.Id }.ShouldBeUnique();
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var small = SmallClassifier.Create(1);
        Should.Throw<ArgumentException>(() => new FeatureExtractor(small, SmallClassifier.Preprocessing))
            .Message.ShouldContain("does not end in pooled features");
        Should.Throw<InvalidDataException>(() => new FeatureExtractor(small.Backbone(), Preprocessing.Default))
            .Message.ShouldContain("64 pixels");
    }
}
