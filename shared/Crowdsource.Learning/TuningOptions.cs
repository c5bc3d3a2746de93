namespace Crowdsource.Learning;

/// <summary>How a network is tuned. The defaults did best for a tail where whole clusters of a label's photos were held out: 6 points upright and 9 blurred over
/// the head alone; a third of this learning rate gained 5 and 7.</summary>
public sealed record TuningOptions
{
    /// <summary>The order of photos and the variant of each follow from it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The variants that are learned from, 0 being the photo itself; one that is named twice is learned from twice as often. Null: all alike.</summary>
    public IReadOnlyList<int>? Views { get; init; }

    /// <summary>Passes over the photos; in each, one of the photo's <see cref="Views"/> by chance.</summary>
    public int Passes { get; init; } = 8;

    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak of the one-cycle schedule of AdamW.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Of AdamW.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>In [0, 1): what of the target is spread over all labels.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>For all layers of a pretrained network: smaller steps, for its first layers are good as they are.</summary>
    public static TuningOptions EveryLayer { get; } = new() { LearningRate = 3e-4, Passes = 5 };

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal static void Validate(TuningOptions options)
    {
        if (options.Views is { } views && (views.Count == 0 || views.Any(view => view < 0)))
        {
            throw new ArgumentException("There is a view or more, from 0 up.", nameof(options));
        }

        if (options.Passes < 1 || options.BatchSize < 1 || options.LearningRate is not (> 0 and < 1) || options.WeightDecay is not (>= 0 and < 1)
            || options.LabelSmoothing is not (>= 0 and < 1))
        {
            throw new ArgumentException(
                "There is a pass or more, an image per step or more, and the learning rate, weight decay and label smoothing are below 1.", nameof(options));
        }
    }
}
