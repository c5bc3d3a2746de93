using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Orleans;

namespace Crowdsource.Domain.Newsletters;

/// <summary>A photo that appeared in an issue (append-only); (Submission) is unique, since a photo appears once.</summary>
[GenerateSerializer, Immutable, Alias("highlight-entry")]
public sealed record HighlightEntry
{
    [Id(0)] public required CampaignId Campaign { get; init; }
    [Id(1)] public required int Issue { get; init; }
    [Id(2)] public required SubmissionId Submission { get; init; }
}
