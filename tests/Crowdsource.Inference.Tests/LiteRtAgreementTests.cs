using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing.LiteRt;
using Shouldly;
using Xunit;

namespace Crowdsource.Inference.Tests;

/// <summary>TensorFlow Lite files in LiteRT against ONNX files of the same network in ONNX Runtime, on photos that the network has not seen.</summary>
public sealed class LiteRtAgreementTests(LiteRtRuntime judge) : IClassFixture<LiteRtRuntime>
{
    [Fact]
    public void Float_and_int8_files_give_the_answers_of_ONNX_Runtime()
    {
        var floats = InLiteRt(TfliteWriter.Write(GroceryClassifier.Shared.Network));
        var expectedFloats = InOnnxRuntime(OnnxWriter.Write(GroceryClassifier.Shared.Network));
        floats.Count.ShouldBeGreaterThanOrEqualTo(200);
        floats.Select(Top).Distinct().Count().ShouldBeGreaterThan(30, "who always answers the same agrees with anything");
        Agreement(floats, expectedFloats).ShouldBe(1);
        Differences(floats, expectedFloats)[^1].ShouldBeLessThan(1e-4f);

        var codes = InLiteRt(TfliteWriter.Write(GroceryClassifier.Shared.Quantized));
        AgreesNearlyAlways(codes, InOnnxRuntime(OnnxWriter.Write(GroceryClassifier.Shared.Quantized)));
        Agreement(codes, floats).ShouldBeGreaterThanOrEqualTo(0.97);
        Differences(codes, floats)[0].ShouldBeGreaterThan(0, "it is another network");
    }

    [Fact]
    public void So_do_files_for_smaller_images()
    {
        var quantized = GroceryClassifier.Shared.Quantized.ForInput(160);
        AgreesNearlyAlways(InLiteRt(TfliteWriter.Write(quantized), 160), InOnnxRuntime(OnnxWriter.Write(quantized), 160));
    }

    // Residual sums of one runtime lie a millionth beside those of the other: now and then a code is rounded to the other side, and later layers carry it on.
    private static void AgreesNearlyAlways(IReadOnlyList<float[]> codes, IReadOnlyList<float[]> expected)
    {
        Agreement(codes, expected).ShouldBeGreaterThanOrEqualTo(0.98);
        Differences(codes, expected)[codes.Count / 2].ShouldBeLessThan(0.005f);
    }

    private IReadOnlyList<float[]> InLiteRt(byte[] file, int size = 224)
    {
        var preprocessing = new Preprocessing { InputSize = size, Layout = Preprocessing.Nhwc };
        return judge.Run(file, GroceryClassifier.Shared.Others.Select(Tensor), RgbImage.Channels, size, size).Outputs;

        float[] Tensor(RgbImage photo)
        {
            var tensor = new float[preprocessing.TensorLength];
            preprocessing.ToTensor(preprocessing.Apply(photo), tensor);
            return tensor;
        }
    }

    private List<float[]> InOnnxRuntime(byte[] file, int size = 224)
    {
        using var classifier = new Classifier(file, new Preprocessing { InputSize = size });
        return [.. GroceryClassifier.Shared.Others.Select(classifier.Predict)];
    }

    private static double Agreement(IReadOnlyList<float[]> ours, IReadOnlyList<float[]> theirs) => ours.Zip(theirs, (a, b) => Top(a) == Top(b) ? 1.0 : 0).Average();

    // Of each photo the largest difference of a probability, in rising order.
    private static List<float> Differences(IReadOnlyList<float[]> ours, IReadOnlyList<float[]> theirs) =>
        [.. ours.Zip(theirs, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Order()];

    private static int Top(float[] probabilities) => probabilities.AsSpan().IndexOf(probabilities.Max());
}
