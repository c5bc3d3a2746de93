using Crowdsource.Augmenter.Erasure;
using Crowdsource.Augmenter.Predictions;
using Crowdsource.Augmenter.Processing;
using Crowdsource.Augmenter.Sweeping;
using Crowdsource.Augmenter.Variants;
using Crowdsource.Contracts.Pictures;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Vision;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Augmenter;

/// <summary>The pipeline's worker. A host needs a catalogue, a blob store, a work queue and an Orleans client beside it.</summary>
public static class AugmenterModule
{
    /// <summary>Registers what processes photos.</summary>
    public static IServiceCollection AddCrowdsourceAugmenter(this IServiceCollection services)
    {
        services.AddOptions<AugmenterOptions>().BindConfiguration(AugmenterOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddVision().AddPretrainedBackbone();
        services.AddSingleton<PhotoActivations>();
        services.AddHostedService<WeightsAtStart>();
        services.AddSingleton<PhotoFindingsStore>();
        services.AddSingleton<RawUploads>();
        services.AddSingleton<PhotoProcessor>();
        services.AddOptions<SweepOptions>().BindConfiguration(SweepOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Sweeper>();
        services.AddHostedService<SweepService>();
        services.AddSingleton<VolunteerEraser>();
        return services;
    }

    /// <summary>Registers what answers the API about pictures, in a host that has an API; pixels are decoded in children there too.</summary>
    public static IServiceCollection AddPictureAnswers(this IServiceCollection services)
    {
        services.AddVision();
        services.AddSingleton<IVariantRenderer, VariantRenderer>();
        services.AddSingleton<ClassifierCache>();
        services.AddSingleton<PhotoPredictor>();
        services.AddSingleton<IPredictor, ModelPredictor>();
        return services;
    }

    /// <summary>Registers the consumers, within the host's one call of AddMassTransit.</summary>
    public static void AddAugmenterConsumers(this IRegistrationConfigurator bus)
    {
        bus.AddConsumer<ProcessPhotoConsumer, ProcessPhotoConsumerDefinition>();
        bus.AddConsumer<EraseVolunteerConsumer, EraseVolunteerConsumerDefinition>();
    }
}
