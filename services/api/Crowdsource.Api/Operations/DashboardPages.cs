using Crowdsource.Api.Access;
using Crowdsource.Api.Problems;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Dashboard;

namespace Crowdsource.Api.Operations;

/// <summary>The dashboard of Orleans: silos, grains and their calls, live, for owners alone.</summary>
internal static class DashboardPages
{
    public const string Path = "/dashboard";

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        app.MapOrleansDashboard(Path).AllowOwnersBrowser().ExcludeFromDescription();

        // To show what a grain keeps it calls whichever methods return it: some of ours do more than that.
        app.MapGet(Path + "/GrainState", () => ProblemTypes.NotFound.Answer()).AllowOwnersBrowser().ExcludeFromDescription().WithOrder(-1);
    }
}
