using Crowdsource.Api.Problems;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace Crowdsource.Api.Campaigns;

/// <summary>Below a campaign that does not exist there is nothing.</summary>
internal static class CampaignFilter
{
    public static async ValueTask<object?> Invoke(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<CurrentCampaign>().All(campaign => campaign.Exists)
            ? await next(context)
            : ProblemTypes.NotFound.Answer("There is no such campaign.");
}
