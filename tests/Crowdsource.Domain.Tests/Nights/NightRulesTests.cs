using Crowdsource.Domain.Nights;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Nights;

public sealed class NightRulesTests
{
    private static readonly NightState s_scheduled = new()
    {
        Id = new NightId(Samples.Campaign.Id, 1),
        Campaign = Samples.Campaign.Id,
        Number = 1,
        Phase = NightPhase.Scheduled,
        OpenedAt = Samples.Noon,
        Seed = 1,
    };

    private static readonly NightStep s_step = new("trained", Samples.Digest("trained"));
    private static readonly NightPhase[] s_verdicts = [NightPhase.Promoted, NightPhase.Refused, NightPhase.Skipped, NightPhase.Failed];
    private static readonly NightPhase[] s_steps = [NightPhase.Snapshot, NightPhase.Training, NightPhase.Evaluating, NightPhase.Exporting];

    [Theory]
    [InlineData(0, 0, "too-few-photos")]
    [InlineData(1, 100, "too-few-photos")]
    [InlineData(2, 0, "nothing-new")]
    [InlineData(2, 1, null)]
    [InlineData(43, 500, null)]
    public void A_night_is_skipped_for_a_stated_reason(int matureLabels, int newPhotos, string? reason) =>
        (NightRules.Skip(matureLabels, newPhotos)?.Code).ShouldBe(reason);

    [Fact]
    public void Too_few_photos_are_told_in_numbers() =>
        NightRules.Skip(1, 7)!.Text.ShouldBe("1 labels have at least 5 accepted photos; 2 are needed.");

    [Fact]
    public void A_later_holder_begins_anew_and_the_night_remembers_its_first_start()
    {
        var first = NightRules.Begin(s_scheduled, 1, Samples.Noon.AddMinutes(1)).ShouldNotBeNull();
        var trained = NightRules.Progress(first, 1, NightPhase.Training, 0.7, Samples.Noon.AddMinutes(2)).ShouldNotBeNull();
        var heir = NightRules.Begin(trained, 2, Samples.Noon.AddMinutes(9)).ShouldNotBeNull();

        heir.Phase.ShouldBe(NightPhase.Snapshot);
        heir.Progress.ShouldBe(0);
        heir.StartedAt.ShouldBe(Samples.Noon.AddMinutes(1));
        NightRules.Begin(heir, 1, Samples.Noon.AddMinutes(10)).ShouldBeNull();
    }

    [Theory]
    [InlineData(-1.0, 0.0)]
    [InlineData(0.25, 0.25)]
    [InlineData(7.0, 1.0)]
    public void Progress_is_a_share(double told, double kept) =>
        NightRules.Progress(Begun(1), 1, NightPhase.Training, told, Samples.Noon)!.Progress.ShouldBe(kept);

    [Theory]
    [InlineData(NightPhase.Scheduled)]
    [InlineData(NightPhase.Promoted)]
    [InlineData(NightPhase.Refused)]
    [InlineData(NightPhase.Skipped)]
    [InlineData(NightPhase.Failed)]
    [InlineData(NightPhase.Cancelled)]
    public void A_verdict_is_no_progress(NightPhase phase) =>
        Should.Throw<ArgumentOutOfRangeException>(() => NightRules.Progress(Begun(1), 1, phase, 1, Samples.Noon));

