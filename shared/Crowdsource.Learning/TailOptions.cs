namespace Crowdsource.Learning;

/// <summary>How a tail is tuned.</summary>
public sealed record TailOptions
{
    /// <summary>The order of photos and the variant of each follow from it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Passes over the photos.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Images per photo in a pass: different ones of its variants, the photo itself among them.</summary>
    public int ViewsPerEpoch { get; init; } = 1;

    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak of the schedule.</summary>
    public double LearningRate { get; init; } = 3e-4;

    public double WeightDecay { get; init; } = 0.01;

    /// <summary>In [0, 1): what of the target is spread over all labels.</summary>
    public double LabelSmoothing { get; init; } = 0.1;
}
