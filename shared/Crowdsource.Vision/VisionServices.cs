using Crowdsource.Vision.Children;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crowdsource.Vision;

/// <summary>Registers vision for every module of a host that looks at pixels.</summary>
public static class VisionServices
{
    /// <summary>One pool of children in a host, however many modules ask. Configuration section <c>Crowdsource:Vision</c>.</summary>
    public static IServiceCollection AddVision(this IServiceCollection services)
    {
        services.AddOptions<VisionPoolOptions>().BindConfiguration(VisionPoolOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IVision>(provider =>
            new VisionPool(provider.GetRequiredService<IOptions<VisionPoolOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
