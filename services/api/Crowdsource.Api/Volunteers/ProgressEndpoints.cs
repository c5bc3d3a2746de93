using Crowdsource.Api.Access;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Volunteers;

internal static class ProgressEndpoints
{
    public static void MapProgress(this IEndpointRouteBuilder me) =>
        me.MapGet("/progress", Get).WithName("GetMyProgress").WithSummary("The caller's streak and this week's goal.");

    private static async Task<Results<Ok<ProgressResponse>, ProblemHttpResult>> Get(
        Caller caller, ICatalogue catalogue, TimeProvider clock, CancellationToken cancellationToken)
    {
        var self = caller.Self;
        var (volunteer, times) = await catalogue.Read(
            async (db, token) =>
            {
                var trials = db.Trials();
                return (
                    (await db.Load<VolunteerState>(self, token))?.State,
                    await db.Set<SubmissionState>()
                        .Where(photo => photo.Volunteer == self && !trials.Contains(photo.Campaign)
                            && (photo.Status == SubmissionStatus.Received || photo.Status == SubmissionStatus.InReview
                                || photo.Status == SubmissionStatus.Accepted))
                        .Select(photo => photo.ReceivedAt)
                        .ToListAsync(token));
            },
            cancellationToken);
        if (volunteer is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(volunteer.TimeZone);
        var today = StreakRules.LocalDay(clock.GetUtcNow(), zone);
        var days = times.ConvertAll(time => StreakRules.LocalDay(time, zone));
        var different = days.ToHashSet();
        return TypedResults.Ok(new ProgressResponse(
            StreakRules.Current(different, today),
            StreakRules.Longest(different),
            volunteer.WeeklyGoal,
            days.Count(day => StreakRules.WeekOf(day) == StreakRules.WeekOf(today)),
            volunteer.TimeZone));
    }
}
