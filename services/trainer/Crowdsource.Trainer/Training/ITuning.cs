using Crowdsource.Domain.Campaigns;
using Crowdsource.Trainer.Nights.Resuming;

namespace Crowdsource.Trainer.Training;

/// <summary>A way to make a new generation.</summary>
internal interface ITuning
{
    /// <summary>Its name in reports.</summary>
    string Name { get; }

    /// <summary>The strategy under which it is adopted whatever it gains.</summary>
    TrainingStrategy Strategy { get; }

    /// <summary>Why it is not tried tonight, as a note, or empty where it needs none; null when it is.</summary>
    /// <param name="tonight">The night.</param>
    /// <param name="recognised">The share of photos that heads on its generation recognise which did not learn from their group.</param>
    string? WhyNot(TuningOccasion tonight, double recognised);

    /// <summary>Tunes, and trains a head on what is tuned; null where it would take too long.</summary>
    Task<TunedGeneration?> Try(TunedFrom before, int seed, NightSteps night, TrainingReport progress, CancellationToken cancellationToken);
}
