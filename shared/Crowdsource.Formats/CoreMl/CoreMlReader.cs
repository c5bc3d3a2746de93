using Crowdsource.Formats.CoreMl.Proto;
using Crowdsource.Formats.Layers;
using Google.Protobuf;

namespace Crowdsource.Formats.CoreMl;

/// <summary>
/// Reads what <see cref="CoreMlWriter"/> wrote back as a network of floats, so that the very numbers in the file can be run and judged elsewhere: a
/// half-precision file reads back as the network rounded to half precision, with the same digest.
/// </summary>
public static class CoreMlReader
{
    /// <summary>Reads an image classifier that is one chain of layers with residual additions.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <exception cref="InvalidDataException">Not such a file; the message says in a sentence why.</exception>
    public static CoreMlModel Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return Read(Model.Parser.ParseFrom(file));
        }
        catch (Exception error) when (error is InvalidDataException or InvalidProtocolBufferException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"This is not a Core ML classifier that can be read: {error.Message}", error);
        }
    }

    private static CoreMlModel Read(Model model)
    {
        var classifier = model.NeuralNetworkClassifier;
        Require(
            model.SpecificationVersion == CoreMlWriter.SpecificationVersion && classifier is not null,
            "it is no neural network classifier of specification version 4");
        var image = model.Description?.Input is [{ Name: CoreMlWriter.InputName } input] ? input.Type?.ImageType : null;
        Require(image is { ColorSpace: ImageFeatureType.Types.ColorSpace.Rgb }, "it does not take one RGB image");
        Require(
            classifier!.Preprocessing is [{ FeatureName: CoreMlWriter.InputName, Scaler: { } scaler }]
            && scaler.Equals(new ImageScaler
            {
                ChannelScale = CoreMlWriter.ChannelScale,
                RedBias = CoreMlWriter.ChannelBias,
                GreenBias = CoreMlWriter.ChannelBias,
                BlueBias = CoreMlWriter.ChannelBias,
            }),
            "it does not scale images to −1…1");

        var network = new Network(
            model.Description!.Metadata?.UserDefined.GetValueOrDefault(CoreMlWriter.NetworkNameKey) is { Length: > 0 } name ? name : "unnamed",
            new ActivationShape(3, LayerReader.Size((ulong)image!.Height), LayerReader.Size((ulong)image.Width)),
            new LayerReader(classifier.Layers).Read());
        var labels = classifier.StringClassLabels?.Vector;
        Require(network.Layers[^1] is Softmax && labels?.Count == network.Output.Channels, "its labels are not those of a softmax");
        Require(classifier.LabelProbabilityLayerName == classifier.Layers[^1].Output[0], "its probabilities are not its last output");
        return new CoreMlModel(network, [.. labels!]);
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
