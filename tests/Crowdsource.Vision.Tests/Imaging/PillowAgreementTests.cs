using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;

namespace Crowdsource.Vision.Tests.Imaging;

/// <summary>An app that prepares its photos with somebody else's code gets the answers that the server and our SDK give.</summary>
public sealed class PillowAgreementTests
{
    [Fact]
    public async Task Photos_prepared_by_Pillow_get_the_same_answers()
    {
        // The 1,001 classes of ImageNet are closer together than any campaign's labels.
        var weights = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName));
        using var classifier = new Classifier(OnnxWriter.Write(weights.Network), Preprocessing.Default);
        string[] photos =
        [
            .. Directory.EnumerateFiles(SharedFiles.Require("photos", "grocery-holdout"), "*.jpg", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(SharedFiles.Require("photos", "fruit"), "*.jpg", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal),
        ];
        var theirs = await Pillow.Resize(photos, 224, 224);
        theirs.Count.ShouldBe(photos.Length);

        var pipeline = new PhotoPipeline();
        var same = photos.Zip(theirs).Count(pair =>
        {
            var ours = pipeline.Preprocess(File.ReadAllBytes(pair.First)).ShouldBeOfType<PreprocessingResult.Prepared>().Input;
            return Best(classifier.Predict(ours)) == Best(classifier.Predict(pair.Second));
        });

        ((double)same / photos.Length).ShouldBeGreaterThanOrEqualTo(0.99);
    }

    private static int Best(float[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
