using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Inference.Pretrained;

/// <summary>Registers the pretrained weights for every module of a host that needs them.</summary>
public static partial class PretrainedServices
{
    /// <summary>One <see cref="PretrainedBackboneSource"/> in a host, however many modules ask; the log says what it finds.</summary>
    public static IServiceCollection AddPretrainedBackbone(this IServiceCollection services)
    {
        services.AddOptions<PretrainedOptions>().BindConfiguration(PretrainedOptions.Section);
        services.TryAddSingleton(provider =>
        {
            var log = provider.GetRequiredService<ILogger<PretrainedBackboneSource>>();
            return new PretrainedBackboneSource(
                provider.GetRequiredService<IOptions<PretrainedOptions>>().Value, found => LogFound(log, found), missing => LogMissing(log, missing));
        });
        return services;
    }

    [LoggerMessage(LogLevel.Information, "{Sentence}")]
    private static partial void LogFound(ILogger log, string sentence);

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private static partial void LogMissing(ILogger log, string sentence);
}
