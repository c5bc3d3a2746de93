using Crowdsource.Inference.Pretrained;
using Crowdsource.Trainer.Evaluation;
using Crowdsource.Trainer.Export;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Generations;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Releases;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Trainer.Training;
using Crowdsource.Vision;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Trainer;

/// <summary>The night's worker. A host needs a catalogue, a blob store, a work queue and an Orleans client beside it.</summary>
public static class TrainerModule
{
    /// <summary>Registers what runs nights, and the service that takes them up.</summary>
    public static IServiceCollection AddCrowdsourceTrainer(this IServiceCollection services)
    {
        services.AddOptions<TrainerOptions>().BindConfiguration(TrainerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddVision().AddPretrainedBackbone();
        services.AddSingleton<SnapshotBuilder>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<SnapshotHistory>();
        services.AddSingleton<MasterPictures>();
        services.AddSingleton<CachedActivations>();
        services.AddSingleton<FeatureFiles>();
        services.AddSingleton<FeatureShards>();
        services.AddSingleton<FeatureSweeper>();
        services.AddHostedService<FeatureSweepService>();
        services.AddSingleton<GenerationStore>();
        services.AddSingleton<HeadFitting>();
        services.AddSingleton<HeadChoices>();
        services.AddSingleton<PretrainedStrategy>();
        services.AddSingleton<TuningSteps>();
        services.AddSingleton<RivalComparison>();
        services.AddSingleton<ITuning, TailTuning>();
        services.AddSingleton<ITuning, FullFineTuning>();
        services.AddSingleton<FromScratchStrategy>();
        services.AddSingleton<ModelTrainer>();
        services.AddSingleton<ModelExporter>();
        services.AddSingleton<ChampionLoader>();
        services.AddSingleton<ModelAnswers>();
        services.AddSingleton<StressTest>();
        services.AddSingleton<OutOfScopePhotos>();
        services.AddSingleton<KeptViewStore>();
        services.AddSingleton<Evaluator>();
        services.AddSingleton<EvaluationArchive>();
        services.AddSingleton<BundleStore>();
        services.AddSingleton<ParityStore>();
        services.AddSingleton<BackboneCalibration>();
        services.AddSingleton<ParitySet>();
        services.AddSingleton<ArtifactExporter>();
        services.AddSingleton<Night>();
        services.AddSingleton<NightRunner>();
        services.AddSingleton<NightWakeUp>();
        services.AddHostedService<NightService>();
        services.AddSingleton<ModelReleaser>();
        return services;
    }

    /// <summary>Registers the consumers, within the host's one call of AddMassTransit.</summary>
    public static void AddTrainerConsumers(this IRegistrationConfigurator bus)
    {
        bus.AddConsumer<RunNightConsumer, RunNightConsumerDefinition>();
        bus.AddConsumer<ReleaseModelConsumer, ReleaseModelConsumerDefinition>();
    }
}
