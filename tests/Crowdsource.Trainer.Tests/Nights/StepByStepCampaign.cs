using Crowdsource.Augmenter;
using Crowdsource.Augmenter.Processing;
using Crowdsource.Augmenter.Sweeping;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Work;
using Crowdsource.Testing.Hosts;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Releases;
using Crowdsource.Trainer.Tests.Nights.Resuming;
using Crowdsource.Vision;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Trainer.Tests.Nights;

/// <summary>A campaign driven from photo to verdict, step by step: nothing runs by itself.</summary>
internal sealed class StepByStepCampaign(EmbeddedHost host, SmallCampaign campaign)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public SmallCampaign Campaign => campaign;

    /// <param name="weights">A file, or <c>none</c>.</param>
    /// <param name="strategy">How its nights train.</param>
    /// <param name="watch">Whether <see cref="IVision"/> is a <see cref="WatchedVision"/>.</param>
    public static Task<EmbeddedHost> StartHost(string weights, TrainingStrategy strategy = TrainingStrategy.Auto, bool watch = false) => EmbeddedHost.Start(
        services =>
        {
            services.AddCrowdsourceAugmenter().AddCrowdsourceTrainer();
            if (watch)
            {
                var vision = services.Last(service => service.ServiceType == typeof(IVision)).ImplementationFactory.ShouldNotBeNull();
                services.AddSingleton<IVision>(provider => new WatchedVision((IVision)vision(provider)));
            }
        },
        addConsumers: null,
        ("Crowdsource:WeightsFile", weights),
        ("Crowdsource:Trainer:BackoffSeconds", "0"),
        // Comparing artifacts on thousands of pictures takes minutes.
        ("Crowdsource:Trainer:ParityPhotos", "80"),
        ("Crowdsource:Trainer:CalibrationPhotos", "12"),
        ("Crowdsource:Trainer:Strategy", strategy.ToString()),
        // The tests themselves take nights up: the service would be faster.
        ("Crowdsource:Trainer:PollSeconds", "600"),
        ("Crowdsource:Trainer:SweepSeconds", "3600"));

    /// <summary>Sends, processes and accepts photos under the label that <paramref name="curator"/> gives to each.</summary>
    public async Task<List<SubmissionId>> Accept(IEnumerable<(byte[] Photo, string Label)> photos, Func<string, string>? curator = null)
    {
        var sent = new List<(SubmissionId Id, string Label)>();
        foreach (var (photo, label) in photos)
        {
            sent.Add((await campaign.Send(photo, label), label));
        }

        var processor = host.Get<PhotoProcessor>();
        await Parallel.ForEachAsync(sent, Cancelled, async (item, token) => await processor.Process((await campaign.WorkOf(item.Id)).Id, token));
        foreach (var (id, label) in sent)
        {
            if ((await campaign.State(id)).Status == SubmissionStatus.InReview)
            {
                await campaign.Submission(id).Review(new ReviewSubmission("curator", Accept: true, Rejection: null, curator?.Invoke(label)));
            }
        }

        return [.. sent.Select(item => item.Id)];
    }

    public async Task<int> LockAnchor(IEnumerable<SubmissionId> photos)
    {
        var locked = 0;
        foreach (var id in photos)
        {
            locked += await campaign.Submission(id).LockAsAnchor() ? 1 : 0;
        }

        return locked;
    }

    /// <summary>Opens a night, runs it, and carries out the release that it owes.</summary>
    public async Task<NightState> RunNight()
    {
        var opened = (await campaign.Grain.OpenNight(scheduled: false, seed: 7)).ShouldNotBeNull();
        (await host.Get<NightRunner>().RunNext(Cancelled)).ShouldBeTrue();
        var ended = (await host.Grains.GetGrain<INightGrain>(opened.Id.Value).Get()).ShouldNotBeNull();
        if (ended.Version is { } version)
        {
            var owed = await campaign.WorkOf(WorkKind.ReleaseModel, $"{campaign.Id}/{version}");
            await host.Get<ModelReleaser>().Release(owed.Id, Cancelled);
        }

        return ended;
    }

    /// <summary>Deletes what nights left and nobody needs, as if its grace were over.</summary>
    public async Task Sweep()
    {
        await host.Get<FeatureSweeper>().Sweep(Cancelled);
        await host.Catalogue.Write(
            (db, token) => db.Set<CondemnedBlob>()
                .ExecuteUpdateAsync(change => change.SetProperty(blob => blob.At, host.Get<TimeProvider>().GetUtcNow().AddDays(-1)), token),
            Cancelled);
        await host.Get<Sweeper>().DeleteCondemned(Cancelled);
    }

    public async Task<int?> Offered() =>
        (await host.Grains.GetGrain<IChannelGrain>(new ChannelId(campaign.Id, ChannelId.Stable).Value).Get())?.Current?.Version;
}
