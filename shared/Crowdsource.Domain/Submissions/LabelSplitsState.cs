using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>How many photos of a label each split was given; what keeps the splits stratified.</summary>
[GenerateSerializer, Immutable, Alias("label-splits")]
public sealed record LabelSplitsState
{
    /// <summary>campaign/label</summary>
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required CampaignId Campaign { get; init; }
    [Id(2)] public required LabelId Label { get; init; }
    [Id(3)] public int Train { get; init; }
    [Id(4)] public int Validation { get; init; }
    [Id(5)] public int Test { get; init; }

    public IReadOnlyDictionary<Split, int> Counts => new Dictionary<Split, int>
    {
        [Split.Train] = Train,
        [Split.Validation] = Validation,
        [Split.Test] = Test,
    };

    public LabelSplitsState Add(Split split) => split switch
    {
        Split.Train => this with { Train = Train + 1 },
        Split.Validation => this with { Validation = Validation + 1 },
        _ => this with { Test = Test + 1 },
    };
}
