using Crowdsource.Domain.Nights;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Nights;

public sealed class RemainingTimeTests
{
    private static readonly NightState s_begun = NightRules.Begin(
        new NightState
        {
            Id = new NightId(Samples.Campaign.Id, 1),
            Campaign = Samples.Campaign.Id,
            Number = 1,
            Phase = NightPhase.Scheduled,
            OpenedAt = Samples.Noon,
            Seed = 1,
        },
        1,
        Samples.Noon)!;

    /// <summary>Snapshot 1 s, training 100 s, evaluating 60 s, exporting 20 s.</summary>
    private static readonly NightState s_before = NightRules.Conclude(
        At(NightPhase.Exporting, 0, 161, At(NightPhase.Evaluating, 1, 101, At(NightPhase.Training, 1, 1, s_begun))),
        1,
        new NightConclusion(NightPhase.Promoted, [], null, []),
        1,
        Samples.Noon.AddSeconds(181))!;

    [Fact]
    public void At_the_start_of_a_first_night_nothing_can_be_told()
    {
        RemainingTime.Of(s_begun, null, Samples.Noon.AddSeconds(30)).ShouldBeNull();
        RemainingTime.Of(At(NightPhase.Training, 0.04, 1, s_begun), null, Samples.Noon.AddSeconds(60)).ShouldBeNull();
        RemainingTime.Of(At(NightPhase.Training, 0.5, 1, s_begun), null, Samples.Noon.AddSeconds(4)).ShouldBeNull();
        RemainingTime.Of(s_before, null, Samples.Noon.AddSeconds(181)).ShouldBeNull("it has ended");
    }

    [Fact]
    public void A_phase_goes_on_at_its_pace_and_those_to_come_take_what_they_took_the_night_before()
    {
        var half = At(NightPhase.Training, 0.5, 1, s_begun);

        s_before.Spent(NightPhase.Training).ShouldBe(TimeSpan.FromSeconds(100));
        s_before.Spent(NightPhase.Exporting).ShouldBe(TimeSpan.FromSeconds(20));
        RemainingTime.Of(half, s_before, Samples.Noon.AddSeconds(41)).ShouldBe(TimeSpan.FromSeconds(40 + 60 + 20));
        RemainingTime.Of(At(NightPhase.Exporting, 0, 50, half), s_before, Samples.Noon.AddSeconds(55)).ShouldBe(TimeSpan.FromSeconds(15));
        RemainingTime.Of(At(NightPhase.Exporting, 0, 50, half), s_before, Samples.Noon.AddSeconds(90)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void It_is_never_negative_and_falls_as_a_phase_gets_on_in_the_same_time() =>
        Gen.Select(Gen.Double[0.05, 1], Gen.Double[0.05, 1], Gen.Int[5, 10_000], Gen.Bool).Sample((one, other, seconds, second) =>
        {
            var (less, more) = (Math.Min(one, other), Math.Max(one, other));
            var (before, now) = (second ? s_before : null, Samples.Noon.AddSeconds(1 + seconds));
            var late = RemainingTime.Of(At(NightPhase.Training, more, 1, s_begun), before, now).ShouldNotBeNull();
            late.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
            late.ShouldBeLessThanOrEqualTo(RemainingTime.Of(At(NightPhase.Training, less, 1, s_begun), before, now).ShouldNotBeNull());
        });

    private static NightState At(NightPhase phase, double progress, int second, NightState night) =>
        NightRules.Progress(night, 1, phase, progress, Samples.Noon.AddSeconds(second))!;
}
