using Crowdsource.Api.Access;
using Crowdsource.Api.Preconditions;
using Crowdsource.Api.Problems;
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

/// <summary>What becomes of a label between two nights, beside its name.</summary>
internal static class LabelEndpoints
{
    public static void MapLabels(this IEndpointRouteBuilder campaign)
    {
        var labels = campaign.MapGroup("/labels/{labelId:int}").WithTags("Campaigns").Allow(TokenScope.Owner)
            .Problems(ProblemTypes.UnknownLabel, ProblemTypes.Outdated, ProblemTypes.PreconditionNeeded);
        labels.MapPost("/merge", Merge).WithName("MergeLabel")
            .WithSummary("Counts the label's photos as another label's, from the next night on; each photo keeps what its volunteer said.")
            .Problems(ProblemTypes.LabelNotInUse, ProblemTypes.TooFewLabels);
        labels.MapPost("/retire", Retire).WithName("RetireLabel")
            .WithSummary("Takes no more photos of the label; the next model does not know it. Phones do until they have that model.")
            .Problems(ProblemTypes.LabelNotInUse, ProblemTypes.TooFewLabels);
        labels.MapPost("/restore", Restore).WithName("RestoreLabel")
            .WithSummary("Undoes a merge or a retirement: the label has all its photos again.")
            .Problems(ProblemTypes.LabelNameTaken, ProblemTypes.NoneOfTheseTaken);
    }

    private static Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Merge(
        CurrentCampaign campaign, int labelId, MergeLabelRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, IGrainFactory grains,
        HttpResponse response) =>
        Change(campaign, new ChangeLabel.Merge(new LabelId(labelId), new LabelId(request.Into)), ifMatch, grains, response);

    private static Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Retire(
        CurrentCampaign campaign, int labelId, [FromHeader(Name = "If-Match")] string? ifMatch, IGrainFactory grains, HttpResponse response) =>
        Change(campaign, new ChangeLabel.Retire(new LabelId(labelId)), ifMatch, grains, response);

    private static Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Restore(
        CurrentCampaign campaign, int labelId, [FromHeader(Name = "If-Match")] string? ifMatch, IGrainFactory grains, HttpResponse response) =>
        Change(campaign, new ChangeLabel.Restore(new LabelId(labelId)), ifMatch, grains, response);

    private static async Task<Results<Ok<CampaignResponse>, ProblemHttpResult>> Change(
        CurrentCampaign campaign, ChangeLabel change, string? ifMatch, IGrainFactory grains, HttpResponse response) =>
        string.IsNullOrWhiteSpace(ifMatch) ? ProblemTypes.PreconditionNeeded.Answer()
        : !RowTag.Matches(ifMatch, campaign.Version) ? ProblemTypes.Outdated.Answer()
        : CampaignEndpoints.Answer(await grains.GetGrain<ICampaignGrain>(campaign.Id.Value).Change(change, campaign.Version), response);
}
