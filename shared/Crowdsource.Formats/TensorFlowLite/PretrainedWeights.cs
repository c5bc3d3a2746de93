using Crowdsource.Domain.Blobs;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>A MobileNetV2 that others have trained, from a TensorFlow Lite file; where the known file comes from and under which licence.</summary>
public sealed class PretrainedWeights
{
    /// <summary>The file name of the known weights.</summary>
    public const string FileName = "tf2_mobilenet_v2_1.0_224_ptq.tflite";

    /// <summary>The length of the known file in bytes.</summary>
    public const int KnownLength = 4_070_174;

    /// <summary>The licence of the known weights, an SPDX identifier.</summary>
    public const string Licence = "Apache-2.0";

    /// <summary>What a model that builds on the known weights says about them.</summary>
    public const string Attribution =
        "MobileNetV2 1.0 at 224, trained on ImageNet by the TensorFlow authors; from github.com/google-coral/test_data, commit "
        + "104342d2d3480b3e66203073dac24f4e2dbb4c41, " + FileName + ". Licensed under the Apache License 2.0.";

    // A MobileNetV2 of width 1.4 has 6 MB.
    private const long MaxLength = 64L << 20;
    private static readonly double[] s_widths = [1, 1.4, 1.3, 0.75, 0.5, 0.35, 0.25];

    private PretrainedWeights(BlobDigest digest, Network network)
    {
        Digest = digest;
        Network = network;
        Backbone = network.Backbone();
    }

    /// <summary>The SHA-256 of the known file.</summary>
    public static BlobDigest KnownDigest { get; } = new("5d3137241276e79c86d14a74fe43581398ae0e815191d3dba45495b810840e8c");

    /// <summary>Where the known file can be downloaded.</summary>
    public static Uri KnownSource { get; } = new(
        "https://raw.githubusercontent.com/google-coral/test_data/104342d2d3480b3e66203073dac24f4e2dbb4c41/" + FileName);

    /// <summary>The SHA-256 of the file that was read: the identity of the backbone.</summary>
    public BlobDigest Digest { get; }

    /// <summary>Whether the file is the known one, so that <see cref="Licence"/> and <see cref="Attribution"/> hold for it.</summary>
    public bool AreKnown => Digest == KnownDigest;

    /// <summary>From the image to its features, layers named as in <see cref="MobileNetV2"/>.</summary>
    public Network Backbone { get; }

    /// <summary>The whole classifier with the head that the file has; ImageNet's has 1,001 classes, of which 0 is "background".</summary>
    public Network Network { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Any MobileNetV2 with int8 or float32 weights, at most 64 MiB.</param>
    /// <exception cref="InvalidDataException">It is none; the message says in a sentence why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PretrainedWeights Load(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= MaxLength
            ? Read(File.ReadAllBytes(path))
            : throw new InvalidDataException($"'{path}' has {length} bytes; no MobileNetV2 is that large.");
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">They are no MobileNetV2; the message says in a sentence why.</exception>
    public static PretrainedWeights Read(byte[] file)
    {
        var network = TfliteReader.Read(file);
        if (network.Layers is not [.., GlobalAveragePool, Linear, Softmax] || network.Input.Width < 32)
        {
            throw new InvalidDataException("This TensorFlow Lite model is not an image classifier with pooled features.");
        }

        var features = network.Backbone().Output.Channels;
        var named = s_widths
            .Select(width => Rename(network, MobileNetV2.Layout(width, network.Input.Width, features)))
            .FirstOrDefault(candidate => candidate is not null);
        return new PretrainedWeights(
            BlobDigest.Of(file), named ?? throw new InvalidDataException("This TensorFlow Lite model is not a MobileNetV2."));
    }

    /// <summary>The network with the layout's names, or null if it is another structure.</summary>
    private static Network? Rename(Network network, Network layout)
    {
        var layers = new List<Layer>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (network.Input != layout.Input || network.Layers.Length != layout.Layers.Length + 2)
        {
            return null;
        }

        foreach (var (theirs, ours) in network.Layers.Zip(layout.Layers))
        {
            Layer? renamed = (theirs, ours) switch
            {
                (Convolution t, Convolution o) when t with { Name = o.Name, Weights = o.Weights, Bias = o.Bias } == o =>
                    o with { Weights = t.Weights, Bias = t.Bias },
                (Add t, Add o) when names[t.With] == o.With => o,
                (GlobalAveragePool, GlobalAveragePool) => ours,
                _ => null,
            };
            if (renamed is null)
            {
                return null;
            }

            layers.Add(renamed);
            names[theirs.Name] = ours.Name;
        }

        layers.Add((Linear)network.Layers[^2] with { Name = Network.HeadName });
        layers.Add(new Softmax(Network.SoftmaxName));
        return new Network(layout.Name, layout.Input, layers);
    }
}
