using Crowdsource.Augmenter.Processing;
using Crowdsource.Augmenter.Sweeping;
using Crowdsource.Domain.Submissions;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;
using Crowdsource.Testing.Hosts;
using Crowdsource.Updates.Golden;
using Crowdsource.Vision;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Augmenter.Tests.Processing;

public sealed class PhotoProcessorTests
{
    private static readonly (string, string?)[] s_settings = [("Crowdsource:WeightsFile", "none"), ("Crowdsource:Augmenter:BackoffSeconds", "0")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_is_cleaned_and_kept_and_its_upload_is_gone()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var id = await campaign.Send(Photo(1), "apple");

        await Process(host, campaign, id);

        var state = await campaign.State(id);
        state.Status.ShouldBe(SubmissionStatus.InReview);
        var findings = state.Findings.ShouldNotBeNull();
        (await host.Blobs.Length(findings.Master, Cancelled)).ShouldNotBeNull();
        (await host.Blobs.Length(findings.Thumbnail, Cancelled)).ShouldNotBeNull();
        findings.Activations.ShouldBeNull();
        await host.Get<Sweeper>().DeleteCondemned(Cancelled);
        (await host.Uploads.Length(state.Upload, Cancelled)).ShouldBeNull();
        (await campaign.WorkOf(id)).DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_not_a_photo_is_rejected_with_its_code_and_not_kept()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var id = await campaign.Send("<html>not a photo</html>"u8.ToArray(), "apple");

        await Process(host, campaign, id);

        var state = await campaign.State(id);
        (state.Status, state.Rejection).ShouldBe((SubmissionStatus.Rejected, RejectionCode.NotAnImage));
        await host.Get<Sweeper>().DeleteCondemned(Cancelled);
        (await host.Uploads.Length(state.Upload, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task The_same_bytes_in_a_second_submission_are_its_duplicate_although_the_upload_is_gone()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var first = await campaign.Send(Photo(1), "apple");
        var second = await campaign.Send(Photo(1), "apple");
        await Process(host, campaign, first);
        await host.Get<Sweeper>().DeleteCondemned(Cancelled);
        (await host.Uploads.Length((await campaign.State(second)).Upload, Cancelled)).ShouldNotBeNull("the second still needs it");
        await host.Uploads.Delete((await campaign.State(second)).Upload, Cancelled);

        await Process(host, campaign, second);

        var state = await campaign.State(second);
        (state.Status, state.DuplicateOf).ShouldBe((SubmissionStatus.Duplicate, first));
    }

    [Fact]
    public async Task A_photo_that_kills_three_children_is_rejected()
    {
        var deadly = new DeadlyVision();
        await using var host = await Start(deadly);
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var id = await campaign.Send(Photo(1), "apple");

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.Received);
            await Process(host, campaign, id);
        }

        var state = await campaign.State(id);
        (state.Status, state.Rejection).ShouldBe((SubmissionStatus.Rejected, RejectionCode.CannotProcess));
        deadly.Deaths.ShouldBe(3);
    }

    [Fact]
    public async Task A_lost_upload_ends_as_a_dead_letter_that_says_so()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var id = await campaign.Send(Photo(1), "apple");
        await host.Uploads.Delete((await campaign.State(id)).Upload, Cancelled);

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await Process(host, campaign, id);
        }

        var dead = (await host.Work.DeadLetters(10, Cancelled)).ShouldHaveSingleItem();
        (dead.Subject, dead.LastError.ShouldNotBeNull().Contains("not in the store of uploads", StringComparison.Ordinal)).ShouldBe((id.ToString(), true));
        (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.Received);
    }

    [Fact]
    public async Task A_photo_that_finds_the_disk_full_waits_as_long_as_it_takes()
    {
        var free = 0L;
        using var folder = new TemporaryFolder();
        await using var host = await EmbeddedHost.Start(
            services =>
            {
                services.AddSingleton<IBlobStore>(new FileBlobStore(folder.Path, new DiskReserve(0, () => free)));
                services.AddCrowdsourceAugmenter();
            },
            addConsumers: null,
            s_settings);
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var id = await campaign.Send(Photo(1), "apple");

        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await Process(host, campaign, id);
            var waiting = await campaign.WorkOf(id);
            (waiting.Attempts, waiting.DeadAt, waiting.NotBefore > waiting.CreatedAt).ShouldBe((0, null, true));
            await host.Catalogue.Write(
                (db, token) => db.Work.ExecuteUpdateAsync(work => work.SetProperty(item => item.NotBefore, (DateTimeOffset?)null), token), Cancelled);
        }

        free = long.MaxValue;
        await Process(host, campaign, id);
        (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.InReview);
    }

    [Fact]
    public async Task A_worker_that_was_replaced_stores_nothing()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var id = await campaign.Send(Photo(1), "apple");
        var work = await campaign.WorkOf(id);
        var expired = (await host.Work.Claim(work.Id, TimeSpan.FromSeconds(-1), Cancelled)).ShouldNotBeNull();
        await Process(host, campaign, id);

        (await campaign.Submission(id).Unusable(expired, RejectionCode.TooDark)).ShouldBeFalse();

        (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.InReview);
    }

    [Fact]
    public async Task Work_that_somebody_holds_is_left_alone()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var id = await campaign.Send(Photo(1), "apple");
        var work = await campaign.WorkOf(id);
        (await host.Work.Claim(work.Id, TimeSpan.FromMinutes(1), Cancelled)).ShouldNotBeNull();

        await Process(host, campaign, id);

        (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.Received);
        (await campaign.WorkOf(id)).Attempts.ShouldBe(1);
    }

    private static Task<EmbeddedHost> Start(IVision? vision = null) => EmbeddedHost.Start(
        services =>
        {
            if (vision is not null)
            {
                services.AddSingleton(vision);
            }

            services.AddCrowdsourceAugmenter();
        },
        addConsumers: null,
        s_settings);

    private static async Task Process(EmbeddedHost host, SmallCampaign campaign, SubmissionId id) =>
        await host.Get<PhotoProcessor>().Process((await campaign.WorkOf(id)).Id, Cancelled);

    private static byte[] Photo(int number) => PngEncoder.Encode(SyntheticPictures.Render(number));
}
