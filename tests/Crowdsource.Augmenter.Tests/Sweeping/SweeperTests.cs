using Crowdsource.Augmenter.Sweeping;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Work;
using Crowdsource.Testing.Hosts;
using Microsoft.EntityFrameworkCore;
using Orleans.Storage;

namespace Crowdsource.Augmenter.Tests.Sweeping;

public sealed class SweeperTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_taken_back_is_deleted_after_the_grace()
    {
        await using var host = await Start(graceMinutes: "0");
        var (campaign, id, findings) = await Kept(host);
        await campaign.Submission(id).Withdraw(campaign.Volunteer);

        await Sweep(host);

        (await host.Blobs.Length(findings.Master, Cancelled)).ShouldBeNull();
        (await host.Blobs.Length(findings.Thumbnail, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task Within_the_grace_a_photo_taken_back_is_still_there()
    {
        await using var host = await Start(graceMinutes: "60");
        var (campaign, id, findings) = await Kept(host);
        await campaign.Submission(id).Withdraw(campaign.Volunteer);

        await Sweep(host);

        (await host.Blobs.Length(findings.Master, Cancelled)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_another_photo_refers_to_stays()
    {
        await using var host = await Start(graceMinutes: "0");
        var (campaign, id, findings) = await Kept(host);
        var (_, _, _) = await Kept(host, campaign: "other");
        await campaign.Submission(id).Withdraw(campaign.Volunteer);

        await Sweep(host);

        (await host.Blobs.Length(findings.Master, Cancelled)).ShouldNotBeNull();
        (await Condemned(host)).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_killed_worker_stored_is_deleted()
    {
        await using var host = await Start(graceMinutes: "0");
        var left = (await host.Blobs.Put("a clean picture"u8.ToArray(), Cancelled)).Digest;
        await Condemn(host, left);

        await Sweep(host);

        (await host.Blobs.Length(left, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task An_upload_whose_row_never_came_is_forgotten_when_it_is_old()
    {
        await using var host = await Start();
        var cutOff = (await host.Uploads.Put("half a story"u8.ToArray(), Cancelled)).Digest;
        await Sweep(host);
        (await host.Uploads.Length(cutOff, Cancelled)).ShouldNotBeNull("its row may be on the way");

        Age(host, cutOff);
        await Sweep(host);

        (await host.Uploads.Length(cutOff, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task An_old_upload_that_still_waits_for_its_worker_stays()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var upload = (await campaign.State(await campaign.Send("a photo"u8.ToArray(), "apple"))).Upload;
        Age(host, upload);

        await Sweep(host);

        (await host.Uploads.Length(upload, Cancelled)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Bytes_that_were_deleted_after_they_were_found_there_are_not_acknowledged()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var photo = "the same photo twice"u8.ToArray();
        var forgotten = (await host.Uploads.Put(photo, Cancelled)).Digest;
        Age(host, forgotten);
        var late = await campaign.Stored(photo);
        late.Upload.ShouldBe(forgotten);
        await Sweep(host);

        await Should.ThrowAsync<InconsistentStateException>(() => campaign.Submission(late.Id).Submit(late));

        // The volunteer's phone sends them again.
        var again = await campaign.Stored(photo);
        (await campaign.Submission(again.Id).Submit(again)).ShouldBeOfType<SubmitOutcome.Received>();
        await Sweep(host);
        (await host.Uploads.Length(again.Upload, Cancelled)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_photo_whose_bytes_are_condemned_revives_them()
    {
        await using var host = await Start(graceMinutes: "0");
        var (campaign, first, findings) = await Kept(host);
        var second = await campaign.Send("sent again"u8.ToArray(), "apple");
        await campaign.Submission(first).Withdraw(campaign.Volunteer);
        (await Processed(host, campaign, second, findings, await Mark(host))).ShouldBeTrue();

        await Sweep(host);

        (await host.Blobs.Length(findings.Master, Cancelled)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Settled_work_is_forgotten_after_its_time_and_dead_letters_are_not()
    {
        await using var host = await Start();
        var (campaign, id, _) = await Kept(host);
        (await host.Work.Forget(TimeSpan.FromDays(30), Cancelled)).ShouldBe(0);
        (await host.Work.Forget(TimeSpan.FromDays(-1), Cancelled)).ShouldBe(1);
        (await host.Catalogue.Read((db, token) => db.Work.CountAsync(work => work.Subject == id.ToString(), token), Cancelled)).ShouldBe(0);
    }

    private static Task<EmbeddedHost> Start(string graceMinutes = "60") => EmbeddedHost.Start(
        services => services.AddCrowdsourceAugmenter(),
        addConsumers: null,
        ("Crowdsource:WeightsFile", "none"), ("Crowdsource:Sweep:GraceMinutes", graceMinutes), ("Crowdsource:Sweep:Seconds", "3600"));

    private static async Task Sweep(EmbeddedHost host)
    {
        await host.Get<Sweeper>().CondemnForgottenUploads(Cancelled);
        await host.Get<Sweeper>().DeleteCondemned(Cancelled);
    }

    /// <summary>A photo in review; every photo has the same findings.</summary>
    private static async Task<(SmallCampaign Campaign, SubmissionId Id, PhotoFindings Findings)> Kept(EmbeddedHost host, string campaign = "fruit")
    {
        var created = await SmallCampaign.Create(host, campaign, "apple", "pear");
        var id = await created.Send("a photo"u8.ToArray(), "apple");
        var mark = await Mark(host);
        var master = (await host.Blobs.Put("master"u8.ToArray(), Cancelled)).Digest;
        var thumbnail = (await host.Blobs.Put("thumbnail"u8.ToArray(), Cancelled)).Digest;
        var findings = new PhotoFindings(master, thumbnail, null, null, 640, 480, BlobDigest.Of("pixels"u8), 1, 100, 120);
        (await Processed(host, created, id, findings, mark)).ShouldBeTrue();
        return (created, id, findings);
    }

    private static async Task<bool> Processed(EmbeddedHost host, SmallCampaign campaign, SubmissionId id, PhotoFindings findings, long mark)
    {
        var ticket = await host.Work.Claim((await campaign.WorkOf(WorkKind.ProcessPhoto, id.ToString())).Id, TimeSpan.FromMinutes(1), Cancelled);
        return await campaign.Submission(id).Processed(ticket.ShouldNotBeNull(), findings, mark);
    }

    private static Task<long> Mark(EmbeddedHost host) => host.Catalogue.Read((db, token) => db.SweepMark(token), Cancelled);

    private static Task Condemn(EmbeddedHost host, BlobDigest digest) => host.Catalogue.Write(
        (db, token) => db.Condemn(BlobKind.Kept, [digest], DateTimeOffset.UnixEpoch, token), Cancelled);

    private static Task<int> Condemned(EmbeddedHost host) =>
        host.Catalogue.Read((db, token) => db.Set<CondemnedBlob>().CountAsync(blob => blob.Kind == BlobKind.Kept, token), Cancelled);

    private static void Age(EmbeddedHost host, BlobDigest upload) => File.SetLastWriteTimeUtc(
        Directory.EnumerateFiles(host.DataFolder, upload.Value, SearchOption.AllDirectories).ShouldHaveSingleItem(), DateTime.UnixEpoch);
}
