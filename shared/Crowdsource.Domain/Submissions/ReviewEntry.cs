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

    /// <summary>The better photo of the same thing that was accepted in its place; such a photo is neither accepted nor rejected.</summary>
    [Id(7)] public SubmissionId? DuplicateOf { get; init; }

    /// <summary>The bulk request that the verdict came with; (Batch, Submission) is unique.</summary>
    [Id(8)] public Guid? Batch { get; init; }

    /// <summary>What stood before a bulk verdict.</summary>
    [Id(9)] public StandingVerdict? Before { get; init; }

    /// <summary>The bulk request that this row takes back.</summary>
    [Id(10)] public Guid? Undoes { get; init; }
}
