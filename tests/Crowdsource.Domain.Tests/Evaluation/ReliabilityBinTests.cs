using Crowdsource.Domain.Evaluation;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Evaluation;

public sealed class ReliabilityBinTests
{
    [Fact]
    public void Answers_are_binned_by_their_confidence()
    {
        var bins = ReliabilityBin.Of([(0.05, false), (0.95, true), (0.97, false), (1, true)]);
        bins.Length.ShouldBe(ReliabilityBin.Bins);
        bins[0].ShouldBe(new ReliabilityBin(0, 0.1, 1, 0.05, 0));
        (bins[9].Photos, bins[9].Right).ShouldBe((3, 2));
        bins[9].Confidence.ShouldBe((0.95 + 0.97 + 1) / 3, 1e-9);
        bins[5].ShouldBe(new ReliabilityBin(0.5, 0.6, 0, 0, 0));
    }

    [Fact]
    public void The_calibration_error_weighs_bins_by_their_photos()
    {
        // Three answers at 0.9 of which all are right, one at 0.5 that is wrong: (3 × 0.1 + 1 × 0.5) / 4.
        ReliabilityBin.Error(ReliabilityBin.Of([(0.9, true), (0.9, true), (0.9, true), (0.5, false)])).ShouldNotBeNull().ShouldBe(0.2, 1e-9);
        ReliabilityBin.Error(ReliabilityBin.Of([])).ShouldBeNull();
    }
}
