using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing.Hosts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Tests.Nights;

public sealed class GenerationTests
{
    private const int PhotosPerLabel = 14;
    private static readonly string[] s_labels = ["banana", "carrots", "juice"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tuned_tail_is_a_new_generation_and_the_heads_of_later_nights_stand_on_it()
    {
        await using var host = await StartHost(TrainingStrategy.TailTuning);
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "grocery", s_labels));
        await steps.Accept(Photos(0));

        var tuned = Promoted(await steps.RunNight());
        tuned.Strategy.ShouldBe("tail-tuning");
        tuned.Notes.ShouldContain(note => note.StartsWith("tail-tuning: recognises", StringComparison.Ordinal));
        tuned.Strategies.Select(trial => (trial.Strategy, trial.Chosen)).ShouldBe([("linear-head", false), ("tail-tuning", true)]);
        tuned.Strategies.ShouldAllBe(trial => trial.Photos <= tuned.Validation && trial.Low <= trial.Top1 && trial.Top1 <= trial.High && trial.Seconds > 0);
        tuned.Strategies[1].ChangedBytes.ShouldBeGreaterThan(tuned.Strategies[0].ChangedBytes);
        tuned.WithoutAugmentation.ShouldNotBeNull();
        var generation = tuned.Generation.ShouldNotBeNull();
        generation.Number.ShouldBe(1);
        tuned.Head.ShouldNotBeNull().Generation.ShouldBe(1);
        (await Model(host, 1)).Generation.ShouldBe(generation);

        // The next one is due in a month.
        var options = host.Get<IOptions<TrainerOptions>>().Value;
        (options.Strategy, options.TuneFromPhotos) = (TrainingStrategy.Auto, 1);
        await steps.Accept(Photos(PhotosPerLabel));
        var head = Promoted(await steps.RunNight());

        head.Strategy.ShouldBe("linear-head");
        head.Generation.ShouldBe(generation);
        head.Top1.ShouldBeGreaterThan(0.7);
        (await Model(host, 2)).Generation.ShouldBe(generation);
    }

    [Fact]
    public async Task All_layers_are_tuned_where_the_campaign_says_so_and_later_heads_stand_on_them()
    {
        await using var host = await StartHost(TrainingStrategy.FullFineTuning);
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "grocery", s_labels));
        await steps.Accept(Photos(0));

        var tuned = Promoted(await steps.RunNight());
        tuned.Strategy.ShouldBe("full-fine-tuning");
        var generation = tuned.Generation.ShouldNotBeNull();
        generation.TrunkWeights.ShouldNotBeNull();
        generation.Why.ShouldNotBeNull().ShouldContain("MB");

        host.Get<IOptions<TrainerOptions>>().Value.Strategy = TrainingStrategy.LinearHead;
        await steps.Accept(Photos(PhotosPerLabel));
        var head = Promoted(await steps.RunNight());

        head.Strategy.ShouldBe("linear-head");
        head.Generation.ShouldBe(generation);
        head.Top1.ShouldBeGreaterThan(0.7);
    }

    /// <summary>One artifact will do.</summary>
    private static async Task<EmbeddedHost> StartHost(TrainingStrategy strategy)
    {
        var host = await StepByStepCampaign.StartHost(SharedFiles.Require("weights", PretrainedWeights.FileName), strategy);
        host.Get<IOptions<TrainerOptions>>().Value.Artifacts = [ArtifactId.OnnxFp32];
        return host;
    }

    private static NightReport Promoted(NightState night)
    {
        night.Phase.ShouldBe(NightPhase.Promoted, string.Join(" ", night.Reasons.Select(reason => reason.Text)));
        return night.Report.ShouldNotBeNull();
    }

    private static Task<ModelVersion> Model(EmbeddedHost host, int version) =>
        host.Catalogue.Read((db, token) => db.Set<ModelVersion>().SingleAsync(model => model.Version == version, token), Cancelled);

    private static IEnumerable<(byte[] Photo, string Label)> Photos(int skip) => s_labels.SelectMany(label =>
        Directory.GetFiles(SharedFiles.Require("photos", "grocery", label))
            .Order(StringComparer.Ordinal)
            .Skip(skip)
            .Take(PhotosPerLabel)
            .Select(path => (File.ReadAllBytes(path), label)));
}
