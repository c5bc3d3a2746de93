using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>A row of the review ledger (append-only).</summary>
[GenerateSerializer, Immutable, Alias("review-entry")]
public sealed record ReviewEntry
{
    [Id(0)] public required CampaignId Campaign { get; init; }
    [Id(1)] public required SubmissionId Submission { get; init; }
    [Id(2)] public required string Reviewer { get; init; }
    [Id(3)] public required bool Accepted { get; init; }
    [Id(4)] public string? Rejection { get; init; }
    [Id(5)] public required LabelId Label { get; init; }
    [Id(6)] public required DateTimeOffset At { get; init; }
}
