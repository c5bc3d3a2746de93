namespace Crowdsource.Learning;

/// <summary>How a small network is trained from scratch.</summary>
public sealed record SmallNetworkOptions
{
    /// <summary>Weights, order of photos and mirroring follow from it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Pictures that pass through the network in all, whatever the size of the set: the bound on time.</summary>
    public int Pictures { get; init; } = 16_000;

    /// <summary>Passes over the photos at most, where the set is small.</summary>
    public int MostEpochs { get; init; } = 60;

    /// <summary>Pictures per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak of the one-cycle schedule.</summary>
    public double LearningRate { get; init; } = 4e-3;

    public double WeightDecay { get; init; } = 0.02;

    /// <summary>In [0, 1): what of the target is spread over all labels.</summary>
    public double LabelSmoothing { get; init; } = 0.05;
}
