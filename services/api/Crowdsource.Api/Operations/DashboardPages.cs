using Crowdsource.Api.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Dashboard;

namespace Crowdsource.Api.Operations;

/// <summary>The dashboard of Orleans: silos, grains and their calls, live. It can show what a grain keeps, so it is for owners alone.</summary>
internal static class DashboardPages
{
    public static void MapDashboard(this IEndpointRouteBuilder app) =>
        app.MapOrleansDashboard("/dashboard").AllowOwnersBrowser().ExcludeFromDescription();
}
