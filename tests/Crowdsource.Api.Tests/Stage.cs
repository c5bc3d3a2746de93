using System.Net;
using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Work;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Volunteers;

namespace Crowdsource.Api.Tests;

/// <summary>A campaign of apples and pears with people in it; plays the workers where a test needs what they do.</summary>
internal sealed class Stage(ApiHost host, string campaign)
{
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(5);
    private static readonly SemaphoreSlim s_worker = new(1);

    public string Campaign => campaign;

    public string Path => $"/api/v1/campaigns/{campaign}";

    public static CreateCampaignRequest Request(string id) => new(
        id, "Fruit", [new NewLabelRequest("Apple", "Whole."), new NewLabelRequest("Pear", Target: 10)], "You may use them.", "CC-BY-4.0");

    public static async Task<Stage> Create(ApiHost host)
    {
        var id = host.Fresh("fruit");
        await (await host.Owner.Post("/api/v1/campaigns", Request(id))).Has(HttpStatusCode.Created);
        return new Stage(host, id);
    }

    public async Task<HttpClient> Volunteer(bool newsletter = true, bool shown = true, bool consent = true, string? pseudonym = null)
    {
        var registered = await (await host.Anonymous.Post("/api/v1/volunteers", new RegisterVolunteerRequest(pseudonym, shown)))
            .Is<RegisteredVolunteer>(HttpStatusCode.Created);
        var client = host.Client(registered.Token);
        if (consent)
        {
            await (await client.Put($"{Path}/consent", new ConsentRequest(1, newsletter))).Has(HttpStatusCode.OK);
        }

        return client;
    }

    public string Submission(Guid id) => $"{Path}/submissions/{id}";

    public Task<HttpResponseMessage> Send(HttpClient volunteer, Guid id, string content, string label = "Apple") =>
        Send(volunteer, id, Photos.Jpeg(content), label);

    public Task<HttpResponseMessage> Send(HttpClient volunteer, Guid id, byte[] photo, string label = "Apple") => volunteer.PutAsync(
        $"{Submission(id)}?label={Uri.EscapeDataString(label)}&capturedAt=2026-11-01T10%3A00%3A00Z", new ByteArrayContent(photo));

    /// <summary>A photo that is sent and processed.</summary>
    public async Task<Guid> InReview(HttpClient volunteer, string label = "Apple", Func<PhotoFindings, PhotoFindings>? found = null, GeoPoint? position = null)
    {
        var id = Guid.CreateVersion7();
        await (await Send(volunteer, id, id.ToString(), label)).Has(HttpStatusCode.Created);
        await Process(id, found, position);
        return id;
    }

    public async Task<Guid> Accepted(HttpClient volunteer, string label = "Apple", GeoPoint? position = null)
    {
        var id = await InReview(volunteer, label, position: position);
        await (await host.Curator.Put($"{Path}/reviews/{id}", new ReviewRequest(ReviewVerdict.Accept))).Has(HttpStatusCode.OK);
        return id;
    }

    /// <summary>What the augmenter does.</summary>
    public async Task Process(Guid id, Func<PhotoFindings, PhotoFindings>? found = null, GeoPoint? position = null)
    {
        var master = (await host.Blobs.Put(Photos.Jpeg($"master {id}"), CancellationToken.None)).Digest;
        var thumbnail = (await host.Blobs.Put(Photos.Jpeg($"thumbnail {id}"), CancellationToken.None)).Digest;
        // The hash of pixels that nobody drew: far from every other.
        var hash = BitConverter.ToInt64(System.Security.Cryptography.SHA256.HashData(id.ToByteArray()));
        var findings = new PhotoFindings(master, thumbnail, null, null, 640, 480, BlobDigest.Of(id.ToByteArray()), hash, 100, 120);
        await host.Grains.GetGrain<ISubmissionGrain>(id).Processed(
            await Claim(WorkKind.ProcessPhoto, id.ToString()), found?.Invoke(findings) ?? findings, sweepMark: 0, position);
    }

    public async Task Reject(Guid id, string code) =>
        await host.Grains.GetGrain<ISubmissionGrain>(id).Unusable(await Claim(WorkKind.ProcessPhoto, id.ToString()), code);

