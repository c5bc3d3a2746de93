using Crowdsource.Domain.Campaigns;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing.Hosts;

namespace Crowdsource.Trainer.Tests.Nights;

public sealed class HeadNightTests
{
    private const int PhotosPerLabel = 24;
    private static readonly string[] s_labels = ["banana", "carrots"];

    [Fact]
    public async Task A_night_with_few_new_photos_goes_on_with_the_settings_of_the_last_one()
    {
        await using var host = await StepByStepCampaign.StartHost(SharedFiles.Require("weights", PretrainedWeights.FileName), TrainingStrategy.LinearHead);
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "grocery", s_labels));
        await steps.Accept(Photos(0, PhotosPerLabel));

        var first = (await steps.RunNight()).Report.ShouldNotBeNull();
        var searched = first.Head.ShouldNotBeNull();
        searched.Snapshot.ShouldBe(first.Snapshot);
        searched.Trials.Select(trial => trial.Setting).Distinct().ShouldBe(["weight-decay", "label-smoothing", "label-balance"]);
        searched.Trials.Where(trial => trial.Chosen).Select(trial => trial.Value).ShouldBe([searched.WeightDecay, searched.LabelSmoothing, searched.LabelBalance]);

        await steps.Accept(Photos(PhotosPerLabel, 1));
        var second = (await steps.RunNight()).Report.ShouldNotBeNull();
        second.Snapshot.ShouldNotBe(first.Snapshot);
        second.Head.ShouldNotBeNull().Snapshot.ShouldBe(first.Snapshot);
        second.Head.Trials.ShouldBe(searched.Trials);
    }

    private static IEnumerable<(byte[] Photo, string Label)> Photos(int from, int count) => s_labels.SelectMany(label =>
        Directory.GetFiles(SharedFiles.Require("photos", "grocery", label))
            .Order(StringComparer.Ordinal)
            .Skip(from)
            .Take(count)
            .Select(path => (File.ReadAllBytes(path), label)));
}
