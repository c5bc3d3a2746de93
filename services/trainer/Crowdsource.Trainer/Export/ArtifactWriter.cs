using Crowdsource.Domain.Models;
using Crowdsource.Formats;
using Crowdsource.Formats.CoreMl;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Formats.TensorFlowLite;

namespace Crowdsource.Trainer.Export;

/// <summary>Writes one network as any artifact. Files of other engines are read back: they must hold the very numbers that are run here.</summary>
/// <param name="network">From the image to probabilities.</param>
/// <param name="ranges">Of its layers, head included, by input size.</param>
/// <param name="labels">The names of its outputs.</param>
/// <param name="metadata">Notes for the files.</param>
internal sealed class ArtifactWriter(
    Network network, IReadOnlyDictionary<int, ActivationRanges> ranges, IReadOnlyList<string> labels, IReadOnlyDictionary<string, string> metadata)
{
    /// <summary>The network itself at an input size: what artifacts of that size are compared with.</summary>
    public StandIn Reference(int inputSize) => StandIn.Of(Sized(inputSize));

    /// <param name="id">One of <see cref="ArtifactId"/>.</param>
    /// <exception cref="InvalidDataException">What was written does not read back as what was meant.</exception>
    /// <exception cref="InvalidOperationException">The network cannot take this input size.</exception>
    /// <exception cref="ArgumentException">A weight is beyond what the format holds.</exception>
    public WrittenArtifact Write(string id)
    {
        var size = ArtifactId.InputSize(id);
        var onnx = new OnnxOptions { Metadata = metadata };
        var tflite = new TfliteOptions { Metadata = metadata };
        switch (id.Split('@')[0])
        {
            case ArtifactId.OnnxFp32:
                return new WrittenArtifact(id, OnnxWriter.Write(Sized(size), onnx), Reference(size));
            case ArtifactId.OnnxFp16:
                return new WrittenArtifact(id, OnnxWriter.WriteHalf(Sized(size), onnx), StandIn.Of(Sized(size).RoundedToHalf()));
            case ArtifactId.OnnxInt8:
                return new WrittenArtifact(id, OnnxWriter.Write(Quantized(size), onnx), OfQuantized(size));
            case ArtifactId.TfliteFp32:
                var floats = TfliteWriter.Write(Sized(size), tflite);
                return Checked(id, floats, Reference(size), TfliteReader.Read(floats).ComputeDigest());
            case ArtifactId.TfliteInt8:
                var bytes = TfliteWriter.Write(Quantized(size), tflite);
                return Checked(id, bytes, OfQuantized(size), TfliteReader.ReadQuantized(bytes).ComputeDigest());
            case ArtifactId.CoreMlFp16:
                var half = WriteCoreMl(size, CoreMlPrecision.Half);
                return Checked(id, half, StandIn.Of(Sized(size).RoundedToHalf()), CoreMlReader.Read(half).Network.ComputeDigest());
            case ArtifactId.CoreMlPalette8:
                var palettes = WriteCoreMl(size, CoreMlPrecision.Palette8);
                return new WrittenArtifact(id, palettes, StandIn.Of(CoreMlReader.Read(palettes).Network));
            default:
                throw new ArgumentOutOfRangeException(nameof(id), id, "Nobody writes such a file.");
        }
    }

    private static WrittenArtifact Checked(string id, byte[] file, StandIn meant, string read) => read == meant.Digest
        ? new WrittenArtifact(id, file, meant)
        : throw new InvalidDataException($"{id} reads back as another network than was written.");

    private Network Sized(int size) => size == network.Input.Width ? network : network.ForInput(size);

    private QuantizedNetwork Quantized(int size) => Quantizer.Quantize(Sized(size), ranges[size]);

    private StandIn OfQuantized(int size) => StandIn.Of(Quantized(size), Quantizer.Quantize(Sized(size).Backbone(), ranges[size]));

    private byte[] WriteCoreMl(int size, CoreMlPrecision precision) =>
        CoreMlWriter.Write(Sized(size), new CoreMlOptions
        {
            Labels = labels,
            Precision = precision,
            Description = $"Recognises {labels.Count} labels in a photo.",
            License = metadata.GetValueOrDefault(ModelExporter.Attribution, ""),
            Metadata = metadata,
        });
}