    [Theory]
    [InlineData(NightPhase.Scheduled)]
    [InlineData(NightPhase.Training)]
    [InlineData(NightPhase.Exporting)]
    [InlineData(NightPhase.Cancelled)]
    public void A_night_ends_with_a_verdict_only(NightPhase phase) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            NightRules.Conclude(Begun(1), 1, new NightConclusion(phase, [], null, []), null, Samples.Noon));

    [Fact]
    public void A_conclusion_is_kept_whole()
    {
        var reason = new NightReason("nothing-new", "Nothing.");
        var ended = NightRules.Conclude(
            Begun(3), 3, new NightConclusion(NightPhase.Skipped, [reason], null, []), null, Samples.Noon.AddHours(1)).ShouldNotBeNull();

        ended.Ended.ShouldBeTrue();
        ended.Phase.ShouldBe(NightPhase.Skipped);
        ended.Reasons.ShouldBe([reason]);
        ended.EndedAt.ShouldBe(Samples.Noon.AddHours(1));
        ended.Version.ShouldBeNull();
    }

    [Fact]
    public void A_night_is_cancelled_once_and_whoever_held_it_is_told()
    {
        var cancelled = NightRules.Cancel(NightRules.Keep(Begun(1), 1, s_step)!, Samples.Noon.AddMinutes(3)).ShouldNotBeNull();

        (cancelled.Phase, cancelled.Ended, cancelled.EndedAt).ShouldBe((NightPhase.Cancelled, true, Samples.Noon.AddMinutes(3)));
        cancelled.Reasons.ShouldHaveSingleItem().Code.ShouldBe("cancelled");
        cancelled.Steps.ShouldBeEmpty();
        NightRules.Progress(cancelled, 1, NightPhase.Training, 1, Samples.Noon).ShouldBeNull();
        NightRules.Begin(cancelled, 2, Samples.Noon).ShouldBeNull();
        NightRules.Cancel(cancelled, Samples.Noon.AddMinutes(4)).ShouldBeNull();
    }

    [Fact]
    public void What_was_done_is_kept_for_later_attempts_until_the_night_ends()
    {
        var kept = NightRules.Keep(NightRules.Keep(Begun(1), 1, s_step)!, 1, s_step with { Result = Samples.Digest("again") }).ShouldNotBeNull();
        kept.Steps.ShouldHaveSingleItem().Result.ShouldBe(Samples.Digest("again"));
        var heir = NightRules.Begin(kept, 2, Samples.Noon)!;
        heir.Steps.ShouldBe(kept.Steps);
        NightRules.Keep(heir, 1, s_step).ShouldBeNull();
        NightRules.Conclude(heir, 2, new NightConclusion(NightPhase.Skipped, [], null, []), null, Samples.Noon)!.Steps.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_calls_in_whatever_order_an_older_holder_changes_nothing_and_an_ended_night_stays() =>
        Call.Array[1, 30].Sample(calls =>
        {
            var current = s_scheduled;
            foreach (var (what, fence, step) in calls)
            {
                var next = what switch
                {
                    0 => NightRules.Begin(current, fence, Samples.Noon),
                    1 => NightRules.Progress(current, fence, s_steps[step], 0.5, Samples.Noon),
                    _ => NightRules.Conclude(
                        current, fence, new NightConclusion(s_verdicts[step], [], null, []), s_verdicts[step] == NightPhase.Promoted ? 1 : null, Samples.Noon),
                };
                var allowed = !current.Ended && (what == 0 ? fence >= current.Fence : fence == current.Fence);
                (next is not null).ShouldBe(allowed);
                if (next is not null)
                {
                    next.Fence.ShouldBeGreaterThanOrEqualTo(current.Fence);
                    next.Ended.ShouldBe(what == 2);
                    current = next;
                }
            }
        });

    [Theory]
    [InlineData("fruit/1", "fruit", 1)]
    [InlineData("a-b/2147483647", "a-b", int.MaxValue)]
    public void A_night_is_named_by_campaign_and_number(string text, string campaign, int number)
    {
        var id = new NightId(text);

        id.Campaign.Value.ShouldBe(campaign);
        id.Number.ShouldBe(number);
        new NightId(id.Campaign, id.Number).ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fruit")]
    [InlineData("fruit/0")]
    [InlineData("fruit/-1")]
    [InlineData("fruit/1/2")]
    [InlineData("fruit/one")]
    [InlineData("fruit/2147483648")]
    [InlineData("Fruit/1")]
    [InlineData("../1")]
    [InlineData("fruit/ 1")]
    [InlineData("fruit/01")]
    [InlineData("fruit/+1")]
    public void Names_of_no_night_are_refused(string text) =>
        Should.Throw<FormatException>(() => new NightId(text)).Message.ShouldContain(text);

    private static Gen<(int What, int Fence, int Step)> Call { get; } = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4], Gen.Int[0, 3]);

    private static NightState Begun(int fence) => NightRules.Begin(s_scheduled, fence, Samples.Noon)!;
}
