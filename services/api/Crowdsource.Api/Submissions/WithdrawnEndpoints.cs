using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Paging;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Submissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Submissions;

internal static class WithdrawnEndpoints
{
    public static void MapWithdrawn(this IEndpointRouteBuilder campaign) =>
        campaign.MapGet("/withdrawn", List).WithName("ListWithdrawn").WithTags("Submissions")
            .WithSummary("Photos that were taken back, oldest first, for everybody who holds copies: delete those with these digests.");

    private static async Task<Ok<Protocol.Page<WithdrawnPhotoResponse>>> List(
        CurrentCampaign campaign, [AsParameters] PageParameters page, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var rows = await catalogue.Read(
            (db, token) => db.Set<WithdrawnPhoto>().Where(photo => photo.Campaign == id).Oldest(page.Start, page.Size, token), cancellationToken);
        return TypedResults.Ok(PageParameters.Page(rows, photo => new WithdrawnPhotoResponse(photo.Photo.Value, photo.At)));
    }
}
