using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests;

/// <summary>The domain's own records, in the tables that the migrations make.</summary>
public abstract class DomainStatesContract(TestDatabase database) : IDisposable
{
    private static readonly CancellationToken s_now = CancellationToken.None;
    private static readonly DateTimeOffset s_time = new(2026, 11, 1, 20, 30, 0, TimeSpan.Zero);
    private static readonly CampaignId s_campaign = new("fruit");
    private static readonly BlobDigest s_digest = BlobDigest.Of([1, 2, 3]);

    private readonly TestCatalogue _catalogue = new(database: database);

    public void Dispose()
    {
        _catalogue.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_campaign_comes_back()
    {
        var campaign = new CampaignState
        {
            Id = s_campaign,
            Name = "Fruit",
            Labels = [new Label(new LabelId(1), "apple", "from above", 200), new Label(new LabelId(2), "pear", null, 200)],
            Consent = new ConsentText(1, "I agree.", "CC-BY-4.0"),
            Schedule = new NightSchedule(new TimeOnly(2, 30), "Europe/Berlin"),
            NextNightAt = s_time,
            CreatedAt = s_time,
            CopyOf = new CampaignId("older"),
        };
        var stored = await StoreAndLoad(campaign, campaign.Id);
        stored.Labels.ShouldBe(campaign.Labels);
        stored.ShouldBe(campaign with { Labels = stored.Labels });
    }

    [Fact]
    public async Task A_submission_comes_back_and_is_found_by_its_pixels()
    {
        var submission = Submission();
        (await StoreAndLoad(submission, submission.Id)).ShouldBe(submission);
        BlobDigest? digest = s_digest;
        (await _catalogue.Read(
            (db, token) => db.Set<SubmissionState>()
                .Where(state => state.Campaign == s_campaign && EF.Property<BlobDigest?>(state, "PixelDigest") == digest)
                .Select(state => state.Id)
                .SingleAsync(token),
            s_now)).ShouldBe(submission.Id);
    }

    [Fact]
    public async Task A_night_comes_back_with_its_report()
    {
        var night = new NightState
        {
            Id = new NightId(s_campaign, 3),
            Campaign = s_campaign,
            Number = 3,
            ScheduledFor = new DateOnly(2026, 11, 2),
            Phase = NightPhase.Refused,
            OpenedAt = s_time,
            Seed = 7,
            Reasons = [new NightReason("worse", "It is 3 points worse.")],
            Report = new NightReport
            {
                Snapshot = s_digest,
                Strategy = "head",
                Train = 10,
                Validation = 2,
                Test = 3,
                Anchor = 0,
                Top1 = 0.5,
                Top1Low = 0.25,
                Top1High = 0.75,
                Top1Rotated = 0.5,
                Top1Blurred = 0.1,
                MacroRecall = double.NaN,
                Candidate = s_digest,
                Labels = [new LabelRecall(new LabelId(1), 3, null)],
            },
        };
        var stored = await StoreAndLoad(night, night.Id);
        stored.Reasons.ShouldBe(night.Reasons);
        var report = stored.Report.ShouldNotBeNull();
        report.Labels.ShouldBe(night.Report.Labels);
        report.ShouldBe(night.Report with { Labels = report.Labels, LeftOut = report.LeftOut, Notes = report.Notes });
    }

    [Fact]
    public async Task A_photo_earns_points_for_one_reason_once()
    {
        var submission = Submission();
        var points = new PointsEntry
        {
            Campaign = s_campaign,
            Contributor = submission.Contributor,
            Submission = submission.Id,
            Reason = "accepted",
            Points = 10,
            At = s_time,
        };
        var version = await _catalogue.Commit(new Commit<SubmissionState>(submission) { Inserts = [points] }, RowVersion.None, s_now);
        await Should.ThrowAsync<CatalogueConflictException>(
            () => _catalogue.Commit(new Commit<SubmissionState>(submission) { Inserts = [points with { Points = 5 }] }, version, s_now));
        (await _catalogue.Read(
            (db, token) => db.Set<PointsEntry>().GroupBy(entry => entry.Contributor)
                .Select(volunteer => volunteer.Sum(entry => entry.Points)).SingleAsync(token),
            s_now)).ShouldBe(10);
    }

    private static SubmissionState Submission() => new()
    {
        Id = new SubmissionId(Guid.CreateVersion7(s_time)),
        Campaign = s_campaign,
        Volunteer = new VolunteerId(Guid.CreateVersion7(s_time)),
        Contributor = new ContributorKey(Guid.NewGuid()),
        ClaimedLabel = new LabelId(1),
        Label = new LabelId(2),
        Upload = s_digest,
        UploadBytes = 3,
        CapturedAt = s_time,
        ReceivedAt = s_time,
        ConsentVersion = 1,
        Status = SubmissionStatus.Accepted,
        Split = Split.Test,
        Findings = new PhotoFindings(s_digest, s_digest, null, null, 640, 480, s_digest, long.MinValue, 12.5, 100),
    };

    private async Task<TState> StoreAndLoad<TState>(TState state, object id)
        where TState : class
    {
        await _catalogue.Commit(new Commit<TState>(state), RowVersion.None, s_now);
        return (await _catalogue.Load<TState>(id, s_now)).ShouldNotBeNull().State;
    }
}