    /// <summary>Every attempt at the photo fails.</summary>
    public async Task GiveUp(Guid id)
    {
        var failure = WorkFailure.Retried;
        while (failure == WorkFailure.Retried)
        {
            failure = await host.Work.Fail(await Claim(WorkKind.ProcessPhoto, id.ToString()), "the child died", TimeSpan.Zero, CancellationToken.None);
        }
    }

    /// <summary>A night that is started by hand and promoted by the test in the trainer's place.</summary>
    /// <param name="snapshot">What it says it learned from.</param>
    /// <param name="evaluation">What it found in detail.</param>
    /// <param name="doubted">Photos that it takes for the other fruit, and how surely.</param>
    public async Task<NightResponse> Promoted(
        BlobDigest? snapshot = null, BlobDigest? evaluation = null, IReadOnlyList<(Guid Photo, double Confidence)>? doubted = null)
    {
        var night = await (await host.Owner.Post($"{Path}/nights", new StartNightRequest(7))).Is<NightResponse>(HttpStatusCode.Accepted);
        var ticket = await Claim(WorkKind.RunNight, $"{campaign}/{night.Number}");
        var grain = host.Grains.GetGrain<INightGrain>($"{campaign}/{night.Number}");
        await grain.Begin(ticket);
        var model = await host.Blobs.Put(Photos.Jpeg($"model {campaign}"), CancellationToken.None);
        await grain.Conclude(ticket, new NightConclusion(
            NightPhase.Promoted, [], Report(model.Digest, snapshot ?? model.Digest) with { Evaluation = evaluation },
            [
                new ModelArtifact
                {
                    Id = ArtifactId.OnnxFp32, InputSize = 224, Bytes = model.Length, MultiplyAdds = 1,
                    Files = [new BundleFile("model.onnx", model.Digest, model.Length)],
                },
            ])
        {
            Doubted = [.. await Task.WhenAll((doubted ?? []).Select(Doubt))],
        });
        return await host.Curator.Get<NightResponse>($"{Path}/nights/{night.Number}");
    }

    private async Task<DoubtedPhoto> Doubt((Guid Photo, double Confidence) doubt)
    {
        var photo = (await host.Grains.GetGrain<ISubmissionGrain>(doubt.Photo).Get())!;
        return new DoubtedPhoto(photo.Findings!.Master, photo.Label, new Domain.Campaigns.LabelId(3 - photo.Label.Value), doubt.Confidence, 0.1);
    }

    private static NightReport Report(BlobDigest model, BlobDigest snapshot) => new()
    {
        Snapshot = snapshot,
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
        Labels = [new LabelRecall(new Domain.Campaigns.LabelId(1), 100, 1), new LabelRecall(new Domain.Campaigns.LabelId(2), 100, 0.1)],
        Confused = [new ConfusedPair(new Domain.Campaigns.LabelId(2), new Domain.Campaigns.LabelId(1), 90, 200)],
        Candidate = model,
        WithoutAugmentation = model,
        Head = new HeadChoice
        {
            WeightDecay = 0.001,
            LabelSmoothing = 0.1,
            LabelBalance = 0.5,
            Generation = 0,
            Snapshot = snapshot,
            Trials =
            [
                new HeadTrial { Setting = "label-smoothing", Value = 0, Top1 = 0.9, LogLoss = 0.5 },
                new HeadTrial { Setting = "label-smoothing", Value = 0.1, Top1 = 0.95, LogLoss = 0.45, Gain = 0.05, GainError = 0.01, Chosen = true },
            ],
        },
    };

    /// <summary>Claims this piece of work, whichever other tests owe at the same time.</summary>
    private async Task<WorkTicket> Claim(string kind, string subject)
    {
        await s_worker.WaitAsync();
        try
        {
            var open = await host.Work.Open(kind, 1000, CancellationToken.None);
            var item = open.Single(work => work.Subject == subject);
            return (await host.Work.Claim(item.Id, s_lease, CancellationToken.None))!;
        }
        finally
        {
            s_worker.Release();
        }
    }
}
