using System.Diagnostics;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
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
        await Add(ArtifactId.OnnxFp32, reference);
        await Add(ArtifactId.OnnxFp16, OnnxWriter.WriteHalf(network));
        await Add(ArtifactId.OnnxInt8, OnnxWriter.Write(quantized));
        await Add(ArtifactId.TfliteFp32, TfliteWriter.Write(network));
        await Add(ArtifactId.TfliteInt8, TfliteWriter.Write(quantized));
        await Add(ArtifactId.OnnxInt8At160, OnnxWriter.Write(quantized.ForInput(160)));
        await Add(ArtifactId.TfliteInt8At160, TfliteWriter.Write(quantized.ForInput(160)));
        await Add(ArtifactId.OnnxInt8At128, OnnxWriter.Write(quantized.ForInput(128)));
        await Add(ArtifactId.TfliteInt8At128, TfliteWriter.Write(quantized.ForInput(128)));
        return measurements;

        async Task Add(string artifact, byte[] file)
        {
            var size = ArtifactId.InputSize(artifact);
            var onOnnxRuntime = ArtifactId.Engine(artifact) == "onnx";
            using var classifier = onOnnxRuntime ? new Classifier(file, Preprocessing.Default with { InputSize = size }) : null;
            var score = await Duel.Fight(
                Rounds,
                () => Task.FromResult(classifier is not null ? Rate(classifier, size) : Images / liteRt.Run(file, Noise(size), RgbImage.Channels, size, size).Duration.TotalSeconds),
                () => Task.FromResult(Rate(peer, 224)));
            measurements.Add(Measurement.Of($"{artifact} in {(onOnnxRuntime ? "ONNX Runtime" : "LiteRT (WebAssembly)")}", "images/s", ArtifactId.OnnxFp32, score));
            var (megabytes, theirs) = (file.Length / 1e6, reference.Length / 1e6);
            measurements.Add(new Measurement($"{artifact}, file", "MB", megabytes, ArtifactId.OnnxFp32, theirs, theirs / megabytes));
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
