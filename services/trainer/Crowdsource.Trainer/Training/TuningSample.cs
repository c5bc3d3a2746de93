using Crowdsource.Learning;

namespace Crowdsource.Trainer.Training;

/// <summary>The photos that a tail is tuned on.</summary>
/// <param name="Activations">Of the photos and their variants.</param>
/// <param name="Targets">What is known of them; validation photos judge and are not learned from.</param>
internal sealed record TuningSample(ActivationTable Activations, PhotoTargets Targets);
