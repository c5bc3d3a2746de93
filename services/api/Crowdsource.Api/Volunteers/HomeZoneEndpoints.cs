using Crowdsource.Api.Access;
using Crowdsource.Api.Problems;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Locations;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crowdsource.Api.Volunteers;

/// <summary>Where a volunteer does not want to be found.</summary>
internal static class HomeZoneEndpoints
{
    public static void MapHomeZone(this IEndpointRouteBuilder me)
    {
        me.MapPut("/home-zone", Set).WithName("SetMyHomeZone")
            .WithSummary("Has photos taken there, earlier ones too, located to about a kilometre only.");
        me.MapDelete("/home-zone", Clear).WithName("ClearMyHomeZone")
            .WithSummary("Forgets the home zone; what was located roughly stays so.");
    }

    public static HomeZoneDocument ToDocument(this HomeZone zone) =>
        new(zone.Centre.Latitude, zone.Centre.Longitude, zone.RadiusMeters);

    private static async Task<Results<Ok<HomeZoneDocument>, ProblemHttpResult>> Set(HomeZoneDocument request, Caller caller, IGrainFactory grains)
    {
        var zone = new HomeZone(new GeoPoint(request.Latitude, request.Longitude), request.RadiusMeters);
        return (await grains.GetGrain<IVolunteerGrain>(caller.Self.Value).SetHomeZone(zone))?.HomeZone is { } set
            ? TypedResults.Ok(set.ToDocument())
            : ProblemTypes.NotFound.Answer();
    }

    private static async Task<NoContent> Clear(Caller caller, IGrainFactory grains)
    {
        await grains.GetGrain<IVolunteerGrain>(caller.Self.Value).SetHomeZone(null);
        return TypedResults.NoContent();
    }
}
