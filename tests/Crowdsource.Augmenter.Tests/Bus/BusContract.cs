using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Messages;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Work;
using Crowdsource.Testing.Hosts;
using Crowdsource.Updates.Golden;
using MassTransit;

namespace Crowdsource.Augmenter.Tests.Bus;

/// <summary>What every bus promises: whoever waits for work hears of it.</summary>
public abstract class BusContract
{
    private protected static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Well below the minute after which an announcement that succeeded is made again.</summary>
    private static readonly TimeSpan s_shortly = TimeSpan.FromSeconds(40);

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected abstract (string, string?)[] Settings { get; }

    [Fact]
    public async Task A_submitted_photo_is_processed()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var consumed = Watch(host);

        var id = await campaign.Send(Photo(1), "apple");
        await consumed.WaitAsync(s_patience, Cancelled);

        (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.InReview);
    }

    [Fact]
    public async Task A_volunteer_who_leaves_is_forgotten()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var consumed = Watch(host);

        await host.Grains.GetGrain<IVolunteerGrain>(campaign.Volunteer.Value).Erase();
        await consumed.WaitAsync(s_patience, Cancelled);

        (await campaign.WorkOf(WorkKind.EraseVolunteer, campaign.Volunteer.ToString())).DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_announcement_that_failed_is_made_again_shortly()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var consumed = Watch(host);
        host.Get<IBus>().ConnectPublishObserver(new FailedOnce());

        var id = await campaign.Send(Photo(3), "apple");
        await consumed.WaitAsync(s_shortly, Cancelled);

        (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.InReview);
    }

    private protected async Task<EmbeddedHost> Start()
    {
        var host = await EmbeddedHost.Start(
            services => services.AddCrowdsourceAugmenter(),
            bus => bus.AddAugmenterConsumers(),
            [("Crowdsource:WeightsFile", "none"), ("Crowdsource:Augmenter:BackoffSeconds", "0"), .. Settings]);
        await UntilConnected(host);
        return host;
    }

    /// <summary>A bus that is still connecting does not stop: it would take the next test's messages and fail, for its host is gone.</summary>
    private protected static async Task UntilConnected(EmbeddedHost host) =>
        (await host.Get<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, s_patience)).ShouldBe(BusHealthStatus.Healthy);

    private protected static Task<IWorkAvailable?> Watch(EmbeddedHost host)
    {
        var consumed = new ConsumedOnce();
        host.Get<IBus>().ConnectConsumeObserver(consumed);
        return consumed.Completed;
    }

    private protected static byte[] Photo(int number) => PngEncoder.Encode(SyntheticPictures.Render(number));
}

public sealed class InMemoryBusContract : BusContract
{
    private protected override (string, string?)[] Settings => [];
}
