using Crowdsource.Formats;
using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;

namespace Crowdsource.Inference;

/// <summary>From cached activations to the features that heads are trained on: several hundred images per second and core. Safe for parallel callers.</summary>
public sealed class TailExtractor : IDisposable
{
    private readonly OnnxSession _session;
    private readonly ActivationShape _input;

    /// <param name="tail">A network from activations to pooled features.</param>
    /// <param name="options">Defaults to one thread.</param>
    /// <exception cref="ArgumentException">The network does not end in pooled features.</exception>
    public TailExtractor(Network tail, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tail);
        if (OnnxWriter.OutputName(tail.Layers[^1]) != OnnxWriter.FeaturesName)
        {
            throw new ArgumentException($"'{tail.Name}' does not end in pooled features.", nameof(tail));
        }

        _input = tail.Input;
        _session = new OnnxSession(OnnxWriter.Write(tail), options ?? new InferenceOptions());
    }

    /// <summary>Features per image.</summary>
    public int Dimensions => _session.OutputLength;

    /// <summary>The features of one image.</summary>
    /// <exception cref="ArgumentException">The activations have another shape than the network takes.</exception>
    public float[] Extract(PackedActivations activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        if (activations.Shape != _input)
        {
            throw new ArgumentException($"Activations of {_input} are expected, not of {activations.Shape}.", nameof(activations));
        }

        var values = new float[_input.Channels * _input.Height * _input.Width];
        activations.Unpack(values);
        return _session.Run(values);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
