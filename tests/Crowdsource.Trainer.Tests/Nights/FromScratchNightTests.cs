using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;
using Crowdsource.Testing.Hosts;
using Crowdsource.Trainer.Nights;

namespace Crowdsource.Trainer.Tests.Nights;

public sealed class FromScratchNightTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_pretrained_weights_a_small_network_is_trained_and_the_report_says_so_loudly()
    {
        await using var host = await StepByStepCampaign.StartHost("none");
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "shapes", "disc", "bars", "cross"));
        await steps.Accept([.. Renders.Of("disc", 20, 1), .. Renders.Of("bars", 20, 2), .. Renders.Of("bars", 3, 3).Select(photo => photo with { Label = "cross" })]);

        var night = await steps.RunNight();

        night.Phase.ShouldBe(NightPhase.Promoted, string.Join(" ", night.Reasons.Select(reason => reason.Text)));
        var report = night.Report.ShouldNotBeNull();
        report.Strategy.ShouldBe("from-scratch");
        report.Notes.ShouldContain(note => note.StartsWith("NO PRETRAINED WEIGHTS", StringComparison.Ordinal));
        report.LeftOut.ShouldBe(["cross"]);
        report.Notes.ShouldContain(note => note.Contains("cross", StringComparison.Ordinal));
        report.Notes.ShouldContain(note => note.Contains("prototype", StringComparison.Ordinal));
        (await steps.Offered()).ShouldBe(1);
    }

    [Fact]
    public async Task A_campaign_with_too_few_photos_skips_its_night()
    {
        await using var host = await StepByStepCampaign.StartHost("none");
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "shapes", "disc", "bars"));
        await steps.Accept([.. Renders.Of("disc", 6, 1), .. Renders.Of("bars", 2, 2)]);

        var night = await steps.RunNight();

        night.Phase.ShouldBe(NightPhase.Skipped);
        night.Reasons.ShouldHaveSingleItem().Code.ShouldBe("too-few-photos");
        (await steps.Offered()).ShouldBeNull();
    }

    [Fact]
    public async Task A_trainer_that_was_replaced_concludes_nothing()
    {
        await using var host = await StepByStepCampaign.StartHost("none");
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "shapes", "disc", "bars"));
        var opened = (await steps.Campaign.Grain.OpenNight(scheduled: false, seed: null)).ShouldNotBeNull();
        var grain = host.Grains.GetGrain<INightGrain>(opened.Id.Value);
        var expired = (await host.Work.Claim(WorkKind.RunNight, TimeSpan.FromSeconds(-1), Cancelled)).ShouldNotBeNull();
        await grain.Begin(expired);
        (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeTrue();

        (await grain.Progress(expired, NightPhase.Training, 0.5)).ShouldBeFalse();
        (await grain.Conclude(expired, new NightConclusion(NightPhase.Failed, [], null, []))).ShouldBeNull();

        (await grain.Get()).ShouldNotBeNull().Phase.ShouldBe(NightPhase.Skipped);
    }

    [Fact]
    public async Task A_night_that_fails_three_times_says_why()
    {
        await using var host = await StepByStepCampaign.StartHost("none");
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "shapes", "disc", "bars"));
        foreach (var id in await steps.Accept([.. Renders.Of("disc", 6, 1), .. Renders.Of("bars", 6, 2)]))
        {
            await host.Blobs.Delete((await steps.Campaign.State(id)).Findings!.Master, Cancelled);
        }

        var opened = (await steps.Campaign.Grain.OpenNight(scheduled: false, seed: null)).ShouldNotBeNull();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeTrue();
        }

        var night = (await host.Grains.GetGrain<INightGrain>(opened.Id.Value).Get()).ShouldNotBeNull();
        night.Phase.ShouldBe(NightPhase.Failed);
        night.Reasons.ShouldHaveSingleItem().Text.ShouldContain("not in the blob store");
    }
}
