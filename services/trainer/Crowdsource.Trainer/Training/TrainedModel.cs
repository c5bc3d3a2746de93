using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Formats;

namespace Crowdsource.Trainer.Training;

/// <summary>What a strategy made of a snapshot.</summary>
internal sealed record TrainedModel
{
    /// <summary>Its name in reports.</summary>
    public required string Strategy { get; init; }

    /// <summary>From the image to probabilities, the temperature in its head.</summary>
    public required Network Network { get; init; }

    /// <summary>The same strategy on the photos alone; null when it was not made.</summary>
    public Network? WithoutAugmentation { get; init; }

    /// <summary>An answer less probable than this is better not shown, 0 to 1.</summary>
    public float AbstainBelow { get; init; }

    /// <summary>Photos whose label is probably wrong, the most suspicious first.</summary>
    public ImmutableArray<DoubtedPhoto> Doubted { get; init; } = [];

    /// <summary>Whose work is inside beside the photos; null when nobody's.</summary>
    public string? Attribution { get; init; }

    /// <summary>The backbone under the head; null when it has none.</summary>
    public Generation? Generation { get; init; }

    /// <summary>The list of feature shards for the next night; null when there are no features.</summary>
    public BlobDigest? Features { get; init; }

    /// <summary>What a reader of the report should know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What was tried, in order.</summary>
    public ImmutableArray<StrategyTrial> Strategies { get; init; } = [];

    /// <summary>The settings of its head, of this night or of an earlier one; null when there is no head apart.</summary>
    public HeadChoice? Head { get; init; }
}
