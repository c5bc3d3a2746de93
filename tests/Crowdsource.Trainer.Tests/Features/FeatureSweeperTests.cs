using System.Text;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing.Hosts;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Tests.Nights;
using Crowdsource.Trainer.Tests.Nights.Resuming;
using Crowdsource.Vision;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Tests.Features;

public sealed class FeatureSweeperTests
{
    private static readonly string[] s_labels = ["banana", "carrots"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erased_photos_leave_every_file_that_nights_kept_without_another_night()
    {
        await using var host = await StepByStepCampaign.StartHost(SharedFiles.Require("weights", PretrainedWeights.FileName));
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "grocery", s_labels));
        var sent = await steps.Accept(Photos(14));
        (await steps.RunNight()).Phase.ShouldBe(NightPhase.Promoted);
        await steps.Sweep();
        var photos = new List<SubmissionState>();
        foreach (var id in sent)
        {
            photos.Add(await steps.Campaign.State(id));
        }

        var gone = new[] { Split.Train, Split.Validation, Split.Test }
            .Select(split => photos.First(photo => photo.Split == split && photo.Status == SubmissionStatus.Accepted)).ToList();
        (await Naming(host, gone)).ShouldBe(gone.Count);
        var files = await Files(host);

        foreach (var photo in gone)
        {
            await steps.Campaign.Submission(photo.Id).Erase(steps.Campaign.Volunteer);
        }

        await steps.Sweep();
        (await Naming(host, gone)).ShouldBe(0);
        (await Naming(host, photos)).ShouldBeGreaterThan(0);
        (await Files(host)).Count.ShouldBe(files.Count);
        foreach (var file in files.Except(await Files(host)))
        {
            (await host.Blobs.Length(file, Cancelled)).ShouldBeNull();
        }

        foreach (var file in await Files(host))
        {
            (await host.Blobs.Length(file, Cancelled)).ShouldNotBeNull();
        }

        // The next night goes on from what is left.
        (await steps.RunNight()).Report.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_a_night_left_that_came_to_nothing_goes_when_it_has_ended()
    {
        await using var host = await StepByStepCampaign.StartHost("none", watch: true);
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "shapes", "disc", "bars"));
        await steps.Accept([.. Renders.Of("disc", 12, 1), .. Renders.Of("bars", 12, 2)]);
        var opened = (await steps.Campaign.Grain.OpenNight(scheduled: false, seed: 7)).ShouldNotBeNull();
        BlobDigest? file = null;
        ((WatchedVision)host.Get<IVision>()).Evaluating = async () =>
        {
            file ??= await host.Get<FeatureFiles>().Put(Guid.CreateVersion7().ToByteArray(), Cancelled);
            await steps.Sweep();
            (await host.Blobs.Length(file.Value, Cancelled)).ShouldNotBeNull();
            await host.Grains.GetGrain<INightGrain>(opened.Id.Value).Cancel();
        };

        (await host.Get<Trainer.Nights.NightRunner>().RunNext(Cancelled)).ShouldBeTrue();
        await steps.Sweep();

        (await host.Blobs.Length(file.ShouldNotBeNull(), Cancelled)).ShouldBeNull();
        (await Files(host)).ShouldBeEmpty();
    }

    private static async Task<HashSet<BlobDigest>> Files(EmbeddedHost host) =>
        [.. await host.Catalogue.Read((db, token) => db.Set<FeatureFile>().Select(file => file.Digest).ToListAsync(token), Cancelled)];

    /// <summary>How many of the photos at least one file names.</summary>
    private static async Task<int> Naming(EmbeddedHost host, IEnumerable<SubmissionState> photos)
    {
        var all = new StringBuilder();
        foreach (var file in await Files(host))
        {
            all.Append(Encoding.Latin1.GetString(await host.Blobs.ReadAll(file, Cancelled)));
        }

        var text = all.ToString();
        return photos.Count(photo => photo.Findings is { } findings && text.Contains(findings.Master.Value, StringComparison.Ordinal));
    }

    private static IEnumerable<(byte[] Photo, string Label)> Photos(int perLabel) => s_labels.SelectMany(label =>
        Directory.GetFiles(SharedFiles.Require("photos", "grocery", label)).Order(StringComparer.Ordinal).Take(perLabel)
            .Select(path => (File.ReadAllBytes(path), label)));
}
