using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Locations;

/// <summary>Where a photo was taken, apart from the photo; there while the photo is, and while its volunteer agrees.</summary>
[GenerateSerializer, Immutable, Alias("photo-location")]
public sealed record PhotoLocation
{
    [Id(0)] public required SubmissionId Submission { get; init; }
    [Id(1)] public required CampaignId Campaign { get; init; }
    [Id(2)] public required ContributorKey Contributor { get; init; }

    /// <summary>Degrees north, to about a metre, or a kilometre when blurred.</summary>
    [Id(3)] public required double Latitude { get; init; }

    /// <summary>Degrees east, to about a metre, or a kilometre when blurred.</summary>
    [Id(4)] public required double Longitude { get; init; }

    /// <summary>Whether it lay in the volunteer's home zone.</summary>
    [Id(5)] public required bool Blurred { get; init; }
}
