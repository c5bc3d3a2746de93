namespace Crowdsource.Domain.Evaluation;

/// <summary>Why a candidate is refused: stable codes.</summary>
public static class GateReasonCode
{
    public const string NoTestPhotos = "no-test-photos";
    public const string NotAboveMajority = "not-above-majority";
    public const string TestWorse = "test-worse";
    public const string AnchorWorse = "anchor-worse";
    public const string TestUncertain = "test-uncertain";
    public const string AnchorUncertain = "anchor-uncertain";
    public const string NegativeFlips = "negative-flips";
    public const string LabelWorse = "label-worse";
    public const string BatchDisagrees = "batch-disagrees";
}
