using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing.LiteRt;
using Shouldly;
using Xunit;

namespace Crowdsource.Inference.Tests;

/// <summary>TensorFlow Lite files in LiteRT against ONNX files of the same network in ONNX Runtime, on photos that the network has not seen.</summary>
public sealed class LiteRtAgreementTests(LiteRtRuntime judge, GroceryClassifier grocery) : IClassFixture<LiteRtRuntime>, IClassFixture<GroceryClassifier>
{
    [Fact]
    public void Float_and_int8_files_give_the_answers_of_ONNX_Runtime()
    {
        var floats = InLiteRt(TfliteWriter.Write(grocery.Network));
        var expectedFloats = InOnnxRuntime(OnnxWriter.Write(grocery.Network));
        floats.Count.ShouldBeGreaterThanOrEqualTo(200);
        floats.Select(Top).Distinct().Count().ShouldBeGreaterThan(30, "who always answers the same agrees with anything");
        Agreement(floats, expectedFloats).ShouldBe(1);
        Differences(floats, expectedFloats)[^1].ShouldBeLessThan(1e-4f);

        var quantized = Quantizer.Quantize(grocery.Network, grocery.MeasureRanges());
        var codes = InLiteRt(TfliteWriter.Write(quantized));
        var expectedCodes = InOnnxRuntime(OnnxWriter.Write(quantized));
        Agreement(codes, floats).ShouldBeGreaterThanOrEqualTo(0.97);
        Differences(codes, floats)[0].ShouldBeGreaterThan(0, "it is another network");
        // The two runtimes round halves otherwise: a single code, in few photos.
        Agreement(codes, expectedCodes).ShouldBeGreaterThanOrEqualTo(0.99);
        Differences(codes, expectedCodes)[^1].ShouldBeLessThan(0.02f);
        Differences(codes, expectedCodes)[codes.Count / 2].ShouldBeLessThan(1e-3f);
    }

    private IReadOnlyList<float[]> InLiteRt(byte[] file) => judge.Run(file, grocery.Others.Select(Tensor), RgbImage.Channels, 224, 224).Outputs;

    private List<float[]> InOnnxRuntime(byte[] file)
    {
        using var classifier = new Classifier(file, Preprocessing.Default);
        return [.. grocery.Others.Select(classifier.Predict)];
    }

    private static float[] Tensor(RgbImage photo)
    {
        var tensor = new float[Preprocessing.Default.TensorLength];
        Preprocessing.Default.ToTensor(Preprocessing.Default.Apply(photo), tensor);
        return tensor;
    }

    private static double Agreement(IReadOnlyList<float[]> ours, IReadOnlyList<float[]> theirs) => ours.Zip(theirs, (a, b) => Top(a) == Top(b) ? 1.0 : 0).Average();

    // Of each photo the largest difference of a probability, in rising order.
    private static List<float> Differences(IReadOnlyList<float[]> ours, IReadOnlyList<float[]> theirs) =>
        [.. ours.Zip(theirs, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Order()];

    private static int Top(float[] probabilities) => probabilities.AsSpan().IndexOf(probabilities.Max());
}
