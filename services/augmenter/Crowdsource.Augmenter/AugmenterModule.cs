using Crowdsource.Augmenter.Erasure;
using Crowdsource.Augmenter.Predictions;
using Crowdsource.Augmenter.Processing;
using Crowdsource.Augmenter.Sweeping;
using Crowdsource.Augmenter.Variants;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Vision;
using Crowdsource.Vision.Children;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Augmenter;

/// <summary>The pipeline's worker. A host needs a catalogue, a blob store, a work queue and an Orleans client beside it.</summary>
public static class AugmenterModule
{
    /// <summary>Registers what processes photos.</summary>
    public static IServiceCollection AddCrowdsourceAugmenter(this IServiceCollection services)
    {
        services.AddOptions<AugmenterOptions>().BindConfiguration("Crowdsource:Augmenter").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<VisionPoolOptions>().BindConfiguration("Crowdsource:Vision");
        services.AddOptions<PretrainedOptions>().BindConfiguration("Crowdsource");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IVision>(provider =>
            new VisionPool(provider.GetRequiredService<IOptions<VisionPoolOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider =>
        {
            var log = provider.GetRequiredService<ILogger<PretrainedBackboneSource>>();
            return new PretrainedBackboneSource(
                provider.GetRequiredService<IOptions<PretrainedOptions>>().Value,
                found => ModuleLog.Found(log, found),
                missing => ModuleLog.Missing(log, missing));
        });
        services.AddSingleton<PhotoActivations>();
        services.AddHostedService<WeightsAtStart>();
        services.AddSingleton<PhotoFindingsStore>();
        services.AddSingleton<RawUploads>();
        services.AddSingleton<PhotoProcessor>();
        services.AddOptions<SweepOptions>().BindConfiguration("Crowdsource:Sweep").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Sweeper>();
        services.AddHostedService<SweepService>();
        services.AddSingleton<VolunteerEraser>();
        services.AddSingleton<VariantRenderer>();
        services.AddSingleton<ClassifierCache>();
        services.AddSingleton<PhotoPredictor>();
        return services;
    }

    /// <summary>Registers the consumers, within the host's one call of AddMassTransit.</summary>
    public static void AddAugmenterConsumers(this IRegistrationConfigurator bus)
    {
        bus.AddConsumer<ProcessPhotoConsumer, ProcessPhotoConsumerDefinition>();
        bus.AddConsumer<EraseVolunteerConsumer, EraseVolunteerConsumerDefinition>();
    }
}
