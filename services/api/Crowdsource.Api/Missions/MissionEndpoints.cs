using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Nights;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Missions;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Missions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Missions;

internal static class MissionEndpoints
{
    /// <summary>Nobody reads a longer wish list.</summary>
    private const int Most = 50;

    public static void MapMissions(this IEndpointRouteBuilder campaign) =>
        campaign.MapGet("/missions", Get).WithName("ListMissions").WithTags("Missions")
            .WithSummary("What photos are needed most now, from counts, and from the last trained night's weakest labels and most confused pairs; it ends with the night that no longer sees it.");

    private static async Task<Ok<MissionsResponse>> Get(CurrentCampaign campaign, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var (accepted, night) = await catalogue.Read(
            async (db, token) => (
                await db.Set<SubmissionState>()
                    .Where(row => row.Campaign == id && row.Status == SubmissionStatus.Accepted)
                    .GroupBy(row => row.Label)
                    .Select(label => new { Label = label.Key, Photos = label.Count() })
                    .ToDictionaryAsync(label => label.Label, label => label.Photos, token),
                await db.LastTrained(id, token)),
            cancellationToken);
        var missions = MissionRules.Rank(campaign.State, accepted, night?.Report);
        return TypedResults.Ok(new MissionsResponse(night?.Number, [.. missions.Take(Most).Select(ToResponse)]));
    }

    private static MissionResponse ToResponse(Mission mission) => new(
        mission.Label.Name,
        mission.Label.Guidance,
        mission.Accepted,
        mission.Label.Target,
        mission.Recall,
        mission.TestPhotos,
        mission.Confusion is not null ? MissionReason.Confused : mission.IsForWeakness ? MissionReason.WeakRecall : MissionReason.FewPhotos,
        mission.Need,
        mission is { Other: { } other, Confusion: { } confusion }
            ? new ConfusionResponse(other.Name, other.Guidance, confusion.Taken, confusion.Photos)
            : null);
}
