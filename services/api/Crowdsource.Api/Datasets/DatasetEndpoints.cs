using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Access;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Datasets;

internal static class DatasetEndpoints
{
    private const string Zip = "application/zip";

    public static void MapDataset(this IEndpointRouteBuilder campaign) => campaign.MapGet("/dataset", Get)
        .WithName("GetDataset").WithTags("Campaigns")
        .WithSummary("Every accepted photo in folders by split and label, with a manifest; 'crowdsource import' reads it.")
        .Produces<byte[]>(StatusCodes.Status200OK, Zip)
        .Allow(TokenScope.Owner);

    private static PushStreamHttpResult Get(
        CurrentCampaign campaign, HttpContext context, ICatalogue catalogue, IBlobStore blobs, CancellationToken cancellationToken)
    {
        // .NET's archive writes the few bytes that end an entry synchronously, also when it is disposed of asynchronously.
        context.Features.Get<IHttpBodyControlFeature>()?.AllowSynchronousIO = true;
        return TypedResults.Stream(
            output => new DatasetArchive(campaign.State, catalogue, blobs).Write(output, cancellationToken), Zip, $"{campaign.Id}-dataset.zip");
    }
}
