using Crowdsource.Augmenter.Erasure;
using Crowdsource.Augmenter.Sweeping;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Crowdsource.Testing.Hosts;

namespace Crowdsource.Augmenter.Tests.Erasure;

public sealed class EraseVolunteerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_leads_to_the_volunteer_is_gone_when_the_work_is_done()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var contributor = (await Volunteer(host, campaign).Get()).ShouldNotBeNull().Contributor;
        var photos = new List<SubmissionId>();
        for (var photo = 0; photo < 40; photo++)
        {
            photos.Add(await campaign.Send([(byte)photo], "apple"));
        }

        (await Volunteer(host, campaign).Erase()).ShouldNotBeNull().Pseudonym.ShouldNotContain("volunteer fruit");
        await Erase(host, campaign);
        await host.Get<Sweeper>().DeleteCondemned(Cancelled);

        foreach (var photo in photos)
        {
            var state = await campaign.State(photo);
            (state.Status, state.Volunteer, state.Upload, state.Contributor)
                .ShouldBe((SubmissionStatus.Erased, VolunteerId.Nobody, SubmissionState.NoUpload, contributor));
        }

        (await Volunteer(host, campaign).Get()).ShouldNotBeNull().Contributor.ShouldNotBe(contributor);
        Directory.EnumerateFiles(Path.Combine(host.DataFolder, "uploads"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
        (await campaign.WorkOf(WorkKind.EraseVolunteer, campaign.Volunteer.ToString())).DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_erasure_that_was_cut_off_is_finished_by_the_next_attempt()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var (first, second) = (await campaign.Send([1], "apple"), await campaign.Send([2], "apple"));
        await Volunteer(host, campaign).Erase();

        // What a killed worker leaves: a claim that expired, and some photos erased.
        var work = await campaign.WorkOf(WorkKind.EraseVolunteer, campaign.Volunteer.ToString());
        (await host.Work.Claim(work.Id, TimeSpan.FromSeconds(-1), Cancelled)).ShouldNotBeNull();
        await campaign.Submission(first).Erase(campaign.Volunteer);
        await Erase(host, campaign);

        (await campaign.State(first)).Status.ShouldBe(SubmissionStatus.Erased);
        (await campaign.State(second)).Status.ShouldBe(SubmissionStatus.Erased);
    }

    [Fact]
    public async Task A_photo_on_its_way_while_its_volunteer_is_erased_does_not_come_in()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var late = await campaign.Stored([1]);
        await Volunteer(host, campaign).Erase();

        (await campaign.Submission(late.Id).Submit(late)).ShouldBeOfType<SubmitOutcome.NotFound>();
    }

    private static Task<EmbeddedHost> Start() => EmbeddedHost.Start(
        services => services.AddCrowdsourceAugmenter(),
        addConsumers: null,
        ("Crowdsource:WeightsFile", "none"), ("Crowdsource:Sweep:Seconds", "3600"));

    private static IVolunteerGrain Volunteer(EmbeddedHost host, SmallCampaign campaign) =>
        host.Grains.GetGrain<IVolunteerGrain>(campaign.Volunteer.Value);

    private static async Task Erase(EmbeddedHost host, SmallCampaign campaign) => await host.Get<VolunteerEraser>().Erase(
        (await campaign.WorkOf(WorkKind.EraseVolunteer, campaign.Volunteer.ToString())).Id, Cancelled);
}
