using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Models;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>What a night found. Accuracies are shares from 0 to 1 on the campaign's own split, hence optimistic: photos from elsewhere do worse.</summary>
[GenerateSerializer, Immutable, Alias("night-report")]
public sealed record NightReport
{
    /// <summary>The frozen list of photos, labels and splits.</summary>
    [Id(0)] public required BlobDigest Snapshot { get; init; }

    /// <summary>How the model was trained, such as <c>linear-head</c> or <c>from-scratch</c>.</summary>
    [Id(1)] public required string Strategy { get; init; }

    /// <summary>Photos trained on, validated on, tested on, and in the anchor set.</summary>
    [Id(2)] public required int Train { get; init; }
    [Id(3)] public required int Validation { get; init; }
    [Id(4)] public required int Test { get; init; }
    [Id(5)] public required int Anchor { get; init; }

    [Id(6)] public required double Top1 { get; init; }

    /// <summary>Wilson 95 % interval of <see cref="Top1"/>.</summary>
    [Id(7)] public required double Top1Low { get; init; }
    [Id(8)] public required double Top1High { get; init; }

    /// <summary>Mean over the two rotations of the robustness definition.</summary>
    [Id(9)] public required double Top1Rotated { get; init; }

    /// <summary>Mean over the two blurs of the robustness definition.</summary>
    [Id(10)] public required double Top1Blurred { get; init; }
    [Id(11)] public required double MacroRecall { get; init; }

    /// <summary>Share of test photos that the champion had right and the candidate has wrong; null without a champion.</summary>
    [Id(12)] public double? NegativeFlips { get; init; }

    [Id(13)] public required ImmutableArray<LabelRecall> Labels { get; init; }

    /// <summary>Labels with too few photos, which this model does not know.</summary>
    [Id(14)] public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>What a reader should know, such as that no anchor set is locked.</summary>
    [Id(15)] public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The same night's model trained without augmented variants, for comparison.</summary>
    [Id(16)] public BlobDigest? WithoutAugmentation { get; init; }

    /// <summary>The candidate's exported ONNX file.</summary>
    [Id(17)] public required BlobDigest Candidate { get; init; }

    /// <summary>Top-1 on the anchor set; null when it is empty.</summary>
    [Id(18)] public double? AnchorTop1 { get; init; }

    /// <summary>The candidate's backbone; null when it was trained from scratch.</summary>
    [Id(19)] public Generation? Generation { get; init; }

    /// <summary>The list of the feature shards that the next night reads; null when it was trained from scratch.</summary>
    [Id(20)] public BlobDigest? Features { get; init; }

    /// <summary>The <see cref="EvaluationDetail"/>, for the model's card.</summary>
    [Id(21)] public BlobDigest? Evaluation { get; init; }

    /// <summary>What the next night need not measure again to export its artifacts; null when nothing was exported yet.</summary>
    [Id(22)] public BlobDigest? Parity { get; init; }

    /// <summary>A sample of the test photos under stress, with and without the recipe; empty without test photos.</summary>
    [Id(23)] public ImmutableArray<RobustnessScore> Robustness { get; init; } = [];

    /// <summary>What the threshold to abstain comes to; null in reports of earlier days.</summary>
    [Id(24)] public ShownAnswers? Shown { get; init; }

    /// <summary>What the evaluation keeps for the next night: features of views of photos that no training sees.</summary>
    [Id(25)] public BlobDigest? Views { get; init; }

    /// <summary>What was tried, in order; empty where nothing was tuned.</summary>
    [Id(26)] public ImmutableArray<StrategyTrial> Strategies { get; init; } = [];

    /// <summary>Labels of which the candidate takes one for the other, the worst first.</summary>
    [Id(27)] public ImmutableArray<ConfusedPair> Confused { get; init; } = [];

    /// <summary>The settings of the head; null where there are no pretrained weights, and in reports of earlier days.</summary>
    [Id(28)] public HeadChoice? Head { get; init; }
}
