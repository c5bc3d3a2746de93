using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Evaluation;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>How the exported candidate does, and what the gate compares.</summary>
/// <param name="Upright">On the test set.</param>
/// <param name="Test">The test set, answered by both models.</param>
/// <param name="Anchor">The anchor set, answered by both models.</param>
/// <param name="Batch">What arrived since the champion learned, as the champion sees it.</param>
/// <param name="Known">Which of the candidate's labels the champion knows too; null without a champion.</param>
internal sealed record EvaluationResult(
    Metrics Upright, ComparedSet Test, ComparedSet Anchor, ArrivingBatch Batch, ImmutableSortedSet<int>? Known)
{
    /// <summary>What the next night need not compute again, see <see cref="KeptViewStore"/>.</summary>
    public BlobDigest? Views { get; init; }

    /// <summary>Test photos by the confidence of the candidate's answer.</summary>
    public ImmutableArray<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>Under stress, with and without the recipe; empty without test photos.</summary>
    public ImmutableArray<RobustnessScore> Robustness { get; init; } = [];

    public ShownAnswers? Shown { get; init; }

    /// <summary>What the candidate recognises and the champion does not, and the other way round; null without a champion.</summary>
    public ChampionDetail? Changes { get; init; }

    /// <summary>The test photos on which the two models can be compared.</summary>
    public ComparedSet SharedTest => Shared(Test);

    /// <summary>The anchor photos on which the two models can be compared.</summary>
    public ComparedSet SharedAnchor => Shared(Anchor);

    /// <summary>Null without a champion or test photos of labels that it knows.</summary>
    public double? NegativeFlips => SharedTest is { Photos: > 0, Champion: { } champion } shared
        ? PairedComparison.Of(shared.Truth, shared.Candidate, champion).NegativeFlips
        : null;

    /// <summary>A champion that knows none of the labels is none to compare with.</summary>
    private ComparedSet Shared(ComparedSet set) => Known is null or { Count: 0 } ? set with { Champion = null } : set.Of(Known);

    /// <summary>Null without anchor photos.</summary>
    public double? AnchorTop1 => Anchor.Photos == 0
        ? null
        : (double)Anchor.Truth.Zip(Anchor.Candidate).Count(photo => photo.First == photo.Second) / Anchor.Photos;
}
