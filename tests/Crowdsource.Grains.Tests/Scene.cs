using System.Security.Cryptography;
using System.Text;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;

namespace Crowdsource.Grains.Tests;

/// <summary>A campaign of apples and pears; plays its people and workers.</summary>
internal sealed class Scene(GrainsHost host, CampaignId campaign)
{
    public static readonly LabelId Apple = new(1);
    public static readonly LabelId Pear = new(2);
    public static readonly ReviewSubmission Accept = new("ada", Accept: true, null, null);
    public static readonly ReviewSubmission Reject = new("ada", Accept: false, RejectionCode.WrongLabel, null);
    public static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public CampaignId Id => campaign;

    public ICampaignGrain Campaign => host.Grains.GetGrain<ICampaignGrain>(campaign.Value);

    public INewsletterGrain Newsletter => host.Grains.GetGrain<INewsletterGrain>(campaign.Value);

    public IChannelGrain Stable => host.Grains.GetGrain<IChannelGrain>($"{campaign}/stable");

    public static async Task<Scene> Create(GrainsHost host, NightSchedule? schedule = null)
    {
        var scene = new Scene(host, new CampaignId(host.Fresh("fruit")));
        (await scene.Campaign.Create(new CreateCampaign(
            "Fruit", [new NewLabel("Apple", null, 200), new NewLabel("Pear", null, 200)], "You may use them.", "CC-BY-4.0", schedule)))
            .ShouldBeOfType<CreateCampaignOutcome.Created>();
        return scene;
    }

    public async Task<VolunteerState> Volunteer(bool newsletter = true)
    {
        var volunteer = host.Grains.GetGrain<IVolunteerGrain>(Guid.CreateVersion7());
        var name = host.Fresh("Otter");
        (await volunteer.Register(name, showOnLeaderboard: true, TokenText.Hash(name))).ShouldNotBeNull();
        (await volunteer.Consent(campaign, 1, newsletter)).ShouldBe(ConsentOutcome.Given);
        return (await volunteer.Get()).ShouldNotBeNull();
    }

    public ISubmissionGrain Submission(SubmissionId id) => host.Grains.GetGrain<ISubmissionGrain>(id.Value);

    public ISubmissionGrain SubmissionElsewhere(SubmissionId id) => host.Elsewhere.GetGrain<ISubmissionGrain>(id.Value);

    public INightGrain Night(int number) => host.Grains.GetGrain<INightGrain>($"{campaign}/{number}");

    public SubmitPhoto Photo(VolunteerState volunteer, string label = "Apple", DateTimeOffset? capturedAt = null)
    {
        var id = new SubmissionId(Guid.CreateVersion7());
        return new SubmitPhoto(id, campaign, volunteer.Id, label, capturedAt ?? Noon, Digest(id.ToString()), 1000, SweepMark: 0);
    }

    public async Task<SubmissionId> Received(VolunteerState volunteer, string label = "Apple", DateTimeOffset? capturedAt = null)
    {
        var photo = Photo(volunteer, label, capturedAt);
        (await Submission(photo.Id).Submit(photo)).ShouldBeOfType<SubmitOutcome.Received>();
        return photo.Id;
    }

    /// <summary>What the augmenter found, of pixels that nobody else drew unless they are named.</summary>
    public static PhotoFindings Findings(string pixels, long? hash = null) => new(
        Digest($"master {pixels}"), Digest($"thumbnail {pixels}"), null, null, 640, 480,
        Digest(pixels), hash ?? BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(pixels))), 100, 120);

    public async Task<SubmissionState> Process(SubmissionId id, PhotoFindings? findings = null)
    {
        var ticket = await host.Claim(WorkKind.ProcessPhoto, id.ToString());
        (await Submission(id).Processed(ticket, findings ?? Findings(id.ToString()), sweepMark: 0)).ShouldBeTrue();
        return await Get(id);
    }

    public async Task<SubmissionId> InReview(
        VolunteerState volunteer, string label = "Apple", DateTimeOffset? capturedAt = null, PhotoFindings? findings = null)
    {
        var id = await Received(volunteer, label, capturedAt);
        (await Process(id, findings)).Status.ShouldBe(SubmissionStatus.InReview);
        return id;
    }

    public async Task<SubmissionState> Accepted(VolunteerState volunteer, string label = "Apple", DateTimeOffset? capturedAt = null) =>
        await Review(await InReview(volunteer, label, capturedAt), Accept);

    public async Task<SubmissionState> Review(SubmissionId id, ReviewSubmission verdict) =>
        (await Submission(id).Review(verdict)).ShouldBeOfType<ReviewOutcome.Reviewed>().Submission;

    public async Task<SubmissionState> Get(SubmissionId id) => (await Submission(id).Get()).ShouldNotBeNull();

    /// <summary>Opens a night and takes it up.</summary>
    public async Task<(NightState Night, WorkTicket Ticket)> Begun()
    {
        var night = (await Campaign.OpenNight(scheduled: false, seed: null)).ShouldNotBeNull();
        var ticket = await host.Claim(WorkKind.RunNight, night.Id.ToString());
        (await Night(night.Number).Begin(ticket)).ShouldNotBeNull();
        return (night, ticket);
    }

    /// <summary>A night that ends with a model version, which is not released yet.</summary>
    public async Task<NightState> Promoted()
    {
        var (night, ticket) = await Begun();
        return (await Night(night.Number).Conclude(ticket, Promotion(night.Number))).ShouldNotBeNull();
    }

    /// <summary>A night that found nothing new.</summary>
    public async Task Skip()
    {
        var (night, ticket) = await Begun();
        (await Night(night.Number).Conclude(ticket, Skipped)).ShouldNotBeNull();
    }

    public static NightReport Report { get; } = new()
    {
        Snapshot = Digest("snapshot"),
        Strategy = "linear-head",
        Train = 30,
        Validation = 4,
        Test = 6,
        Anchor = 0,
        Top1 = 0.9,
        Top1Low = 0.8,
        Top1High = 0.95,
        Top1Rotated = 0.9,
        Top1Blurred = 0.85,
        MacroRecall = 0.9,
        Labels = [],
        Candidate = Digest("candidate"),
    };

    public static NightConclusion Promotion(int night) => new(
        NightPhase.Promoted, [], null,
        [
            new ModelArtifact
            {
                Id = ArtifactId.OnnxFp32, InputSize = 224, Bytes = 1000, MultiplyAdds = 1, Files = [new BundleFile("model.onnx", Digest($"model {night}"), 1000)],
            },
        ]);

    public static NightConclusion Skipped { get; } =
        new(NightPhase.Skipped, [new NightReason("nothing-new", "Nothing.")], null, []);

    /// <summary>In the order of insertion.</summary>
    public Task<List<TRow>> Rows<TRow>(System.Linq.Expressions.Expression<Func<TRow, bool>> which)
        where TRow : class =>
        host.Catalogue.Read(
            (db, token) =>
            {
                var key = db.Model.FindEntityType(typeof(TRow))!.FindPrimaryKey()!.Properties[0].Name;
                return db.Set<TRow>().Where(which).OrderBy(row => EF.Property<long>(row, key)).ToListAsync(token);
            },
            CancellationToken.None);

    public Task<List<PointsEntry>> Points() => Rows<PointsEntry>(entry => entry.Campaign == campaign);

    public static BlobDigest Digest(string content) => BlobDigest.Of(Encoding.UTF8.GetBytes(content));
}
