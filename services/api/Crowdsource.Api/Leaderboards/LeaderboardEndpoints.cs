using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Leaderboards;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Leaderboards;

internal static class LeaderboardEndpoints
{
    private const int Most = 100;
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    public static void MapLeaderboard(this IEndpointRouteBuilder campaign) =>
        campaign.MapGet("/leaderboard", Get).WithName("GetLeaderboard").WithTags("Leaderboard")
            .WithSummary("Who contributed most, of those who agreed to be shown; period is all or week.")
            .Problems(ProblemTypes.InvalidRequest);

    private static async Task<Results<Ok<LeaderboardResponse>, ProblemHttpResult>> Get(
        CurrentCampaign campaign, [FromQuery] string? period, ICatalogue catalogue, TimeProvider clock, CancellationToken cancellationToken)
    {
        LeaderboardPeriod? wanted = period switch
        {
            null or "all" => LeaderboardPeriod.All,
            "week" => LeaderboardPeriod.Week,
            _ => null,
        };
        if (wanted is not { } known)
        {
            return ProblemTypes.InvalidRequest.Answer(
                errors: new Dictionary<string, string[]>(StringComparer.Ordinal) { ["period"] = ["Give all or week."] });
        }

        var id = campaign.Id;
        var since = known == LeaderboardPeriod.Week ? clock.GetUtcNow() - s_week : DateTimeOffset.UnixEpoch;
        var totals = await catalogue.Read(
            (db, token) => db.Set<PointsEntry>()
                .Where(entry => entry.Campaign == id && entry.At >= since)
                .GroupBy(entry => entry.Contributor)
                .Select(contributor => new { Contributor = contributor.Key, Points = contributor.Sum(entry => entry.Points) })
                .Where(total => total.Points > 0)
                .Join(
                    db.Set<VolunteerState>().Where(volunteer => volunteer.ShowOnLeaderboard),
                    total => total.Contributor,
                    volunteer => volunteer.Contributor,
                    (total, volunteer) => new { volunteer.Pseudonym, total.Points })
                .OrderByDescending(total => total.Points)
                .ThenBy(total => total.Pseudonym)
                .Take(Most)
                .ToListAsync(token),
            cancellationToken);
        return TypedResults.Ok(new LeaderboardResponse(
            known,
            [.. totals.Select(total => new LeaderboardEntry(
                1 + totals.Count(other => other.Points > total.Points), total.Pseudonym, total.Points))]));
    }
}
