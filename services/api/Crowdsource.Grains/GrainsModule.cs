using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Grains;

/// <summary>What a silo needs beside the grains themselves.</summary>
public static class GrainsModule
{
    public static IServiceCollection AddCrowdsourceGrains(this IServiceCollection services) => services.AddHostedService<NightAlarm>();
}
