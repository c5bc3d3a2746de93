using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>Photos that must share a split because they show the same moment or come from the same hand (append-only);
/// (Campaign, Contributor, Label, From) is unique, so that two labels' photos cannot put a contributor into two splits at once.</summary>
[GenerateSerializer, Immutable, Alias("split-group")]
public sealed record SplitGroup
{
    [Id(0)] public required CampaignId Campaign { get; init; }
    [Id(1)] public required ContributorKey Contributor { get; init; }

    /// <summary>The label of a session; <see cref="SplitRules.WholeContributor"/> when the group is everything from this contributor.</summary>
    [Id(2)] public required LabelId Label { get; init; }

    /// <summary>When the session's first known photo was taken; the session takes in photos within ten minutes of it.</summary>
    [Id(3)] public required DateTimeOffset From { get; init; }
    [Id(4)] public required Split Split { get; init; }
}
