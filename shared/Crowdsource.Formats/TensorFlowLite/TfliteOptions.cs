namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>What is written beside the network.</summary>
public sealed record TfliteOptions
{
    /// <summary>Notes (labels' version, licence and attribution of the weights, …): the lines "key: value" of the file's description, in ordinal order of their keys.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
