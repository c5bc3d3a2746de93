using Crowdsource.Domain.Evaluation;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>How the exported candidate does, and what the gate compares.</summary>
/// <param name="Upright">On the test set.</param>
/// <param name="Top1Rotated">Mean over the two rotations, in [0, 1].</param>
/// <param name="Top1Blurred">Mean over the two blurs, in [0, 1].</param>
/// <param name="Test">The test set, answered by both models.</param>
/// <param name="Anchor">The anchor set, answered by both models.</param>
/// <param name="Batch">What arrived since the champion learned, as the champion sees it.</param>
internal sealed record EvaluationResult(
    Metrics Upright, double Top1Rotated, double Top1Blurred, ComparedSet Test, ComparedSet Anchor, ArrivingBatch Batch)
{
    /// <summary>Null without a champion or test photos.</summary>
    public double? NegativeFlips => Test is { Photos: > 0, Champion: { } champion }
        ? PairedComparison.Of(Test.Truth, Test.Candidate, champion).NegativeFlips
        : null;

    /// <summary>Null without anchor photos.</summary>
    public double? AnchorTop1 => Anchor.Photos == 0
        ? null
        : (double)Anchor.Truth.Zip(Anchor.Candidate).Count(photo => photo.First == photo.Second) / Anchor.Photos;
}
