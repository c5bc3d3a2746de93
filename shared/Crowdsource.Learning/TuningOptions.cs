namespace Crowdsource.Learning;

/// <summary>How a network is tuned. The defaults did best for a tail where whole clusters of a label's photos were held out: 6 points upright and 9 blurred over
/// the head alone; a third of this learning rate gained 5 and 7.</summary>
public sealed record TuningOptions
{
    /// <summary>The order of photos and the variant of each follow from it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The variants that are learned from, 0 being the photo itself. Null: all of them.</summary>
    public IReadOnlyList<int>? Views { get; init; }

    /// <summary>Passes over the photos; in each, one of the photo's <see cref="Views"/> by chance.</summary>
    public int Passes { get; init; } = 8;

    /// <summary>Trainings, each in an order of its own; the result is the mean of their weights (Wortsman et al. 2022, Model soups): chance counts for
    /// less. Measured on held-out kinds of photos, mean of five pairs: two points upright and one blurred over the mean of the two.</summary>
    public int Runs { get; init; } = 2;

    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak of the one-cycle schedule of AdamW.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Of AdamW.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>In [0, 1): what of the target is spread over all labels.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>In (0, 1]: how far the result goes from the weights it started with (0) to those that training ended with (1), in a straight line: what the start
    /// knew of pictures that nobody sent yet is kept (Wortsman et al. 2022, Robust fine-tuning of zero-shot models). Measured on held-out kinds of photos, mean of five
    /// tails: a point upright and blurred, one and a half off-centre; halfway was no better.</summary>
    public double Interpolation { get; init; } = 0.7;

    /// <summary>For all layers of a pretrained network: smaller steps, for its first layers are good as they are.</summary>
    public static TuningOptions EveryLayer { get; } = new() { LearningRate = 3e-4, Passes = 5, Runs = 1, Interpolation = 1 };

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal static void Validate(TuningOptions options)
    {
        if (options.Views is { } views && (views.Count == 0 || views.Any(view => view < 0)))
        {
            throw new ArgumentException("There is a view or more, from 0 up.", nameof(options));
        }

        if (options.Passes < 1 || options.Runs < 1 || options.BatchSize < 1 || options.LearningRate is not (> 0 and < 1) || options.WeightDecay is not (>= 0 and < 1)
            || options.LabelSmoothing is not (>= 0 and < 1) || options.Interpolation is not (> 0 and <= 1))
        {
            throw new ArgumentException(
                "There is a pass or more, a run or more, an image per step or more, the learning rate, weight decay and label smoothing are below 1, and the interpolation is above 0 and at most 1.",
                nameof(options));
        }
    }
}
