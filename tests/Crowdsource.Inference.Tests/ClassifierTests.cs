using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Inference.Tests;

public sealed class ClassifierTests
{
    // ImageNet's class numbers plus one, since class 0 of these weights is "background".
    private static readonly int[] s_apples = [949], s_bananas = [955], s_oranges = [951];

    [Theory]
    [InlineData("banana", 0.8)]
    [InlineData("orange", 0.8)]
    public void ImageNets_own_head_recognises_fruit(string label, double atLeast)
    {
        var weights = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName));
        using var classifier = new Classifier(OnnxWriter.Write(weights.Network), Preprocessing.Default);
        var expected = label == "banana" ? s_bananas : s_oranges;

        var photos = Photos.Fruit(label);
        var right = photos.Count(photo => expected.Contains(Top(classifier.Predict(photo))));

        photos.ShouldNotBeEmpty();
        (right / (double)photos.Count).ShouldBeGreaterThanOrEqualTo(atLeast);
        photos.ShouldAllBe(photo => !s_apples.Contains(Top(classifier.Predict(photo))));
    }

    [Fact]
    public void A_file_says_what_it_was_written_with()
    {
        var metadata = new Dictionary<string, string> { ["licence"] = PretrainedWeights.Licence };
        var artifact = OnnxWriter.Write(SmallClassifier.Create(1), new OnnxOptions { Metadata = metadata });
        using var classifier = new Classifier(artifact, SmallClassifier.Preprocessing);
        classifier.LabelCount.ShouldBe(SmallClassifier.Labels);
        classifier.InputSize.ShouldBe(64);
        classifier.Metadata.ShouldBe(metadata);
    }

    [Fact]
    public void A_photo_and_its_tensor_get_the_same_answer()
    {
        using var classifier = new Classifier(OnnxWriter.Write(SmallClassifier.Create(1)), SmallClassifier.Preprocessing);
        var photo = Photos.Noise(1, width: 100, height: 80);
        var tensor = new float[SmallClassifier.Preprocessing.TensorLength];
        SmallClassifier.Preprocessing.ToTensor(SmallClassifier.Preprocessing.Apply(photo), tensor);

        var answer = classifier.Predict(photo);

        classifier.Predict(tensor).ShouldBe(answer);
        answer.Sum().ShouldBe(1, 1e-5);
        Should.Throw<ArgumentException>(() => classifier.Predict(new float[5]));
    }

    [Fact]
    public void What_is_no_classifier_is_refused_in_a_sentence()
    {
        Refusal([]).ShouldStartWith("ONNX Runtime cannot load this model");
        Refusal([1, 2, 3, 4, 5]).ShouldStartWith("ONNX Runtime cannot load this model");
        Refusal(OnnxWriter.Write(SmallClassifier.Create(1))[..^1000]).ShouldStartWith("ONNX Runtime cannot load this model");
        Refusal(OnnxWriter.Write(SmallClassifier.Create(1).Backbone())).ShouldContain("it is no classifier");
        Refusal(OnnxWriter.Write(SmallClassifier.Create(1).Until("stem"))).ShouldContain("activations");
        Refusal(OnnxWriter.Write(SmallClassifier.Create(1)), Preprocessing.Default).ShouldContain("its preprocessing makes 3 of 224");
        Refusal([], SmallClassifier.Preprocessing with { Filter = "nearest" }).ShouldContain("is not known");
    }

    [Fact]
    public void A_damaged_file_is_loaded_or_refused_and_nothing_else()
    {
        var artifact = OnnxWriter.Write(SmallClassifier.Create(1));
        var random = new Random(7);
        var refused = 0;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            byte[] damaged = [.. artifact];
            for (var i = random.Next(1, 10); i > 0; i--)
            {
                // Nodes and shapes come first in the file, weights later.
                damaged[random.Next(4000)] = (byte)random.Next(256);
            }

            try
            {
                new Classifier(damaged, SmallClassifier.Preprocessing).Dispose();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(10);
    }

    private static int Top(float[] probabilities) => probabilities.AsSpan().IndexOf(probabilities.Max());

    private static string Refusal(byte[] artifact, Preprocessing? preprocessing = null) =>
        Should.Throw<InvalidDataException>(() => new Classifier(artifact, preprocessing ?? SmallClassifier.Preprocessing)).Message;
}
