using System.Text.Json;
using Crowdsource.Augmenter.Processing;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing.Hosts;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Tests.Nights;

public sealed class NoneOfTheseNightTests
{
    private const int PhotosPerLabel = 16;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_curators_reject_teaches_the_label_that_stands_for_none_of_these_until_it_is_taken_back_or_proves_to_be_something()
    {
        await using var host = await StepByStepCampaign.StartHost(SharedFiles.Require("weights", PretrainedWeights.FileName), TrainingStrategy.LinearHead);
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "grocery", "banana", "juice", "other"));
        await Mark(host, steps, "other");
        await steps.Accept(Photos("banana").Concat(Photos("juice")).Select((photo, i) => (photo, i < PhotosPerLabel ? "banana" : "juice")));
        var vegetables = Photos("leek").Concat(Photos("onion")).ToList();
        var rejected = await Reject(host, steps, vegetables);

        // Nobody sent a photo under the label, and yet the model knows it.
        var first = await Promoted(host, await steps.RunNight());
        first.Snapshot.Labels.Select(label => (label.Name, label.NoneOfThese)).ShouldBe([("banana", false), ("juice", false), ("other", true)]);
        first.Snapshot.Photos.Count(photo => photo.OutOfScope).ShouldBe(rejected.Count);
        first.Report.Labels[2].Recall.ShouldNotBeNull().ShouldBeGreaterThan(0.7);

        // Only what it did not learn from says how often something else is taken for a label's thing.
        var held = first.Snapshot.Photos.Count(photo => photo.OutOfScope && photo.Split == Split.Test);
        held.ShouldBeInRange(1, rejected.Count / 2);
        var shown = first.Report.Shown.ShouldNotBeNull();
        (shown.OutOfScope, shown.Photos).ShouldBe((held, first.Report.Test - held));
        shown.FalseAccepts.ShouldBeLessThan(held);
        first.Report.Notes.ShouldContain(note => note.Contains($"{rejected.Count} of its photos", StringComparison.Ordinal));
        (await Labels(host)).ShouldBe([new BundleLabel(1, "banana"), new BundleLabel(2, "juice"), new BundleLabel(3, "other", NoneOfThese: true)]);

        // One is taken back, and one is sent again and accepted after all.
        await steps.Campaign.Submission(rejected[0]).Withdraw(steps.Campaign.Volunteer);
        await steps.Accept([(vegetables[1], "juice")]);
        var second = await host.Get<SnapshotBuilder>().Build((await steps.Campaign.Grain.Get()).ShouldNotBeNull(), Cancelled);
        second.Photos.Count(photo => photo.OutOfScope).ShouldBe(rejected.Count - 2);
    }

    private static async Task Mark(EmbeddedHost host, StepByStepCampaign steps, string name)
    {
        var row = (await host.Catalogue.Load<CampaignState>(steps.Campaign.Id, Cancelled)).ShouldNotBeNull();
        var labels = row.State.LabelsInUse.Select(label => new EditedLabel(label.Id, label.Name, label.Guidance, label.Target, label.Name == name));
        var edit = new EditCampaign(row.State.Name, [.. labels], row.State.Consent.Text, row.State.Consent.Licence, null);
        (await steps.Campaign.Grain.Edit(edit, row.Version.Version)).ShouldBeOfType<EditCampaignOutcome.Edited>();
    }

    private static async Task<List<SubmissionId>> Reject(EmbeddedHost host, StepByStepCampaign steps, IEnumerable<byte[]> photos)
    {
        List<SubmissionId> rejected = [];
        foreach (var photo in photos)
        {
            var id = await steps.Campaign.Send(photo, "banana");
            await host.Get<PhotoProcessor>().Process((await steps.Campaign.WorkOf(id)).Id, Cancelled);
            if ((await steps.Campaign.State(id)).Status == SubmissionStatus.InReview)
            {
                await steps.Campaign.Submission(id).Review(new ReviewSubmission("curator", Accept: false, RejectionCode.NoObject, Label: null));
                rejected.Add(id);
            }
        }

        return rejected;
    }

    private static async Task<(NightReport Report, Snapshot Snapshot)> Promoted(EmbeddedHost host, NightState night)
    {
        night.Phase.ShouldBe(NightPhase.Promoted, string.Join(" ", night.Reasons.Select(reason => reason.Text)));
        var report = night.Report.ShouldNotBeNull();
        return (report, await host.Get<SnapshotStore>().Read(report.Snapshot, Cancelled));
    }

    private static async Task<BundleLabel[]> Labels(EmbeddedHost host)
    {
        var model = await host.Catalogue.Read((db, token) => db.Set<ModelVersion>().SingleAsync(token), Cancelled);
        var file = model.File(ArtifactId.OnnxFp32, BundleFormat.LabelsFile).ShouldNotBeNull().Digest;
        return JsonSerializer.Deserialize<BundleLabel[]>(await host.Blobs.ReadAll(file, Cancelled), JsonSerializerOptions.Web).ShouldNotBeNull();
    }

    private static IEnumerable<byte[]> Photos(string label) =>
        Directory.GetFiles(SharedFiles.Require("photos", "grocery", label))
            .Order(StringComparer.Ordinal)
            .Take(PhotosPerLabel)
            .Select(File.ReadAllBytes);
}
