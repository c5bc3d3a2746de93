using Crowdsource.Delivery.Updates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Delivery;

/// <summary>What phones fetch. Keeps no state of its own: any number of hosts serve the same answers from catalogue and blob store.</summary>
public static class DeliveryModule
{
    /// <summary>Needs an <c>ICatalogue</c> and an <c>IBlobStore</c>.</summary>
    public static IServiceCollection AddCrowdsourceDelivery(this IServiceCollection services) =>
        services.AddSingleton<OfferedFiles>().AddSingleton<ChannelAnswers>();

    /// <summary>Says what went wrong, in a host that has no API which does.</summary>
    public static IServiceCollection AddDeliveryFaults(this IServiceCollection services) =>
        services.AddProblemDetails().AddExceptionHandler<DeliveryFaults>();

    /// <summary>Answers update checks before any other middleware; without it they are answered all the same, by their endpoint.</summary>
    public static IApplicationBuilder UseCrowdsourceDelivery(this IApplicationBuilder app) => app.UseMiddleware<UpdateChecks>();

    public static IEndpointRouteBuilder MapCrowdsourceDelivery(this IEndpointRouteBuilder routes)
    {
        routes.MapUpdatesV0();
        return routes;
    }
}
