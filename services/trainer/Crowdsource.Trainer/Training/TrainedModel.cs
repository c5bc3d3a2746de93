using System.Collections.Immutable;
using Crowdsource.Formats;

namespace Crowdsource.Trainer.Training;

/// <summary>What a strategy made of a snapshot.</summary>
/// <param name="Strategy">Its name in reports.</param>
/// <param name="Network">From the image to probabilities, the temperature in its head.</param>
/// <param name="WithoutAugmentation">The same, trained on the photos alone; null when it was not made.</param>
/// <param name="AbstainBelow">An answer less probable than this is better not shown, 0 to 1.</param>
/// <param name="Attribution">Whose work is inside beside the photos; null when nobody's.</param>
/// <param name="Notes">What a reader of the report should know.</param>
internal sealed record TrainedModel(
    string Strategy, Network Network, Network? WithoutAugmentation, float AbstainBelow, string? Attribution, ImmutableArray<string> Notes);
