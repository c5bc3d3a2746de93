using Crowdsource.Domain.Nights;

namespace Crowdsource.Domain.Evaluation;

/// <summary>
/// Decides whether a night's candidate replaces the champion. Both are judged as exported files, on the same photos: tonight's test set,
/// and the anchor set that curators have locked. The difference is taken over all views of the photos: upright alone, two good models differ in so few
/// photos that chance decides. Pure: the same answers give the same verdict.
/// </summary>
public static class PromotionGate
{
    /// <summary>The one-sided 95 % lower bound of the difference over all views may not be below this.</summary>
    public const double LargestUncertainLoss = 0.02;

    /// <summary>
    /// Share of photos that the champion has right and the candidate wrong. Held against the one-sided 95 % lower bound: a candidate at the limit
    /// would else be refused by chance every other night.
    /// </summary>
    public const double MostNegativeFlips = 0.02;

    /// <summary>
    /// Photos of a set from which on it can show that a difference is small. In smaller ones a single photo is more than all limits: there the
    /// candidate must not be worse, or a small campaign would stay with its first version for ever.
    /// </summary>
    public const int PhotosToJudgeASet = 30;

    /// <summary>Photos of a label in a set from which on the label is judged alone.</summary>
    public const int PhotosToJudgeALabel = 30;

    /// <summary>Level of the test of a set's upright photos, and family-wise level of the tests per label (Holm).</summary>
    public const double Level = 0.05;

    /// <summary>Means of sixths that are equal may differ by this.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Arriving photos from which on the batch itself is judged.</summary>
    public const int PhotosToJudgeABatch = 20;

    /// <param name="labels">Names of the labels, for the sentences.</param>
    /// <param name="test">Tonight's test set; may be empty when there is an anchor set. Its champion is null on the first night.</param>
    /// <param name="anchor">The locked set; may be empty.</param>
    /// <param name="batch">What arrived since the last night.</param>
    public static GateVerdict Decide(IReadOnlyList<string> labels, ComparedSet test, ComparedSet anchor, ArrivingBatch batch)
    {
        var reasons = new List<NightReason>();
        var notes = new List<string>();
        var judging = test.Photos > 0 ? test : anchor;
        if (judging.Photos == 0)
        {
            reasons.Add(new NightReason(
                GateReasonCode.NoTestPhotos, "There are neither test nor anchor photos, so nothing is known about the candidate."));
        }
        else if (judging.Champion is null)
        {
            notes.Add("There is no earlier version: the candidate is only held against always answering the most frequent label.");
            JudgeFirst(labels, judging, reasons);
        }
        else
        {
            JudgeSet("test set", test, GateReasonCode.TestWorse, GateReasonCode.TestUncertain, labels, reasons, notes);
            JudgeSet("anchor set", anchor, GateReasonCode.AnchorWorse, GateReasonCode.AnchorUncertain, labels, reasons, notes);
            JudgeBatch(batch, anchor.Photos > 0 ? anchor : test, reasons, notes);
            if (test.Photos == 0)
            {
                notes.Add("There are no test photos tonight: the anchor set alone judged.");
            }

            if (anchor.Photos == 0)
            {
                notes.Add("No anchor set is locked: spoiled labels in the test set would not be seen on it.");
            }
        }

        return reasons.Count == 0 ? new GateVerdict.Promote(notes) : new GateVerdict.Refuse(reasons, notes);
    }

    private static void JudgeFirst(IReadOnlyList<string> labels, ComparedSet test, List<NightReason> reasons)
    {
        var right = test.Truth.Zip(test.Candidate).Count(photo => photo.First == photo.Second);
        var majority = test.Truth.CountBy(label => label).MaxBy(label => label.Value);
        if (right <= majority.Value)
        {
            reasons.Add(new NightReason(
                GateReasonCode.NotAboveMajority,
                $"{right} of {test.Photos} test photos are right; always answering \"{labels[majority.Key]}\" would get {majority.Value}."));
        }
    }

