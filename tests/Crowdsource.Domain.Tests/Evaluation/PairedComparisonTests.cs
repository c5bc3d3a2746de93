using Crowdsource.Domain.Evaluation;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Evaluation;

public sealed class PairedComparisonTests
{
    private static readonly Gen<PairedComparison> s_comparisons =
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 40], Gen.Int[0, 40])
            .Select((same, gained, lost) => new PairedComparison(same + gained + lost + 1, same + gained, gained, lost));

    [Fact]
    public void Counts_come_from_the_answers()
    {
        var pair = PairedComparison.Of([0, 0, 1, 1, 2], [0, 1, 1, 1, 2], [0, 0, 0, 1, Metrics.None]);

        pair.ShouldBe(new PairedComparison(Photos: 5, CandidateRight: 4, Gained: 2, Lost: 1));
        pair.ChampionRight.ShouldBe(3);
        pair.Difference.ShouldBe(0.2, 1e-12);
        pair.NegativeFlips.ShouldBe(0.2, 1e-12);
    }

    [Theory]
    // Upper tails of a fair coin, counted by hand: 1/32, 56/1024, 638/1024.
    [InlineData(0, 5, 0.03125)]
    [InlineData(2, 8, 0.0546875)]
    [InlineData(5, 5, 0.623046875)]
    [InlineData(0, 0, 1)]
    public void Sign_test_agrees_with_known_values(int gained, int lost, double probability) =>
        new PairedComparison(100, 50, gained, lost).ProbabilityOfSoManyLosses.ShouldBe(probability, 1e-9);

    [Fact]
    public void Sign_test_is_continuous_where_it_changes_method() =>
        new PairedComparison(5000, 3000, 480, 521).ProbabilityOfSoManyLosses
            .ShouldBe(new PairedComparison(5000, 3000, 480, 520).ProbabilityOfSoManyLosses, 0.01);

    [Fact]
    public void Lower_bound_is_known_for_a_hand_computed_case() =>
        // d = 0.05, √(10 + 5 − 25/100) = 3.8406, so 0.05 − 1.64485 · 3.8406 / 100.
        new PairedComparison(100, 80, 10, 5).LowerBound.ShouldBe(0.05 - (1.6448536 * 3.8405729 / 100), 1e-6);

    [Fact]
    public void Lower_bound_is_never_above_the_difference() =>
        s_comparisons.Sample(pair => pair.LowerBound <= pair.Difference && (pair.Gained + pair.Lost > 0 || pair.LowerBound == 0));

    [Fact]
    public void One_more_loss_never_looks_better() =>
        s_comparisons.Where(pair => pair.CandidateRight > pair.Gained).Sample(pair =>
        {
            var worse = pair with { CandidateRight = pair.CandidateRight - 1, Lost = pair.Lost + 1 };
            return worse.ProbabilityOfSoManyLosses <= pair.ProbabilityOfSoManyLosses + 1e-12 && worse.Difference < pair.Difference;
        });
}
