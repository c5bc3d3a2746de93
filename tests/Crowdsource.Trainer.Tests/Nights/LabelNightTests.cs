using System.Text.Json;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing.Hosts;
using Crowdsource.Trainer.Evaluation;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Tests.Nights;

public sealed class LabelNightTests
{
    private const int PhotosPerLabel = 16;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Between_two_nights_a_label_is_added_one_renamed_one_merged_and_one_retired()
    {
        await using var host = await StepByStepCampaign.StartHost(SharedFiles.Require("weights", PretrainedWeights.FileName), TrainingStrategy.LinearHead);
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "grocery", "banana", "juice", "orange", "satsumas", "leek"));
        var sent = await steps.Accept(Photos("banana", "juice", "orange", "satsumas", "leek"));
        var first = Promoted(await steps.RunNight());
        first.Labels.Select(label => label.Label.Value).ShouldBe([1, 2, 3, 4, 5]);
        await steps.LockAnchor(sent);

        await Edit(host, steps, labels => [.. labels.Select(label => label.Name == "banana" ? label with { Name = "Bananas" } : label), new EditedLabel(null, "garlic", null, 200)]);
        await Change(host, steps, new ChangeLabel.Merge(new LabelId(4), new LabelId(3)));
        await Change(host, steps, new ChangeLabel.Retire(new LabelId(5)));
        using (var champion = (await host.Get<ChampionLoader>().Load((await steps.Campaign.Grain.Get()).ShouldNotBeNull(), Cancelled)).ShouldNotBeNull())
        {
            champion.Labels.ShouldBe([1, 2, 3, 3, 5]);
            champion.Snapshot.ShouldNotBeNull().Photos.ShouldAllBe(photo => photo.Label != 4);
        }

        await steps.Accept(Photos("garlic"));
        var second = Promoted(await steps.RunNight());

        // The model answers today's labels, in the order of their ids, under today's names.
        (await Labels(host, 2)).ShouldBe([new BundleLabel(1, "Bananas"), new BundleLabel(2, "juice"), new BundleLabel(3, "orange"), new BundleLabel(6, "garlic")]);
        second.Labels.Select(label => label.Label.Value).ShouldBe([1, 2, 3, 6]);
        second.Top1.ShouldBeGreaterThan(0.7);

        // What was locked before is compared, but for the retired label's photos; the new label is not held against the version before.
        var retired = await Locked(host, sent, steps, new LabelId(5));
        retired.ShouldBeGreaterThan(0);
        second.Anchor.ShouldBe(first.Test - retired);
        second.Notes.ShouldContain(note => note.StartsWith("The version before does not know garlic", StringComparison.Ordinal));

        // Each photo keeps what its volunteer said, so that the merge can be undone.
        await Change(host, steps, new ChangeLabel.Restore(new LabelId(4)));
        Promoted(await steps.RunNight()).Labels.Select(label => label.Label.Value).ShouldBe([1, 2, 3, 4, 6]);
    }

    private static NightReport Promoted(NightState night)
    {
        night.Phase.ShouldBe(NightPhase.Promoted, string.Join(" ", night.Reasons.Select(reason => reason.Text)));
        return night.Report.ShouldNotBeNull();
    }

    private static async Task Edit(EmbeddedHost host, StepByStepCampaign steps, Func<IEnumerable<EditedLabel>, IEnumerable<EditedLabel>> labels)
    {
        var row = (await host.Catalogue.Load<CampaignState>(steps.Campaign.Id, Cancelled)).ShouldNotBeNull();
        var same = row.State.LabelsInUse.Select(label => new EditedLabel(label.Id, label.Name, label.Guidance, label.Target));
        var edit = new EditCampaign(row.State.Name, [.. labels(same)], row.State.Consent.Text, row.State.Consent.Licence, null);
        (await steps.Campaign.Grain.Edit(edit, row.Version.Version)).ShouldBeOfType<EditCampaignOutcome.Edited>();
    }

    private static async Task Change(EmbeddedHost host, StepByStepCampaign steps, ChangeLabel change)
    {
        var row = (await host.Catalogue.Load<CampaignState>(steps.Campaign.Id, Cancelled)).ShouldNotBeNull();
        (await steps.Campaign.Grain.Change(change, row.Version.Version)).ShouldBeOfType<EditCampaignOutcome.Edited>();
    }

    private static async Task<BundleLabel[]> Labels(EmbeddedHost host, int version)
    {
        var model = await host.Catalogue.Read((db, token) => db.Set<ModelVersion>().SingleAsync(model => model.Version == version, token), Cancelled);
        var file = model.File(ArtifactId.OnnxFp32, BundleFormat.LabelsFile).ShouldNotBeNull().Digest;
        return JsonSerializer.Deserialize<BundleLabel[]>(await host.Blobs.ReadAll(file, Cancelled), JsonSerializerOptions.Web).ShouldNotBeNull();
    }

    private static async Task<int> Locked(EmbeddedHost host, IEnumerable<SubmissionId> photos, StepByStepCampaign steps, LabelId label)
    {
        var locked = 0;
        foreach (var id in photos)
        {
            locked += await steps.Campaign.State(id) is { Split: Split.Anchor } photo && photo.Label == label ? 1 : 0;
        }

        return locked;
    }

    private static IEnumerable<(byte[] Photo, string Label)> Photos(params string[] labels) => labels.SelectMany(label =>
        Directory.GetFiles(SharedFiles.Require("photos", "grocery", label))
            .Order(StringComparer.Ordinal)
            .Take(PhotosPerLabel)
            .Select(path => (File.ReadAllBytes(path), label)));
}
