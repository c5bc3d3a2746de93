using System.Diagnostics;
using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Testing.LiteRt;

namespace Crowdsource.Benchmarks;

/// <summary>
/// Images per second of each artifact in its runtime, one thread, against onnx/fp32, and how large its file is: MobileNetV2 1.0 with 43 labels. ONNX Runtime is the
/// native library, LiteRT runs in WebAssembly: compare within a runtime. Core ML has no runtime here.
/// </summary>
internal static class ArtifactBenchmark
{
    private const int Rounds = 3, Images = 20, Labels = 43;
    private static readonly int[] s_smallerInputs = [160, 128];

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        var network = RandomNetwork();
        // Speed does not depend on what the ranges are.
        var quantized = Quantizer.Quantize(network, new ActivationRanges(
            network.Layers.Where(layer => layer is not Softmax).Select(layer => KeyValuePair.Create(layer.Name, new ActivationRange(-6, 6)))));
        var reference = OnnxWriter.Write(network);
        using var peer = new Classifier(reference, Preprocessing.Default);
        using var liteRt = new LiteRtRuntime();
        var measurements = new List<Measurement>();
        await Add("onnx/fp32", reference, 224);
        await Add("onnx/fp16", OnnxWriter.WriteHalf(network), 224);
        await Add("onnx/int8", OnnxWriter.Write(quantized), 224);
        await Add("tflite/fp32", TfliteWriter.Write(network), 224);
        await Add("tflite/int8", TfliteWriter.Write(quantized), 224);
        foreach (var size in s_smallerInputs)
        {
            await Add($"onnx/int8@{size}", OnnxWriter.Write(quantized.ForInput(size)), size);
            await Add($"tflite/int8@{size}", TfliteWriter.Write(quantized.ForInput(size)), size);
        }

        return measurements;

        async Task Add(string artifact, byte[] file, int size)
        {
            var onOnnxRuntime = artifact.StartsWith("onnx", StringComparison.Ordinal);
            using var classifier = onOnnxRuntime ? new Classifier(file, Preprocessing.Default with { InputSize = size }) : null;
            var score = await Duel.Fight(
                Rounds,
                () => Task.FromResult(classifier is not null ? Rate(classifier, size) : Images / liteRt.Run(file, Noise(size), RgbImage.Channels, size, size).Duration.TotalSeconds),
                () => Task.FromResult(Rate(peer, 224)));
            measurements.Add(Measurement.Of($"{artifact} in {(onOnnxRuntime ? "ONNX Runtime" : "LiteRT (WebAssembly)")}", "images/s", "onnx/fp32", score));
            var (megabytes, theirs) = (file.Length / 1e6, reference.Length / 1e6);
            measurements.Add(new Measurement($"{artifact}, file", "MB", megabytes, "onnx/fp32", theirs, theirs / megabytes));
        }
    }

    private static double Rate(Classifier classifier, int size)
    {
        var images = Noise(size).ToList();
        var start = Stopwatch.GetTimestamp();
        images.ForEach(image => classifier.Predict(image));
        return Images / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Network RandomNetwork()
    {
        var random = new Random(1);
        float[] Values(int count, float bound) => [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * bound)];
        var layout = MobileNetV2.Layout(1, 224);
        var backbone = new Network(layout.Name, layout.Input, layout.Layers.Select(layer => layer is Convolution c
            ? c with { Weights = Values(c.Weights.Length, MathF.Sqrt(6f * c.OutChannels / c.Weights.Length)), Bias = Values(c.OutChannels, 0.1f) }
            : layer));
        return backbone.WithHead(Values(Labels * MobileNetV2.DefaultFeatures, 0.1f), Values(Labels, 0.1f));
    }

    private static IEnumerable<float[]> Noise(int size)
    {
        var random = new Random(2);
        for (var i = 0; i < Images; i++)
        {
            var image = new float[RgbImage.Channels * size * size];
            for (var j = 0; j < image.Length; j++)
            {
                image[j] = (random.NextSingle() * 2) - 1;
            }

            yield return image;
        }
    }
}
