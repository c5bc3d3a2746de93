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
    /// <summary>Or <see cref="SplitRules.OutOfScope"/>.</summary>
    [Id(2)] public required LabelId Label { get; init; }
    [Id(3)] public int Train { get; init; }
    [Id(4)] public int Validation { get; init; }
    [Id(5)] public int Test { get; init; }

    /// <summary>How many photos were ever accepted under the label and not moved to another one.</summary>
    public int Total => Train + Validation + Test;

    public static string Key(CampaignId campaign, LabelId label) => $"{campaign}/{label}";

    /// <exception cref="FormatException">Not of the form campaign/label.</exception>
    public static LabelSplitsState Empty(string key) =>
        key.Split('/') is [var campaign, var label] && CampaignId.IsValid(campaign) && int.TryParse(label, out var number)
            ? new LabelSplitsState { Id = key, Campaign = new CampaignId(campaign), Label = new LabelId(number) }
            : throw new FormatException($"'{key}' names no label: expected campaign/label.");

    public IReadOnlyDictionary<Split, int> Counts => new Dictionary<Split, int>
    {
        [Split.Train] = Train,
        [Split.Validation] = Validation,
        [Split.Test] = Test,
    };

    public LabelSplitsState Add(Split split) => Change(split, 1);

    /// <summary>After a photo's label was corrected to another one.</summary>
    public LabelSplitsState Remove(Split split) => Change(split, -1);

    private LabelSplitsState Change(Split split, int by) => split switch
    {
        Split.Train => this with { Train = Train + by },
        Split.Validation => this with { Validation = Validation + by },
        _ => this with { Test = Test + by },
    };
}