    private static void JudgeSet(
        string name, ComparedSet set, string worse, string uncertain, IReadOnlyList<string> labels, List<NightReason> reasons, List<string> notes)
    {
        if (set is not { Photos: > 0, Champion: { } champion })
        {
            return;
        }

        var (pair, shares) = (PairedComparison.Of(set.Truth, set.Candidate, champion), set.Shares());
        if (shares.Difference < -Rounding)
        {
            reasons.Add(new NightReason(
                worse,
                set.Views.Length == 0
                    ? $"On the {name} the candidate has {pair.CandidateRight} of {pair.Photos} right, the champion {pair.ChampionRight}."
                    : $"On the {name}, upright, turned, blurred and off-centre, the candidate is right in {shares.Candidate:P1} of the views, the champion in {shares.Champion:P1}."));
        }
        else if (pair.ProbabilityOfSoManyLosses <= Level)
        {
            reasons.Add(new NightReason(
                worse,
                $"On the upright photos of the {name} the candidate has {pair.CandidateRight} of {pair.Photos} right, the champion {pair.ChampionRight}: "
                + $"by chance so many would be lost with p = {pair.ProbabilityOfSoManyLosses:G2}."));
        }

        if (set.Photos < PhotosToJudgeASet)
        {
            notes.Add($"The {name} has {set.Photos} photos, too few to tell small differences ({PhotosToJudgeASet} are needed): the candidate must only not be worse on it.");
            return;
        }

        if (shares.LowerBound < -LargestUncertainLoss)
        {
            reasons.Add(new NightReason(
                uncertain,
                $"On the {name} the difference is {Points(shares.Difference)} points, but at 95 % it could be {Points(shares.LowerBound)}; "
                + $"no less than {Points(-LargestUncertainLoss)} is allowed (upright {pair.Gained} photos gained, {pair.Lost} lost, of {pair.Photos})."));
        }

        if (pair.NegativeFlipsAtLeast > MostNegativeFlips)
        {
            reasons.Add(new NightReason(
                GateReasonCode.NegativeFlips,
                $"On the {name} {pair.Lost} of {pair.Photos} photos ({pair.NegativeFlips:P1}, at 95 % at least {pair.NegativeFlipsAtLeast:P1}) were right "
                + $"and would become wrong; {MostNegativeFlips:P0} is allowed."));
        }

        JudgeLabels(name, set, champion, labels, reasons);
    }

    private static void JudgeLabels(string name, ComparedSet set, int[] champion, IReadOnlyList<string> labels, List<NightReason> reasons)
    {
        var judged = Enumerable.Range(0, set.Photos)
            .GroupBy(photo => set.Truth[photo])
            .Where(photos => photos.Count() >= PhotosToJudgeALabel)
            .Select(photos => (Label: photos.Key, Pair: PairedComparison.Of(
                [.. photos.Select(photo => set.Truth[photo])],
                [.. photos.Select(photo => set.Candidate[photo])],
                [.. photos.Select(photo => champion[photo])])))
            .OrderBy(label => label.Pair.ProbabilityOfSoManyLosses)
            .ThenBy(label => label.Label)
            .ToList();

        // Holm 1979: the k-th smallest of m probabilities is held against level / (m - k + 1), and the first that passes ends it.
        for (var k = 0; k < judged.Count && judged[k].Pair.ProbabilityOfSoManyLosses <= Level / (judged.Count - k); k++)
        {
            var (label, pair) = judged[k];
            reasons.Add(new NightReason(
                GateReasonCode.LabelWorse,
                $"On the {name} \"{labels[label]}\" falls from {pair.ChampionRight} to {pair.CandidateRight} of {pair.Photos} photos "
                + $"(p = {pair.ProbabilityOfSoManyLosses:G2}, {judged.Count} labels judged)."));
        }
    }

    /// <summary>
    /// A batch disagrees wholesale when the champion's agreement with its claimed labels lies nearer to guessing than to the champion's own
    /// accuracy. Spoiled labels spoil the test set too; this and the anchor see them.
    /// </summary>
    private static void JudgeBatch(ArrivingBatch batch, ComparedSet reference, List<NightReason> reasons, List<string> notes)
    {
        if (batch.Photos < PhotosToJudgeABatch)
        {
            notes.Add($"{batch.Photos} photos of known labels arrived: too few to judge the batch itself ({PhotosToJudgeABatch} are needed).");
            return;
        }

        var guessing = 1.0 / batch.KnownLabels;
        var accuracy = (double)PairedComparison.Of(reference.Truth, reference.Candidate, reference.Champion).ChampionRight / reference.Photos;
        var least = guessing + (Math.Max(0, accuracy - guessing) / 2);
        if (batch.Agreement < least)
        {
            reasons.Add(new NightReason(
                GateReasonCode.BatchDisagrees,
                $"The champion agrees with the claimed label on {batch.Agreeing} of {batch.Photos} new photos ({batch.Agreement:P0}); it is right on "
                + $"{accuracy:P0} of known photos, and below {least:P0} a curator should look at the batch."));
        }
    }

    private static string Points(double share) => (share * 100).ToString("+0.0;-0.0;0.0");
}
