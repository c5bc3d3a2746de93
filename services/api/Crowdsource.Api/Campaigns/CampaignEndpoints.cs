using System.Diagnostics;
using Crowdsource.Api.Access;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Preconditions;
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
using Microsoft.AspNetCore.Mvc;
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
        one.MapGet("", Get).WithName("GetCampaign").WithSummary("A campaign with its labels and consent text; its ETag is what an edit names.");
        one.MapPut("", Edit).WithName("EditCampaign")
            .WithSummary("Changes a campaign that nobody changed since it was read. Labels in use are renamed, and new ones added.")
            .Allow(TokenScope.Owner)
            .Problems(ProblemTypes.LabelMissing, ProblemTypes.UnknownLabel, ProblemTypes.LabelNotInUse, ProblemTypes.Outdated, ProblemTypes.PreconditionNeeded);
        one.MapPost("/pause", Pause).WithName("PauseCampaign")
            .WithSummary("Takes no photos for a while; what was sent before is processed.").Allow(TokenScope.Owner);
        one.MapPost("/resume", Resume).WithName("ResumeCampaign").WithSummary("Takes photos again, after a pause or a close.")
            .Allow(TokenScope.Owner);
        one.MapPost("/close", Close).WithName("CloseCampaign")
            .WithSummary("Ends the campaign: no more photos, no more scheduled nights. What there is stays.").Allow(TokenScope.Owner);
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

    private static Results<Ok<CampaignResponse>, StatusCodeHttpResult> Get(
        CurrentCampaign campaign, [FromHeader(Name = "If-None-Match")] string? ifNoneMatch, HttpResponse response)
    {
        RowTag.Set(response, campaign.Version);
        return RowTag.Has(ifNoneMatch, RowTag.Of(campaign.Version))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(campaign.State.ToResponse());
    }

    private static async Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Edit(
        CurrentCampaign campaign, EditCampaignRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, IGrainFactory grains,
        HttpResponse response) =>
        string.IsNullOrWhiteSpace(ifMatch) ? ProblemTypes.PreconditionNeeded.Answer()
        : !RowTag.Matches(ifMatch, campaign.Version) ? ProblemTypes.Outdated.Answer()
        : Answer(await grains.GetGrain<ICampaignGrain>(campaign.Id.Value).Edit(request.ToCommand(), campaign.Version), response);

    private static Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Pause(
        CurrentCampaign campaign, IGrainFactory grains, HttpResponse response) =>
        Become(campaign, CampaignStatus.Paused, grains, response);

    private static Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Resume(
        CurrentCampaign campaign, IGrainFactory grains, HttpResponse response) =>
        Become(campaign, CampaignStatus.Open, grains, response);

    private static Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Close(
        CurrentCampaign campaign, IGrainFactory grains, HttpResponse response) =>
        Become(campaign, CampaignStatus.Closed, grains, response);

    private static async Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Become(
        CurrentCampaign campaign, CampaignStatus status, IGrainFactory grains, HttpResponse response) =>
        Answer(await grains.GetGrain<ICampaignGrain>(campaign.Id.Value).Become(status), response);

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

    /// <summary>The campaign as it is now, with its tag; or why it was not changed.</summary>
    public static Results<Ok<CampaignResponse>, ProblemHttpResult> Answer(EditCampaignOutcome outcome, HttpResponse response)
    {
        switch (outcome)
        {
            case EditCampaignOutcome.Edited edited:
                RowTag.Set(response, edited.Version);
                return TypedResults.Ok(edited.Campaign.ToResponse());
            case EditCampaignOutcome.Outdated:
                return ProblemTypes.Outdated.Answer();
            case EditCampaignOutcome.LabelMissing missing:
                return ProblemTypes.LabelMissing.Answer($"Label {missing.Label} is missing.");
            case EditCampaignOutcome.UnknownLabel unknown:
                return ProblemTypes.UnknownLabel.Answer($"There is no label {unknown.Label}: leave out the id of a new one.");
            case EditCampaignOutcome.Refused { Code: LabelRefusal.NotInUse }:
                return ProblemTypes.LabelNotInUse.Answer();
            case EditCampaignOutcome.Refused { Code: LabelRefusal.TooFew }:
                return ProblemTypes.TooFewLabels.Answer();
            case EditCampaignOutcome.Refused { Code: LabelRefusal.NameTaken }:
                return ProblemTypes.LabelNameTaken.Answer();
            case EditCampaignOutcome.Refused { Code: LabelRefusal.NoneOfTheseTaken }:
                return ProblemTypes.NoneOfTheseTaken.Answer();
            case EditCampaignOutcome.NotFound:
                return ProblemTypes.NotFound.Answer();
            default:
                throw new UnreachableException();
        }
    }
}
