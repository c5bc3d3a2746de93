using Crowdsource.Domain.Volunteers;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Volunteers;

public sealed class TrustRulesTests
{
    [Theory]
    [InlineData(0, 0, 0.5, TrustLevel.New)]
    [InlineData(9, 0, 0.846, TrustLevel.New)]
    [InlineData(10, 0, 0.857, TrustLevel.Known)]
    [InlineData(10, 5, 0.632, TrustLevel.New)]
    [InlineData(49, 0, 0.962, TrustLevel.Known)]
    [InlineData(50, 0, 0.963, TrustLevel.Trusted)]
    [InlineData(50, 3, 0.912, TrustLevel.Trusted)]
    [InlineData(50, 4, 0.897, TrustLevel.Known)]
    public void Trust_is_earned_by_accepted_photos_and_lost_by_rejected_ones(int accepted, int rejected, double trust, TrustLevel level)
    {
        TrustRules.Trust(accepted, rejected).ShouldBe(trust, 0.001);
        TrustRules.Level(accepted, rejected).ShouldBe(level);
    }

    [Fact]
    public void A_photo_more_never_does_harm_when_accepted_nor_good_when_rejected() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 5000]).Sample((accepted, rejected) =>
        {
            var (trust, level) = (TrustRules.Trust(accepted, rejected), TrustRules.Level(accepted, rejected));
            trust.ShouldBeInRange(double.Epsilon, 1 - 1e-9);
            TrustRules.Trust(accepted + 1, rejected).ShouldBeGreaterThan(trust);
            TrustRules.Trust(accepted, rejected + 1).ShouldBeLessThan(trust);
            ((int)TrustRules.Level(accepted + 1, rejected)).ShouldBeGreaterThanOrEqualTo((int)level);
            ((int)TrustRules.Level(accepted, rejected + 1)).ShouldBeLessThanOrEqualTo((int)level);
        });
}
