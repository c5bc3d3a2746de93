using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Operations;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").ExcludeFromDescription();
        health.MapGet("/live", Live);
        health.MapGet("/ready", Ready);
    }

    private static ContentHttpResult Live() => TypedResults.Text("live");

    /// <summary>Ready when the catalogue answers; a fault there becomes a problem like any other.</summary>
    private static async Task<ContentHttpResult> Ready(ICatalogue catalogue, CancellationToken cancellationToken)
    {
        await catalogue.Read((db, token) => db.Set<CampaignState>().AnyAsync(token), cancellationToken);
        return TypedResults.Text("ready");
    }
}
