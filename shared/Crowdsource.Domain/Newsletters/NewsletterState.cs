using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Orleans;

namespace Crowdsource.Domain.Newsletters;

/// <summary>A campaign's next newsletter: the photos picked so far.</summary>
[GenerateSerializer, Immutable, Alias("newsletter")]
public sealed record NewsletterState
{
    /// <summary>A newsletter is short: people read it.</summary>
    public const int MostHighlights = 50;

    [Id(0)] public required CampaignId Id { get; init; }
    [Id(1)] public ImmutableArray<SubmissionId> Picked { get; init; } = [];

    /// <summary>The last published issue's number; 0 before the first.</summary>
    [Id(2)] public int LastIssue { get; init; }
}
