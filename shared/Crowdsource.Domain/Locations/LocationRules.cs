using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Domain.Locations;

/// <summary>What is kept of where photos were taken: pure functions.</summary>
public static class LocationRules
{
    /// <summary>Decimals of a degree: about a metre.</summary>
    private const int Exact = 5;

    /// <summary>Decimals of a degree: about a kilometre.</summary>
    private const int Blurred = 2;

    /// <summary>What is kept; null unless the campaign asks, the volunteer agreed and the photo goes to the curators.</summary>
    /// <param name="photo">As processing left it.</param>
    /// <param name="position">What its file said.</param>
    /// <param name="campaign">The photo's campaign.</param>
    /// <param name="volunteer">Whose photo it is.</param>
    public static PhotoLocation? Keep(SubmissionState photo, GeoPoint position, CampaignState campaign, VolunteerState volunteer) =>
        campaign.AsksLocation && photo.Status == SubmissionStatus.InReview && volunteer.ConsentTo(campaign.Id) is { Location: true }
            ? Blur(At(photo, position.Round(Exact)), volunteer.HomeZone)
            : null;

    /// <summary>The location as it may be kept with this home zone. What was blurred once stays so.</summary>
    public static PhotoLocation Blur(PhotoLocation location, HomeZone? home)
    {
        var position = new GeoPoint(location.Latitude, location.Longitude);
        if (location.Blurred || home?.Contains(position) != true)
        {
            return location;
        }

        var rough = position.Round(Blurred);
        return location with { Latitude = rough.Latitude, Longitude = rough.Longitude, Blurred = true };
    }

    private static PhotoLocation At(SubmissionState photo, GeoPoint position) => new()
    {
        Submission = photo.Id,
        Campaign = photo.Campaign,
        Contributor = photo.Contributor,
        Latitude = position.Latitude,
        Longitude = position.Longitude,
        Blurred = false,
    };
}
