using Crowdsource.Formats;

namespace Crowdsource.Learning;

/// <summary>A classifier trained from scratch.</summary>
/// <param name="Network">From the image (224 × 224) to probabilities; the temperature is in its head.</param>
/// <param name="Temperature">What the logits were divided by.</param>
/// <param name="ValidationRight">Validation photos recognised.</param>
/// <param name="ValidationPhotos">Validation photos; without any, the temperature is 1.</param>
/// <param name="AbstainBelow">An answer less probable than this is better not shown, 0 to 1; see <see cref="Abstention"/>.</param>
public sealed record TrainedNetwork(Network Network, double Temperature, int ValidationRight, int ValidationPhotos, float AbstainBelow);
