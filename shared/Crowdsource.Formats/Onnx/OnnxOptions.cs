namespace Crowdsource.Formats.Onnx;

/// <summary>How a network is written.</summary>
public sealed record OnnxOptions
{
    /// <summary>Notes in the file (labels' version, licence and attribution of the weights, …), written in ordinal order of their keys.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether any number of images can be passed at once. Phones get false: their accelerators want a batch fixed to 1.</summary>
    public bool FreeBatch { get; init; }

    /// <summary>Whether each layer's result is an output too, under the layer's name and in the layers' order: for measuring what they give. Not in float16.</summary>
    public bool EveryLayer { get; init; }
}
