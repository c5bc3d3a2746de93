using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Work;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class DuplicateTests(GrainsHost host)
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(SubmissionRules.NearDuplicateDistance, true)]
    [InlineData(SubmissionRules.NearDuplicateDistance + 1, false)]
    public async Task A_photo_that_looks_like_an_earlier_one_is_its_duplicate(int bits, bool duplicate)
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        const long Hash = 0x0123_4567_89ab_cdef;
        var first = await scene.InReview(volunteer, findings: Scene.Findings("first", Hash));

        // One bit of each band, so that only a band of its own tells them apart.
        var flipped = Enumerable.Range(0, bits).Aggregate(Hash, (hash, band) => hash ^ (1L << (13 * band)));
        var second = await scene.Process(await scene.Received(volunteer), Scene.Findings("second", flipped));

        second.Status.ShouldBe(duplicate ? SubmissionStatus.Duplicate : SubmissionStatus.InReview);
        second.DuplicateOf.ShouldBe(duplicate ? first : null);
    }

    [Fact]
    public async Task The_same_pixels_are_the_same_photo_within_a_campaign_only()
    {
        var (scene, other) = (await Scene.Create(host), await Scene.Create(host));
        var first = await scene.InReview(await scene.Volunteer(), findings: Scene.Findings("pixels"));

        (await scene.Process(await scene.Received(await scene.Volunteer()), Scene.Findings("pixels"))).DuplicateOf.ShouldBe(first);
        (await other.Process(await other.Received(await other.Volunteer()), Scene.Findings("pixels"))).Status.ShouldBe(SubmissionStatus.InReview);
    }

    [Fact]
    public async Task Of_twenty_copies_processed_at_once_by_two_clusters_exactly_one_stays()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var copies = new List<(SubmissionId Id, WorkTicket Ticket)>();
        for (var copy = 0; copy < 20; copy++)
        {
            var id = await scene.Received(volunteer);
            copies.Add((id, await host.Claim(WorkKind.ProcessPhoto, id.ToString())));
        }

        await Task.WhenAll(copies.Select((copy, index) =>
            (index % 2 == 0 ? scene.Submission(copy.Id) : scene.SubmissionElsewhere(copy.Id)).Processed(copy.Ticket, Scene.Findings("sunset"), sweepMark: 0)));

        var campaign = scene.Id;
        var all = await scene.Rows<SubmissionState>(row => row.Campaign == campaign);
        var stays = all.Where(row => row.Status == SubmissionStatus.InReview).ShouldHaveSingleItem();
        all.Where(row => row.Status == SubmissionStatus.Duplicate && row.DuplicateOf == stays.Id).Count().ShouldBe(19);
    }

    [Fact]
    public async Task A_photo_that_was_rejected_or_taken_back_may_be_sent_again()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var rejected = await scene.InReview(volunteer, findings: Scene.Findings("leaf"));
        await scene.Review(rejected, Scene.Reject);

        var again = await scene.InReview(volunteer, findings: Scene.Findings("leaf"));
        await scene.Submission(again).Withdraw(volunteer.Id);
        await scene.InReview(volunteer, findings: Scene.Findings("leaf"));
    }

    [Fact]
    public async Task A_photo_whose_processing_was_lost_and_then_given_up_may_be_sent_again()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var lost = await scene.Received(volunteer);
        // The attempt found the photo to be new, then it was cut off.
        await host.Grains.GetGrain<IPhotoHashesGrain>(scene.Id.Value).Place((await scene.Get(lost)) with { Findings = Scene.Findings("moss") });
        await scene.Submission(lost).Unusable(await host.Claim(WorkKind.ProcessPhoto, lost.ToString()), RejectionCode.CannotProcess);

        await scene.InReview(volunteer, findings: Scene.Findings("moss"));
    }

    [Fact]
    public async Task A_rejected_photo_that_is_accepted_after_all_is_held_against_later_ones()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var first = await scene.InReview(volunteer, findings: Scene.Findings("fern"));
        await scene.Review(first, Scene.Reject);
        await scene.Review(first, Scene.Accept);

        (await scene.Process(await scene.Received(volunteer), Scene.Findings("fern"))).DuplicateOf.ShouldBe(first);
    }

    [Fact]
    public async Task A_rejected_photo_stays_so_when_another_took_its_place()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var (same, similar) = (Scene.Findings("bark", 0x77), Scene.Findings("bark, resized", 0x76));
        var rejected = await scene.InReview(volunteer, findings: same);
        await scene.Review(rejected, Scene.Reject);
        var nearlyTheSame = await scene.InReview(volunteer, findings: similar);

        (await scene.Submission(rejected).Review(Scene.Accept)).ShouldBe(new ReviewOutcome.Refused("not-reviewable"));
        await scene.Review(nearlyTheSame, Scene.Reject);
        var sentAgain = await scene.InReview(volunteer, findings: same);
        (await scene.Submission(rejected).Review(Scene.Accept)).ShouldBe(new ReviewOutcome.Refused("not-reviewable"));

        await scene.Review(sentAgain, Scene.Reject);
        (await scene.Review(rejected, Scene.Accept)).Status.ShouldBe(SubmissionStatus.Accepted);
    }

    [Fact]
    public async Task A_better_photo_of_the_same_takes_the_place_of_one_in_review()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var soft = await scene.InReview(volunteer, findings: Scene.Findings("soft", 0x70) with { Sharpness = 20 });
        var sharp = await scene.InReview(volunteer, findings: Scene.Findings("sharp", 0x71) with { Sharpness = 400 });
        var between = await scene.Process(await scene.Received(volunteer), Scene.Findings("between", 0x72) with { Sharpness = 100 });

        var (replaced, best) = (await scene.Get(soft), await scene.Get(sharp));
        (replaced.Status, replaced.DuplicateOf).ShouldBe((SubmissionStatus.Duplicate, sharp));
        (between.Status, between.DuplicateOf).ShouldBe((SubmissionStatus.Duplicate, sharp));
        best.Quality.ShouldBeGreaterThan(replaced.Quality);
        new[] { replaced.Cluster, between.Cluster, best.Cluster }.ShouldAllBe(cluster => cluster == soft.Value);
        (await scene.Submission(soft).Review(Scene.Accept)).ShouldBe(new ReviewOutcome.Refused("not-reviewable"));
        (await scene.Review(sharp, Scene.Accept)).Status.ShouldBe(SubmissionStatus.Accepted);
    }

    [Fact]
    public async Task An_accepted_photo_stays_however_good_the_newcomer_is()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var soft = await scene.InReview(volunteer, findings: Scene.Findings("soft", 0x70) with { Sharpness = 20 });
        await scene.Review(soft, Scene.Accept);

        (await scene.Process(await scene.Received(volunteer), Scene.Findings("sharp", 0x71) with { Sharpness = 400 })).DuplicateOf.ShouldBe(soft);
        (await scene.Get(soft)).Status.ShouldBe(SubmissionStatus.Accepted);
    }

    [Fact]
    public async Task A_photo_that_is_accepted_while_a_better_one_is_being_stored_stays()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var soft = await scene.InReview(volunteer, findings: Scene.Findings("soft", 0x70) with { Sharpness = 20 });
        var late = await scene.Received(volunteer);
        var sharp = Scene.Findings("sharp", 0x71) with { Sharpness = 400 };
        // The newcomer took the place, then its worker was cut off.
        (await host.Grains.GetGrain<IPhotoHashesGrain>(scene.Id.Value).Place((await scene.Get(late)) with { Findings = sharp })).Replaces.ShouldBe(soft);
        await scene.Review(soft, Scene.Accept);

        (await scene.Process(late, sharp)).DuplicateOf.ShouldBe(soft);
        (await scene.Process(await scene.Received(volunteer), Scene.Findings("again", 0x71))).DuplicateOf.ShouldBe(soft);
    }

    [Fact]
    public async Task A_session_s_photos_that_look_alike_are_one_cluster_and_all_stay()
    {
        var scene = await Scene.Create(host);
        var (volunteer, other) = (await scene.Volunteer(), await scene.Volunteer());
        const long Alike = 0x0000_0000_0000_00ff;
        var first = await scene.InReview(volunteer, findings: Scene.Findings("front", 0));

        async Task<Guid?> Cluster(SubmissionId id) => (await scene.Get(id)).Cluster;
        (await Cluster(await scene.InReview(volunteer, findings: Scene.Findings("side", Alike)))).ShouldBe(first.Value);
        foreach (var (who, minutes, pixels, hash) in new[]
        {
            (other, 0, "another's", 0x0000_0000_00ff_0000),
            (volunteer, 11, "later", 0x0000_00ff_0000_0000),
            (volunteer, 0, "another thing", 0x00ff_ffff_ff00_0000),
        })
        {
            var id = await scene.InReview(who, capturedAt: Scene.Noon.AddMinutes(minutes), findings: Scene.Findings(pixels, hash));
            (await Cluster(id)).ShouldBe(id.Value, pixels);
        }
    }
}
