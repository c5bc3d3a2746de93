namespace Crowdsource.Formats.CoreMl;

/// <summary>How a classifier is written, and what Xcode shows of it.</summary>
public sealed record CoreMlOptions
{
    /// <summary>What an app gets as the answer, one per output of the network, all different.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>How weights are stored.</summary>
    public CoreMlPrecision Precision { get; init; }

    /// <summary>Who made the model.</summary>
    public string Author { get; init; } = "";

    /// <summary>The licence of the model and attribution of its pretrained weights.</summary>
    public string License { get; init; } = "";

    /// <summary>What the model is for, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>The version of the model.</summary>
    public string Version { get; init; } = "";

    /// <summary>More notes, written in ordinal order of their keys.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
