using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Work;
using Crowdsource.Storage;
using Crowdsource.Testing.Hosts;
using Crowdsource.Trainer.Nights;
using Crowdsource.Vision;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Tests.Nights.Resuming;

public sealed class ResumedNightTests
{
    private readonly List<SubmissionId> _sent = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trainer_that_is_stopped_after_training_lets_the_next_one_go_on_with_the_model_and_the_photos_that_it_had()
    {
        await using var host = await StepByStepCampaign.StartHost("none", watch: true);
        var (steps, vision) = (await Shapes(host), (WatchedVision)host.Get<IVision>());
        var grain = await Open(host, steps);
        using var stopped = new CancellationTokenSource();
        vision.Evaluating = async () => await stopped.CancelAsync();

        (await host.Get<NightRunner>().RunNext(stopped.Token)).ShouldBeTrue();

        var cut = (await grain.Get()).ShouldNotBeNull();
        cut.Ended.ShouldBeFalse();
        cut.Steps.Select(step => step.Name.Split('-')[0]).ShouldBe(["snapshot", "trained"]);
        var trained = vision.ForTraining;
        trained.ShouldBeGreaterThan(0);
        // What is accepted meanwhile waits for the next night.
        await steps.Accept(Renders.Of("disc", 4, 9));

        (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeTrue();

        vision.ForTraining.ShouldBe(trained);
        var ended = (await grain.Get()).ShouldNotBeNull();
        ended.Phase.ShouldBe(NightPhase.Promoted, string.Join(" ", ended.Reasons.Select(reason => reason.Text)));
        ended.Steps.ShouldBeEmpty();
        (ended.Report!.Train + ended.Report.Validation).ShouldBe(trained);
    }

    [Fact]
    public async Task A_night_that_finds_the_store_away_waits_as_long_as_it_takes()
    {
        await using var host = await StepByStepCampaign.StartHost("none", watch: true);
        var (steps, vision) = (await Shapes(host), (WatchedVision)host.Get<IVision>());
        var grain = await Open(host, steps);
        vision.Evaluating = () => throw new BlobStoreUnavailableException("It is away.");

        for (var attempt = 1; attempt <= 6; attempt++)
        {
            (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeTrue();
            var waiting = await host.Catalogue.Read((db, token) => db.Work.SingleAsync(work => work.Kind == WorkKind.RunNight, token), Cancelled);
            (waiting.Attempts, waiting.DeadAt, waiting.DoneAt, waiting.LastError).ShouldBe((0, null, null, "It is away."));
            await host.Catalogue.Write(
                (db, token) => db.Work.ExecuteUpdateAsync(work => work.SetProperty(item => item.NotBefore, (DateTimeOffset?)null), token), Cancelled);
        }

        vision.Evaluating = () => Task.CompletedTask;
        (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeTrue();
        (await grain.Get()).ShouldNotBeNull().Phase.ShouldBe(NightPhase.Promoted);
    }

    [Fact]
    public async Task A_photo_that_was_taken_back_meanwhile_is_not_learned_from()
    {
        await using var host = await StepByStepCampaign.StartHost("none", watch: true);
        var (steps, vision) = (await Shapes(host), (WatchedVision)host.Get<IVision>());
        var grain = await Open(host, steps);
        using var stopped = new CancellationTokenSource();
        vision.Evaluating = async () => await stopped.CancelAsync();
        (await host.Get<NightRunner>().RunNext(stopped.Token)).ShouldBeTrue();
        var trained = vision.ForTraining;
        await steps.Campaign.Submission(await Trained(steps)).Withdraw(steps.Campaign.Volunteer);

        (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeTrue();

        vision.ForTraining.ShouldBe(trained + trained - 1);
        var report = (await grain.Get())?.Report;
        (report!.Train + report.Validation).ShouldBe(trained - 1);
    }

    [Fact]
    public async Task A_cancelled_night_stops_and_is_not_taken_up_again()
    {
        await using var host = await StepByStepCampaign.StartHost("none", watch: true);
        var (steps, vision) = (await Shapes(host), (WatchedVision)host.Get<IVision>());
        var grain = await Open(host, steps);
        vision.Evaluating = () => grain.Cancel();

        (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeTrue();

        var night = (await grain.Get()).ShouldNotBeNull();
        (night.Phase, night.Report, night.Version).ShouldBe((NightPhase.Cancelled, null, null));
        (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeFalse();
        (await steps.Offered()).ShouldBeNull();

        vision.Evaluating = () => Task.CompletedTask;
        (await steps.RunNight()).Number.ShouldBe(2);
    }

    private async Task<StepByStepCampaign> Shapes(EmbeddedHost host)
    {
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "shapes", "disc", "bars"));
        _sent.AddRange(await steps.Accept([.. Renders.Of("disc", 20, 1), .. Renders.Of("bars", 20, 2)]));
        return steps;
    }

    private async Task<SubmissionId> Trained(StepByStepCampaign steps)
    {
        foreach (var id in _sent)
        {
            if ((await steps.Campaign.State(id)).Split == Split.Train)
            {
                return id;
            }
        }

        throw new InvalidOperationException("No photo is for training.");
    }

    private static async Task<INightGrain> Open(EmbeddedHost host, StepByStepCampaign steps)
    {
        var opened = (await steps.Campaign.Grain.OpenNight(scheduled: false, seed: 7)).ShouldNotBeNull();
        return host.Grains.GetGrain<INightGrain>(opened.Id.Value);
    }
}
