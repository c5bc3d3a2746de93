using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Tests.Snapshots;

public sealed class SnapshotBuilderTests : IDisposable
{
    private static readonly CampaignState s_campaign = new()
    {
        Id = new CampaignId("fruit"),
        Name = "Fruit",
        Labels =
        [
            new Label(new LabelId(1), "apple", null, 200),
            new Label(new LabelId(2), "pear", null, 200),
            new Label(new LabelId(3), "quince", null, 200),
        ],
        Consent = new ConsentText(1, "Yes.", "CC0-1.0"),
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_photos_in_any_order_are_the_same_snapshot()
    {
        var store = new SnapshotStore(new FileBlobStore(_folder.File("blobs"), DiskReserve.Of(_folder.Path, 0)));
        var photos = Photos(1, 8).Concat(Photos(2, 6)).ToList();

        var snapshot = SnapshotBuilder.Freeze(s_campaign, photos);
        var once = await store.Put(snapshot, Cancelled);
        photos.Reverse();
        var again = await store.Put(SnapshotBuilder.Freeze(s_campaign, photos), Cancelled);

        again.ShouldBe(once);
        var read = await store.Read(once, Cancelled);
        read.Photos.ShouldBe(snapshot.Photos);
        read.Labels.ShouldBe(snapshot.Labels);
    }

    [Fact]
    public void A_label_with_too_few_photos_or_none_to_train_on_is_left_out_and_named()
    {
        var untrainable = Photos(3, 9).Select(photo => photo with { Split = Split.Test });

        var snapshot = SnapshotBuilder.Freeze(s_campaign, [.. Photos(1, 8), .. Photos(2, 4), .. untrainable]);

        snapshot.Labels.ShouldBe([new SnapshotLabel(1, "apple")]);
        snapshot.LeftOut.ShouldBe(["pear", "quince"]);
        snapshot.Photos.ShouldAllBe(photo => photo.Label == 1);
    }

    [Fact]
    public void Photos_of_ten_minutes_are_one_group_and_a_later_one_begins_another()
    {
        var start = new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);
        int[] minutes = [0, 4, 10, 11, 30];
        var photos = Photos(1, minutes.Length).Zip(minutes, (photo, minute) => photo with { CapturedAt = start.AddMinutes(minute) }).ToList();

        var snapshot = SnapshotBuilder.Freeze(s_campaign, photos);

        var groups = photos.Select(photo => snapshot.Photos.Single(entry => entry.Photo == photo.Findings!.Master.Value).Group).ToList();
        snapshot.Grouping.ShouldBe("session");
        groups[..3].Distinct().Count().ShouldBe(1);
        groups.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void From_twenty_contributors_up_a_contributors_photos_are_one_group()
    {
        var photos = Photos(1, 40).Select((photo, i) => photo with { Contributor = new ContributorKey(new Guid(i / 2, 0, 0, new byte[8])) }).ToList();

        var snapshot = SnapshotBuilder.Freeze(s_campaign, photos);

        snapshot.Grouping.ShouldBe("contributor");
        snapshot.Photos.Select(photo => photo.Group).Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public void Merged_photos_count_as_the_label_that_is_left_and_retired_ones_are_gone()
    {
        var campaign = s_campaign with
        {
            Labels = [s_campaign.Labels[0] with { MergedInto = new LabelId(2) }, s_campaign.Labels[1], s_campaign.Labels[2] with { Retired = true }],
        };
        List<SubmissionState> photos = [.. Photos(1, 8), .. Photos(2, 3), .. Photos(3, 8)];
        var before = SnapshotBuilder.Freeze(s_campaign, photos);

        var snapshot = SnapshotBuilder.Freeze(campaign, photos);

        snapshot.Labels.ShouldBe([new SnapshotLabel(2, "pear")]);
        snapshot.LeftOut.ShouldBeEmpty();
        snapshot.Photos.ShouldAllBe(photo => photo.Label == 2);
        snapshot.Photos.Length.ShouldBe(11);

        // A night has something to learn, but nothing that the model before has not seen under the name that it has now.
        snapshot.ChangesSince(before).ShouldBeGreaterThan(0);
        snapshot.NewSince(before.Under(campaign)).Count().ShouldBe(snapshot.TrainingPart.Count() - before.TrainingPart.Count(photo => photo.Label == 1));
    }

    [Fact]
    public void Another_name_is_a_change()
    {
        var photos = Photos(1, 8).Concat(Photos(2, 8)).ToList();
        var before = SnapshotBuilder.Freeze(s_campaign, photos);
        var renamed = s_campaign with { Labels = [s_campaign.Labels[0] with { Name = "red apple" }, .. s_campaign.Labels[1..]] };

        SnapshotBuilder.Freeze(renamed, photos).ChangesSince(before).ShouldBe(1);
        SnapshotBuilder.Freeze(s_campaign, photos).ChangesSince(before).ShouldBe(0);
    }

    [Fact]
    public void What_a_merge_makes_one_session_does_not_test_what_it_taught()
    {
        var merged = s_campaign with { Labels = [s_campaign.Labels[0] with { MergedInto = new LabelId(2) }, .. s_campaign.Labels[1..]] };
        // The same ten minutes under two names, in two splits.
        var photos = Photos(1, 8).Concat(Photos(2, 8).Select(photo => photo with { Split = Split.Train })).ToList();

        SnapshotBuilder.Freeze(s_campaign, photos).Of(Split.Test).Count().ShouldBe(2);
        var snapshot = SnapshotBuilder.Freeze(merged, photos);

        snapshot.Of(Split.Test).ShouldBeEmpty();
        snapshot.Of(Split.Train).Count().ShouldBe(14);
    }

    [Fact]
    public void Rejected_photos_of_something_else_teach_the_label_that_stands_for_it()
    {
        var campaign = s_campaign with { Labels = [.. s_campaign.Labels[..2], s_campaign.Labels[2] with { NoneOfThese = true }] };
        var rejected = Photos(4, 8).Select(photo => photo with
        {
            Label = new LabelId(1),
            Status = SubmissionStatus.Rejected,
            Rejection = RejectionCode.NoObject,
            ConsentVersion = 2,
        }).ToList();
        rejected[0] = rejected[0] with { Split = null };

        var snapshot = SnapshotBuilder.Freeze(campaign, [.. Photos(1, 8), .. Photos(2, 8), .. Photos(3, 2), .. rejected]);

        snapshot.NoneOfThese.ShouldBe(2);
        snapshot.Labels[2].ShouldBe(new SnapshotLabel(3, "quince", NoneOfThese: true));
        var learned = snapshot.Photos.Where(photo => photo.OutOfScope).ToList();
        learned.Select(photo => photo.Photo).ShouldBe(rejected.Skip(1).Select(photo => photo.Findings!.Master.Value), ignoreOrder: true);
        learned.ShouldAllBe(photo => photo.Label == 3 && photo.Consent == 2);
        learned.Count(photo => photo.Split == Split.Test).ShouldBe(2);
        snapshot.Photos.Count(photo => photo.Label == 3).ShouldBe(9);
    }

    [Fact]
    public void A_session_that_was_rejected_in_part_does_not_test_what_it_taught()
    {
        var campaign = s_campaign with { Labels = [.. s_campaign.Labels[..2], s_campaign.Labels[2] with { NoneOfThese = true }] };
        var accepted = Photos(3, 8).ToList();
        // The same ten minutes, sent under the label for something else, and rejected into the other split.
        var rejected = Photos(4, 8).Select(photo => photo with
        {
            Label = new LabelId(3),
            Status = SubmissionStatus.Rejected,
            Rejection = RejectionCode.WrongLabel,
            Split = Split.Train,
        });

        SnapshotBuilder.Freeze(campaign, accepted).Of(Split.Test).Count().ShouldBe(2);
        SnapshotBuilder.Freeze(campaign, [.. accepted, .. rejected]).Of(Split.Test).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_new_is_what_the_training_part_gained_relabelled_or_lost()
    {
        var photos = Photos(1, 8).Concat(Photos(2, 8)).ToList();
        var before = SnapshotBuilder.Freeze(s_campaign, photos);

        var test = photos.FindIndex(photo => photo.Split == Split.Test);
        photos[test] = photos[test] with { Split = Split.Anchor };
        SnapshotBuilder.Freeze(s_campaign, photos).ChangesSince(before).ShouldBe(0, "a locked test photo trains nothing");

        var trained = photos.FindIndex(photo => photo.Split == Split.Train);
        photos[trained] = photos[trained] with { Label = new LabelId(2) };
        var relabelled = SnapshotBuilder.Freeze(s_campaign, photos);
        relabelled.NewSince(before).ShouldHaveSingleItem().Label.ShouldBe(2);
        relabelled.ChangesSince(before).ShouldBe(2);

        photos.RemoveAt(trained);
        SnapshotBuilder.Freeze(s_campaign, photos).ChangesSince(before).ShouldBe(1);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<SubmissionState> Photos(int label, int count) => Enumerable.Range(0, count).Select(i =>
    {
        var digest = BlobDigest.Of([(byte)label, (byte)i]);
        return new SubmissionState
        {
            Id = new SubmissionId(new Guid(label, (short)i, 0, new byte[8])),
            Campaign = s_campaign.Id,
            Volunteer = new VolunteerId(Guid.Empty),
            Contributor = new ContributorKey(Guid.Empty),
            ClaimedLabel = new LabelId(label),
            Label = new LabelId(label),
            Upload = digest,
            UploadBytes = 1,
            CapturedAt = DateTimeOffset.UnixEpoch.AddHours(i),
            ReceivedAt = DateTimeOffset.UnixEpoch,
            ConsentVersion = 1,
            Status = SubmissionStatus.Accepted,
            Findings = new PhotoFindings(digest, digest, null, null, 100, 100, digest, i, 1, 1),
            Split = i % 4 == 1 ? Split.Test : Split.Train,
        };
    });
}
