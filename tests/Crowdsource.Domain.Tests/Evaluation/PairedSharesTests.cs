using Crowdsource.Domain.Evaluation;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Evaluation;

public sealed class PairedSharesTests
{
    private static readonly Gen<ViewShares[]> s_photos =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], (candidate, champion) => new ViewShares(candidate / 6.0, champion / 6.0)).Array[1, 300];

    [Fact]
    public void Bound_is_known_for_a_hand_computed_case()
    {
        // Differences 0.5, 0.5, 0, −0.5: mean 0.125, variance 0.171875.
        var shares = PairedShares.Of([new(1, 0.5), new(0.5, 0), new(1, 1), new(0.5, 1)]);

        shares.Difference.ShouldBe(0.125, 1e-12);
        shares.LowerBound.ShouldBe(0.125 - (1.6448536 * Math.Sqrt(0.171875 / 4)), 1e-6);
    }

    [Fact]
    public void With_one_view_each_it_is_the_comparison_of_paired_proportions() =>
        Gen.Select(Gen.Bool, Gen.Bool).Array[1, 300].Sample(photos =>
        {
            var shares = PairedShares.Of([.. photos.Select(photo => new ViewShares(photo.Item1 ? 1 : 0, photo.Item2 ? 1 : 0))]);
            var pair = PairedComparison.Of(
                new int[photos.Length], [.. photos.Select(photo => photo.Item1 ? 0 : 1)], [.. photos.Select(photo => photo.Item2 ? 0 : 1)]);
            shares.Difference.ShouldBe(pair.Difference, 1e-9);
            shares.LowerBound.ShouldBe(pair.LowerBound, 1e-9);
        });

    [Fact]
    public void Bound_is_never_above_the_difference_and_equal_answers_leave_no_doubt() =>
        s_photos.Sample(photos =>
        {
            var shares = PairedShares.Of(photos);
            shares.LowerBound.ShouldBeLessThanOrEqualTo(shares.Difference);
            PairedShares.Of([.. photos.Select(photo => photo with { Champion = photo.Candidate })]).ShouldSatisfyAllConditions(
                same => same.Difference.ShouldBe(0), same => same.LowerBound.ShouldBe(0));
        });
}
