using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>
/// A photo whose label the last night doubts. A curator's verdict settles it for good; what is not settled goes with the next night, which
/// doubts anew, and with the photo.
/// </summary>
[GenerateSerializer, Immutable, Alias("suspected-label")]
public sealed record SuspectedLabel
{
    [Id(0)] public required CampaignId Campaign { get; init; }
    [Id(1)] public required SubmissionId Submission { get; init; }

    /// <summary>The label that the photo had.</summary>
    [Id(2)] public required LabelId Label { get; init; }

    /// <summary>The label that a model which did not learn from the photo gives it.</summary>
    [Id(3)] public required LabelId Likelier { get; init; }

    /// <summary>The probability of <see cref="Likelier"/>, 0 to 1.</summary>
    [Id(4)] public required double Confidence { get; init; }

    /// <summary>The probability of <see cref="Label"/>, 0 to 1.</summary>
    [Id(5)] public required double SelfConfidence { get; init; }

    /// <summary>By how much the likelier label is likelier.</summary>
    [Id(6)] public required double Margin { get; init; }

    /// <summary>The number of the night.</summary>
    [Id(7)] public required int Night { get; init; }

    /// <summary>When a curator decided; null while nobody has.</summary>
    [Id(8)] public DateTimeOffset? SettledAt { get; init; }
}
