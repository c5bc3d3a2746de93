using System.Diagnostics;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Submissions;

internal static class AppealEndpoints
{
    public static void MapAppeals(this IEndpointRouteBuilder campaign) =>
        campaign.MapPost("/submissions/{submission:guid}/appeal", Appeal).WithName("AppealRejection").WithTags("Submissions")
            .WithSummary("Asks the curators for a second look at a photo that one of them rejected; once per photo.")
            .Allow(TokenScope.Volunteer).Problems(ProblemTypes.NotAppealable);

    private static async Task<Results<Ok<SubmissionResponse>, ProblemHttpResult>> Appeal(
        CurrentCampaign campaign, Guid submission, AppealRequest request, Caller caller, ICatalogue catalogue, IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        if (await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        return await grains.GetGrain<ISubmissionGrain>(submission).Appeal(caller.Self, request.Text) switch
        {
            AppealOutcome.Appealed appealed => TypedResults.Ok(appealed.Submission.ToResponse(campaign.State)),
            AppealOutcome.Refused => ProblemTypes.NotAppealable.Answer(),
            AppealOutcome.NotFound => ProblemTypes.NotFound.Answer(),
            _ => throw new UnreachableException(),
        };
    }
}

internal sealed class AppealValidator : AbstractValidator<AppealRequest>
{
    public AppealValidator() => RuleFor(request => request.Text).NotEmpty().MaximumLength(1000);
}
