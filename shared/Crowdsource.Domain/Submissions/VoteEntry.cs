using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>A row of the ledger of votes (append-only); (Submission, Voter) is unique: one person, one vote.</summary>
[GenerateSerializer, Immutable, Alias("vote-entry")]
public sealed record VoteEntry
{
    [Id(0)] public required CampaignId Campaign { get; init; }
    [Id(1)] public required SubmissionId Submission { get; init; }
    [Id(2)] public required ContributorKey Voter { get; init; }
    [Id(3)] public required bool Accepted { get; init; }
    [Id(4)] public string? Rejection { get; init; }

    /// <summary>What the voter says that the photo shows.</summary>
    [Id(5)] public required LabelId Label { get; init; }

    /// <summary>What the vote weighed when it was cast, 0 to 1.</summary>
    [Id(6)] public required double Weight { get; init; }

    /// <summary>On a gold photo: whether the vote is the curator's verdict; null on any other.</summary>
    [Id(7)] public bool? Agrees { get; init; }
    [Id(8)] public required DateTimeOffset At { get; init; }
}
