using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Orleans;

namespace Crowdsource.Domain.Volunteers;

/// <summary>A row of the points ledger (append-only); (Submission, Reason) is unique, so a retry cannot count twice.</summary>
[GenerateSerializer, Immutable, Alias("points-entry")]
public sealed record PointsEntry
{
    [Id(0)] public required CampaignId Campaign { get; init; }
    [Id(1)] public required ContributorKey Contributor { get; init; }
    [Id(2)] public required SubmissionId Submission { get; init; }

    /// <summary>What the points are for, such as <c>accepted</c> or <c>accepted#2</c> after a reversal.</summary>
    [Id(3)] public required string Reason { get; init; }

    /// <summary>Negative when points are taken back.</summary>
    [Id(4)] public required int Points { get; init; }
    [Id(5)] public required DateTimeOffset At { get; init; }
}
