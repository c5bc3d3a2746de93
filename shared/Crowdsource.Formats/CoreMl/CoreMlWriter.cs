using Crowdsource.Formats.CoreMl.Proto;
using Crowdsource.Formats.Layers;
using Google.Protobuf;

namespace Crowdsource.Formats.CoreMl;

/// <summary>
/// Writes a classifier as a Core ML file (<c>.mlmodel</c>), specification version 4 (iOS 13, macOS 10.15): an app passes an image of the
/// network's size and gets a label and the probabilities of all. The same network and options give the same bytes. Source of the format:
/// https://github.com/apple/coremltools, mlmodel/format.
/// </summary>
public static class CoreMlWriter
{
    /// <summary>The input: an RGB image; Core ML scales its bytes from 0…255 to −1…1.</summary>
    public const string InputName = "image";

    /// <summary>The output with the label that is most probable.</summary>
    public const string LabelName = "classLabel";

    /// <summary>The output with the probability of each label, a dictionary.</summary>
    public const string ProbabilitiesName = "probabilities";

    internal const int SpecificationVersion = 4;
    internal const string NetworkNameKey = "network";

    /// <summary>Image bytes times this, less 1.</summary>
    internal const float ChannelScale = 2f / 255, ChannelBias = -1;

    /// <summary>Writes the classifier.</summary>
    /// <param name="network">It ends in a softmax over the labels and takes three colours from −1 to 1.</param>
    /// <param name="options">Its labels, and how weights are stored.</param>
    /// <exception cref="ArgumentException">The network is no such classifier, the labels do not fit it, or a weight is beyond half precision.</exception>
    public static byte[] Write(Network network, CoreMlOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        if (network.Layers[^1] is not Softmax || network.Input.Channels != 3)
        {
            throw new ArgumentException($"'{network.Name}' is no classifier of colour images.", nameof(network));
        }

        if (options.Labels.Count != network.Output.Channels || options.Labels.Distinct(StringComparer.Ordinal).Count() != options.Labels.Count)
        {
            throw new ArgumentException($"{network.Output.Channels} different labels are needed.", nameof(options));
        }

        var classifier = new NeuralNetworkClassifier
        {
            ImageInputShapeMapping = NeuralNetworkClassifier.Types.ImageShapeMapping.Rank4,
            StringClassLabels = new StringVector { Vector = { options.Labels } },
            LabelProbabilityLayerName = ProbabilitiesName,
        };
        classifier.Preprocessing.Add(new Preprocessing
        {
            FeatureName = InputName,
            Scaler = new ImageScaler { ChannelScale = ChannelScale, RedBias = ChannelBias, GreenBias = ChannelBias, BlueBias = ChannelBias },
        });
        var layers = new LayerWriter(classifier.Layers, options.Precision);
        var stored = options.Precision == CoreMlPrecision.Half ? network.RoundedToHalf() : network;
        foreach (var layer in stored.Layers)
        {
            layers.Add(layer, result: layer == stored.Layers[^1] ? ProbabilitiesName : layer.Name);
        }

        return new Model
        {
            SpecificationVersion = SpecificationVersion,
            Description = Describe(network, options),
            NeuralNetworkClassifier = classifier,
        }.ToByteArray();
    }

    private static ModelDescription Describe(Network network, CoreMlOptions options)
    {
        var metadata = new Metadata
        {
            Author = options.Author,
            License = options.License,
            ShortDescription = options.Description,
            VersionString = options.Version,
        };
        foreach (var (key, value) in options.Metadata.Append(new(NetworkNameKey, network.Name)).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            metadata.UserDefined[key] = value;
        }

        return new ModelDescription
        {
            Metadata = metadata,
            PredictedFeatureName = LabelName,
            PredictedProbabilitiesName = ProbabilitiesName,
            Input = { Feature(InputName, "The photo, upright.", new FeatureType
            {
                ImageType = new ImageFeatureType
                {
                    Width = network.Input.Width, Height = network.Input.Height, ColorSpace = ImageFeatureType.Types.ColorSpace.Rgb,
                },
            }) },
            Output =
            {
                Feature(ProbabilitiesName, "The probability of each label; they add up to 1.", new FeatureType
                {
                    DictionaryType = new DictionaryFeatureType { StringKeyType = new StringFeatureType() },
                }),
                Feature(LabelName, "The most probable label.", new FeatureType { StringType = new StringFeatureType() }),
            },
        };
    }

    private static FeatureDescription Feature(string name, string description, FeatureType type) =>
        new() { Name = name, ShortDescription = description, Type = type };
}
