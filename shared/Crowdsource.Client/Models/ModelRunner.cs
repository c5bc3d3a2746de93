using System.Collections.Immutable;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Updates.Bundles;
using Microsoft.ML.OnnxRuntime;

namespace Crowdsource.Client.Models;

/// <summary>Classifies photos with a bundle, in ONNX Runtime. Safe to use from several threads.</summary>
public sealed class ModelRunner : IDisposable
{
    private readonly Bundle _bundle;
    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly string _output;

    private ModelRunner(Bundle bundle, InferenceSession session)
    {
        _bundle = bundle;
        _session = session;
        _input = session.InputNames[0];
        _output = session.OutputNames[0];
    }

    /// <summary>The model version: 1, 2, 3, … per campaign.</summary>
    public int Version => _bundle.Manifest.Version;

    /// <summary>In the order of the network's outputs.</summary>
    public ImmutableArray<BundleLabel> Labels => _bundle.Labels;

    /// <summary>From an upright photo to the network's input.</summary>
    public Preprocessing Preprocessing => _bundle.Preprocessing.Rule;

    /// <summary>Whether ONNX Runtime runs an artifact.</summary>
    /// <param name="artifact">One of <see cref="ArtifactId"/>.</param>
    public static bool Runs(string artifact) => ArtifactId.Engine(artifact) == "onnx";

    /// <summary>Loads a bundle's model.</summary>
    /// <param name="bundle">A verified bundle.</param>
    /// <exception cref="InvalidBundleException">With <see cref="InvalidBundleException.ModelUnusable"/>: ONNX Runtime cannot load it, or
    /// it does not fit the bundle's preprocessing and labels.</exception>
    public static ModelRunner Load(Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return Load(bundle, File.ReadAllBytes(bundle.ModelPath));
    }

    /// <summary>The same labels, preprocessing and thresholds around another network: for comparisons. The caller disposes both.</summary>
    /// <param name="onnx">An ONNX file with the same input and output.</param>
    /// <exception cref="InvalidBundleException">See <see cref="Load(Bundle)"/>.</exception>
    public ModelRunner WithModel(ReadOnlyMemory<byte> onnx) => Load(_bundle, onnx.ToArray());

    /// <summary>Classifies an upright photo of any size.</summary>
    public Classification Classify(RgbImage photo) => ClassifyInput(Preprocessing.Apply(photo));

    /// <summary>Classifies what <see cref="Preprocessing"/> made of a photo.</summary>
    /// <param name="input">InputSize × InputSize pixels.</param>
    public Classification ClassifyInput(RgbImage input)
    {
        var tensor = new float[Preprocessing.TensorLength];
        Preprocessing.ToTensor(input, tensor);
        var probabilities = Run(tensor);
        _bundle.Thresholds.Apply(probabilities);
        var likeliest = Labels[Array.IndexOf(probabilities, probabilities.Max())];
        var labels = Labels.Zip(probabilities, (label, probability) => new LabelProbability(label.Id, label.Name, probability))
            .OrderByDescending(label => label.Probability)
            .ToImmutableArray();
        return new Classification(labels, likeliest.NoneOfThese || labels[0].Probability < _bundle.Thresholds.AbstainBelow);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>From the network's input (NCHW) to its output, before thresholds.</summary>
    internal float[] Run(float[] tensor)
    {
        var size = Preprocessing.InputSize;
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(tensor, [1, RgbImage.Channels, size, size]);
        using var outputs = _session.Run(options, [_input], [input], [_output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static ModelRunner Load(Bundle bundle, byte[] onnx)
    {
        InferenceSession? session = null;
        try
        {
            using var settings = new SessionOptions();
            // Threads that wait for work by running in circles cost a phone its battery and its other work its cores.
            settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            // 8-bit products saturate on x64 without VNNI: wrong answers. Elsewhere it changes nothing.
            settings.AddSessionConfigEntry("session.x64quantprecision", "1");
            session = new InferenceSession(onnx, settings);
            var runner = new ModelRunner(bundle, session);
            var outputs = runner.Run(new float[runner.Preprocessing.TensorLength]);
            return outputs.Length == bundle.Labels.Length
                ? runner
                : throw new InvalidBundleException(
                    InvalidBundleException.ModelUnusable, $"The model has {outputs.Length} outputs for {bundle.Labels.Length} labels.");
        }
        catch (OnnxRuntimeException error)
        {
            session?.Dispose();
            throw new InvalidBundleException(InvalidBundleException.ModelUnusable, $"ONNX Runtime: {error.Message}", error);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }
}
