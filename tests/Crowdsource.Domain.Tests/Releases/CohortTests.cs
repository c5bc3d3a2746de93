using Crowdsource.Domain.Releases;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Releases;

public sealed class CohortTests
{
    private static readonly Gen<string> s_salt = Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 1000], (campaign, version) => $"campaign-{campaign}/stable/{version}");

    // By Python: int(sha256(text)[:8], big-endian) % 10,000.
    [Theory]
    [InlineData("0197f6a0-0000-7000-8000-000000000001", "fruit/stable/2", 8932)]
    [InlineData("ffffffff-ffff-4fff-bfff-ffffffffffff", "fruit/stable/2", 7029)]
    [InlineData("0197f6a0-0000-7000-8000-000000000001", "fruit/stable/3", 4737)]
    public void A_place_is_what_the_protocol_says(string device, string salt, int place) => Cohort.Place(Guid.Parse(device), salt).ShouldBe(place);

    [Fact]
    public void A_share_of_all_places_is_everybody_and_of_none_nobody() =>
        Gen.Select(Gen.Guid, s_salt).Sample((device, salt) =>
            Cohort.Includes(device, salt, Cohort.Places) && !Cohort.Includes(device, salt, 0) && Cohort.Place(device, salt) is >= 0 and < Cohort.Places);

    [Fact]
    public void Widening_a_share_takes_nobody_out() =>
        Gen.Select(Gen.Guid, s_salt, Gen.Int[0, Cohort.Places], Gen.Int[0, Cohort.Places]).Sample((device, salt, one, other) =>
            !Cohort.Includes(device, salt, Math.Min(one, other)) || Cohort.Includes(device, salt, Math.Max(one, other)));

    [Fact]
    public void A_share_is_met_among_many_devices() =>
        Gen.Select(Gen.Guid.Array[2000], s_salt, Gen.Int[1, Cohort.Places]).Sample(
            (devices, salt, share) =>
            {
                var (wanted, met) = ((double)share / Cohort.Places, devices.Count(device => Cohort.Includes(device, salt, share)) / 2000.0);
                // Six standard deviations: one draw in 500 million falls outside.
                Math.Abs(met - wanted).ShouldBeLessThanOrEqualTo((6 * Math.Sqrt(wanted * (1 - wanted) / 2000)) + 0.0005);
            },
            iter: 100);

    [Fact]
    public void Each_release_is_tried_by_other_devices() =>
        Gen.Select(Gen.Guid.Array[2000], Gen.Int[1, 1000]).Sample(
            (devices, version) =>
            {
                var both = devices.Count(device => Cohort.Includes(device, $"fruit/stable/{version}", 1000) && Cohort.Includes(device, $"fruit/stable/{version + 1}", 1000));
                // One in a hundred by chance, 20 of 2,000: the same devices would be 200.
                both.ShouldBeLessThan(60);
            },
            iter: 100);
}
