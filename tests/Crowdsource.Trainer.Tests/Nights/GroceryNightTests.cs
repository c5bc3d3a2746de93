using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Testing.Hosts;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Tests.Nights;

public sealed class GroceryNightTests
{
    private const int PhotosPerLabel = 20;
    private static readonly string[] s_labels = ["apple", "banana", "carrots", "potato", "juice", "tomato"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_photos_to_a_released_version_then_nothing_new_then_spoiled_labels_are_refused()
    {
        await using var host = await StepByStepCampaign.StartHost(SharedFiles.Require("weights", PretrainedWeights.FileName));
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "grocery", s_labels));
        var sent = await steps.Accept(Photos(0));

        var first = await steps.RunNight();
        first.Phase.ShouldBe(NightPhase.Promoted, string.Join(" ", first.Reasons.Select(reason => reason.Text)));
        var report = first.Report.ShouldNotBeNull();
        report.Strategy.ShouldBe("linear-head");
        report.Top1.ShouldBeGreaterThan(0.7);
        report.Labels.Length.ShouldBe(s_labels.Length);
        (report.Train + report.Validation + report.Test).ShouldBe(s_labels.Length * PhotosPerLabel);
        (await host.Blobs.Length(report.WithoutAugmentation.ShouldNotBeNull(), Cancelled)).ShouldNotBeNull();
        (await steps.Offered()).ShouldBe(1);
        ShouldSayWhatTheRecipeEarns(report);
        await ShouldBeAWholeBundle(host, report);
        await ShouldBeDetailed(host, report);

        (await steps.LockAnchor(sent)).ShouldBe(report.Test);
        var second = await steps.RunNight();
        second.Phase.ShouldBe(NightPhase.Skipped);
        second.Reasons.ShouldHaveSingleItem().Code.ShouldBe("nothing-new");

        await steps.Accept(Photos(PhotosPerLabel), label => s_labels[(Array.IndexOf(s_labels, label) + 1) % s_labels.Length]);
        var spoiled = await steps.RunNight();
        spoiled.Phase.ShouldBe(NightPhase.Refused);
        spoiled.Reasons.ShouldContain(reason => reason.Code == GateReasonCode.BatchDisagrees);
        spoiled.Report.ShouldNotBeNull().Anchor.ShouldBe(report.Test);
        spoiled.Report.Head.ShouldNotBeNull().Snapshot.ShouldBe(spoiled.Report.Snapshot, "so many photos are new that settings are chosen again");
        (await steps.Offered()).ShouldBe(1);
        var changes = (await Detail(host, spoiled.Report)).Champion.ShouldNotBeNull();
        (changes.Version, changes.Photos).ShouldBe((1, spoiled.Report.Test));
        changes.Flips.ShouldNotBeEmpty();
        (changes.Flips.Count(flip => flip.Gained), changes.Flips.Count(flip => !flip.Gained)).ShouldBe((changes.Gained, changes.Lost));
        (changes.Labels.Sum(label => label.Gained), changes.Labels.Sum(label => label.Lost)).ShouldBe((changes.Gained, changes.Lost));
    }

    private static void ShouldSayWhatTheRecipeEarns(NightReport report)
    {
        report.Robustness.Select(score => (score.View, score.Pictures)).ShouldBe(
            [("upright", report.Test), ("rotated", 2 * report.Test), ("blurred", 2 * report.Test), ("off-centre", report.Test)]);
        report.Robustness[0].Top1.ShouldBe(report.Top1);
        report.Robustness[1].Top1.ShouldBe(report.Top1Rotated);
        report.Robustness.ShouldAllBe(score => score.Top1 > 0.5 && score.WithoutRecipe > 0.3 && !score.RecipeHarms);
        report.Robustness[2].Top1.ShouldBeGreaterThan(report.Robustness[2].WithoutRecipe!.Value, "blur is what photos alone do not teach");
        var shown = report.Shown.ShouldNotBeNull();
        shown.Photos.ShouldBe(report.Test);
        shown.Shown.ShouldBeInRange(1, report.Test);
        ((double)shown.ShownRight / shown.Shown).ShouldBeGreaterThanOrEqualTo(report.Top1);
    }

    private static async Task ShouldBeDetailed(EmbeddedHost host, NightReport report)
    {
        var detail = await Detail(host, report);
        detail.Labels.Select(label => label.Name).ShouldBe(s_labels);
        detail.Labels.Sum(label => label.Test).ShouldBe(report.Test);
        detail.Labels.Sum(label => label.Right).ShouldBe((int)Math.Round(report.Top1 * report.Test));
        detail.Confusion.Sum(row => row.Sum()).ShouldBe(report.Test);
        detail.Reliability.Sum(bin => bin.Photos).ShouldBe(report.Test);
        detail.Reliability.Sum(bin => bin.Right).ShouldBe(detail.Labels.Sum(label => label.Right));
        detail.Consents.ShouldBe([new ConsentCount(1, s_labels.Length * PhotosPerLabel)]);
        detail.Contributors.ShouldBeGreaterThan(0);
        detail.Champion.ShouldBeNull();
    }

    private static async Task<EvaluationDetail> Detail(EmbeddedHost host, NightReport report) =>
        EvaluationDetail.Parse(await host.Blobs.ReadAll(report.Evaluation.ShouldNotBeNull(), Cancelled));

    private static async Task ShouldBeAWholeBundle(EmbeddedHost host, NightReport report)
    {
        var model = await host.Catalogue.Read((db, token) => db.Set<ModelVersion>().SingleAsync(token), Cancelled);
        model.File(ArtifactId.OnnxFp32, BundleFormat.ModelFile(ArtifactId.OnnxFp32)).ShouldNotBeNull().Digest.ShouldBe(report.Candidate);
        foreach (var file in model.Artifacts.SelectMany(artifact => artifact.Files))
        {
            (await host.Blobs.Length(file.Digest, Cancelled)).ShouldBe(file.Bytes, file.Path);
        }

        using var classifier = new Classifier(await host.Blobs.ReadAll(report.Candidate, Cancelled), Preprocessing.Default);
        classifier.LabelCount.ShouldBe(s_labels.Length);
    }

    private static IEnumerable<(byte[] Photo, string Label)> Photos(int skip) => s_labels.SelectMany(label =>
        Directory.GetFiles(SharedFiles.Require("photos", "grocery", label))
            .Order(StringComparer.Ordinal)
            .Skip(skip)
            .Take(PhotosPerLabel)
            .Select(path => (File.ReadAllBytes(path), label)));
}
