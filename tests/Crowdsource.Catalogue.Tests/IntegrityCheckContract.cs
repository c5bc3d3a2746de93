using Crowdsource.Catalogue.Integrity;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests;

public abstract class IntegrityCheckContract(TestDatabase database) : IDisposable
{
    private static readonly CancellationToken s_now = CancellationToken.None;
    private static readonly DateTimeOffset s_time = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestCatalogue _catalogue = new(database: database);
    private readonly Dictionary<BlobDigest, BlobCondition> _disk = [];

    public void Dispose()
    {
        _catalogue.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_fits_together_has_no_findings_and_every_blob_was_looked_at()
    {
        var waiting = Photo(1) with { Status = SubmissionStatus.Received };
        await Store(waiting, owed: true);
        await Store(Accepted(2, points: 10), ledger: 10);

        var page = await Check();

        page.Findings.ShouldBeEmpty();
        (page.Photos, page.Blobs, page.Next).ShouldBe((2, 3, null));
    }

    [Fact]
    public async Task Missing_and_damaged_blobs_are_told_apart()
    {
        var photo = Accepted(1, points: 0);
        await Store(photo);
        _disk[photo.Findings!.Master] = BlobCondition.Damaged;
        _disk[photo.Findings.Thumbnail] = BlobCondition.Missing;

        var findings = (await Check()).Findings;

        findings.Select(finding => finding.Code).ShouldBe([IntegrityFinding.DamagedBlob, IntegrityFinding.MissingBlob]);
        findings.ShouldAllBe(finding => finding.Subject.Contains(photo.Id.ToString()));
        findings[0].Explanation.ShouldContain(photo.Findings.Master.Value);
    }

    [Fact]
    public async Task A_withdrawn_photo_needs_no_blobs()
    {
        var photo = Accepted(1, points: 0) with { Status = SubmissionStatus.Withdrawn };
        await Store(photo);
        _disk[photo.Findings!.Master] = BlobCondition.Missing;

        (await Check()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Points_that_are_not_the_sum_of_their_ledger_are_found()
    {
        await Store(Accepted(1, points: 15), ledger: 10);

        (await Check()).Findings.ShouldHaveSingleItem().Code.ShouldBe(IntegrityFinding.PointsDiffer);
    }

    [Fact]
    public async Task A_photo_that_nobody_owes_its_processing_is_found()
    {
        await Store(Photo(1) with { Status = SubmissionStatus.Received });

        (await Check()).Findings.ShouldHaveSingleItem().Code.ShouldBe(IntegrityFinding.WorkMissing);
    }

    [Fact]
    public async Task Pages_cover_every_photo_once()
    {
        for (var photo = 0; photo < 205; photo++)
        {
            await Store(Accepted(photo, points: 0));
        }

        var (photos, pages) = (0, 0);
        for (long? after = 0; after is { } place; pages++)
        {
            var page = await Check(place);
            (photos, after) = (photos + page.Photos, page.Next);
        }

        (photos, pages).ShouldBe((205, 3));
    }

    private Task<IntegrityPage> Check(long after = 0) => new IntegrityCheck(
        _catalogue, (_, digest, _) => Task.FromResult(_disk.GetValueOrDefault(digest, BlobCondition.Sound))).Check(after, s_now);

    private Task<RowVersion> Store(SubmissionState photo, bool owed = false, int? ledger = null) => _catalogue.Commit(
        new Commit<SubmissionState>(photo)
        {
            Owes = !owed ? [] :
            [
                new WorkItem { Kind = WorkKind.ProcessPhoto, Subject = photo.Id.ToString(), Key = $"process-photo/{photo.Id}", CreatedAt = s_time },
            ],
            Inserts = ledger is not { } points ? [] :
            [
                new PointsEntry
                {
                    Campaign = photo.Campaign, Contributor = photo.Contributor, Submission = photo.Id, Reason = "accepted#1", Points = points, At = s_time,
                },
            ],
        },
        RowVersion.None,
        s_now);

    private static SubmissionState Accepted(int number, int points) => Photo(number) with
    {
        Status = SubmissionStatus.Accepted,
        Points = points,
        Findings = new PhotoFindings(Digest($"master {number}"), Digest($"thumbnail {number}"), null, null, 640, 480, Digest($"pixels {number}"), number, 900, 120),
    };

    private static SubmissionState Photo(int number) => new()
    {
        Id = new SubmissionId(Guid.CreateVersion7(s_time)),
        Campaign = new CampaignId("fruit"),
        Volunteer = new VolunteerId(Guid.NewGuid()),
        Contributor = new ContributorKey(Guid.NewGuid()),
        ClaimedLabel = new LabelId(1),
        Label = new LabelId(1),
        Upload = Digest($"upload {number}"),
        UploadBytes = 3,
        CapturedAt = s_time,
        ReceivedAt = s_time,
        ConsentVersion = 1,
        Status = SubmissionStatus.InReview,
    };

    private static BlobDigest Digest(string text) => BlobDigest.Of(System.Text.Encoding.UTF8.GetBytes(text));
}
