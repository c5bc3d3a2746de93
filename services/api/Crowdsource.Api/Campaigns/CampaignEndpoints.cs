using System.Diagnostics;
using Crowdsource.Api.Access;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Campaigns;

internal static class CampaignEndpoints
{
    public static void MapCampaigns(this IEndpointRouteBuilder api, IEndpointRouteBuilder campaign)
    {
        var all = api.MapGroup("/campaigns").WithTags("Campaigns");
        all.MapPost("", Create).WithName("CreateCampaign").WithSummary("Opens a campaign.")
            .Allow(TokenScope.Owner).Problems(ProblemTypes.CampaignExists);
        all.MapGet("", List).WithName("ListCampaigns").WithSummary("Lists campaigns, oldest first.");

        var one = campaign.MapGroup("").WithTags("Campaigns");
        one.MapGet("", Get).WithName("GetCampaign").WithSummary("A campaign with its labels and consent text.");
        one.MapPost("/copies", Copy).WithName("CopyCampaign")
            .WithSummary("Copies a campaign with its photos and models, to try something out; its nights reach no phone of the original.")
            .Allow(TokenScope.Owner).Problems(ProblemTypes.CampaignExists);
    }

    private static async Task<Results<Created<CampaignResponse>, ProblemHttpResult>> Create(
        CreateCampaignRequest request, IGrainFactory grains) =>
        Answer(await grains.GetGrain<ICampaignGrain>(request.Id).Create(request.ToCommand()));

    private static async Task<Results<Created<CampaignResponse>, ProblemHttpResult>> Copy(
        CurrentCampaign campaign, CopyCampaignRequest request, IGrainFactory grains) =>
        Answer(await grains.GetGrain<ICampaignGrain>(request.Id).CopyFrom(campaign.Id, request.Name));

    private static Ok<CampaignResponse> Get(CurrentCampaign campaign) => TypedResults.Ok(campaign.State.ToResponse());

    private static async Task<Ok<Protocol.Page<CampaignSummary>>> List(
        [AsParameters] PageParameters page, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var rows = await catalogue.Read(
            (db, token) => db.Set<CampaignState>().Oldest(page.Start, page.Size, token), cancellationToken);
        return TypedResults.Ok(PageParameters.Page(rows, CampaignDocuments.ToSummary));
    }

    private static Results<Created<CampaignResponse>, ProblemHttpResult> Answer(CreateCampaignOutcome outcome) => outcome switch
    {
        CreateCampaignOutcome.Created created =>
            TypedResults.Created($"/api/v1/campaigns/{created.Campaign.Id}", created.Campaign.ToResponse()),
        CreateCampaignOutcome.Taken => ProblemTypes.CampaignExists.Answer(),
        CreateCampaignOutcome.NoSource => ProblemTypes.NotFound.Answer("There is no such campaign."),
        _ => throw new UnreachableException(),
    };
}
