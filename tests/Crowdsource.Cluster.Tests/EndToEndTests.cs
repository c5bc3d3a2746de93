using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Leaderboards;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Updates;
using Crowdsource.Testing;
using NetVips;
using Shouldly;
using Xunit;

namespace Crowdsource.Cluster.Tests;

/// <summary>What volunteers, curators and phones see, in both modes: no code asks which one it runs in, and nobody outside can tell.</summary>
[Collection("one after the other: they kill what others count on")]
public sealed class EndToEndTests(RealCluster cluster, OneHost host)
{
    private const string Embedded = "one host", Clustered = "a cluster";
    private const int Photos = 16;

    public static TheoryData<string> Modes => [Embedded, Clustered];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Photos_become_a_model_that_phones_get(string mode)
    {
        using var campaign = await Open(mode, "loop");
        var photos = new List<Guid>();
        while (photos.Count < Photos)
        {
            photos.Add(await campaign.Send());
        }

        foreach (var photo in photos)
        {
            await campaign.Accept(photo);
        }

        var opened = await (await campaign.Owner.PostAsJsonAsync($"{campaign.Path}/nights", new StartNightRequest(1), SmallCampaign.Json, Cancelled))
            .Content.ReadFromJsonAsync<NightResponse>(SmallCampaign.Json, Cancelled);
        var night = await SmallCampaign.Read<NightResponse>(campaign.Owner, $"{campaign.Path}/nights/{opened!.Number}", night => night.Ended);
        night.Phase.ShouldBe(NightPhase.Promoted, string.Join(" ", night.Reasons.Select(reason => reason.Text)));

        var channel = await SmallCampaign.Read<ChannelDocument>(campaign.Phone, campaign.Channel, document => document.Release is not null);
        var bundle = channel.Release!.Artifacts.Single(artifact => artifact.Artifact == "onnx/fp32").Bundle!;
        var manifest = await campaign.Phone.GetByteArrayAsync(new Uri($"/updates/v0/files/{bundle.Digest}", UriKind.Relative), Cancelled);
        Convert.ToHexStringLower(SHA256.HashData(manifest)).ShouldBe(bundle.Digest);

        // What strangers send for an answer is decoded in a child of the API's host.
        using var picture = new ByteArrayContent(TestPhotos.Make(TestPhotos.Labels[0], 4711));
        var answer = await campaign.Owner.PostAsync(
            new Uri($"{campaign.Path}/models/{night.Version}/predictions", UriKind.Relative), picture, Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancelled));
        (await answer.Content.ReadFromJsonAsync<PredictionResponse>(SmallCampaign.Json, Cancelled))!.Labels.Sum(label => label.Probability).ShouldBe(1, 0.01);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task What_cannot_be_learned_from_comes_back_with_advice(string mode)
    {
        using var campaign = await Open(mode, "dark");
        using var black = Image.Black(400, 300, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);

        var dark = await campaign.Examined(await campaign.Send(TestPhotos.Labels[0], black.JpegsaveBuffer()));
        var noise = await campaign.Examined(await campaign.Send(TestPhotos.Labels[0], Encoding.UTF8.GetBytes("no photo at all")));

        (dark.Status, dark.Reason?.Code).ShouldBe((SubmissionStatus.Rejected, "too-dark"));
        dark.Reason!.Advice.ShouldNotBeEmpty();
        (noise.Status, noise.Reason?.Code).ShouldBe((SubmissionStatus.Rejected, "not-an-image"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_photo_earns_its_points_once_and_its_volunteer_is_seen(string mode)
    {
        using var campaign = await Open(mode, "points");
        var photo = await campaign.Send();
        await campaign.Accept(photo);
        await campaign.Accept(photo, again: true);

        var points = (await campaign.Examined(photo)).Points;
        points.ShouldBeGreaterThan(0);
        var leaders = await SmallCampaign.Read<LeaderboardResponse>(campaign.Phone, $"{campaign.Path}/leaderboard", board => board.Entries.Count > 0);
        leaders.Entries.Single().Points.ShouldBe(points);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_photo_that_is_taken_back_is_gone_and_its_copies_are_named(string mode)
    {
        using var campaign = await Open(mode, "gone");
        var photo = await campaign.Send();
        await campaign.Examined(photo);
        var picture = new Uri($"{campaign.Path}/submissions/{photo}/photo", UriKind.Relative);
        var bytes = await campaign.Volunteer.GetByteArrayAsync(picture, Cancelled);

        (await campaign.Volunteer.DeleteAsync(new Uri($"{campaign.Path}/submissions/{photo}", UriKind.Relative), Cancelled)).IsSuccessStatusCode.ShouldBeTrue();

        (await campaign.Owner.GetAsync(picture, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var withdrawn = await SmallCampaign.Read<Page<WithdrawnPhotoResponse>>(campaign.Phone, $"{campaign.Path}/withdrawn", page => page.Items.Count > 0);
        withdrawn.Items.Single().Photo.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_photo_in_pieces_is_whole_with_the_last(string mode)
    {
        using var campaign = await Open(mode, "pieces");
        var (id, bytes) = (Guid.CreateVersion7(), TestPhotos.Make(TestPhotos.Labels[1], 815));
        string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        using var create = new HttpRequestMessage(HttpMethod.Post, $"{campaign.Path}/uploads");
        create.Headers.Add("Tus-Resumable", "1.0.0");
        create.Headers.Add("Upload-Length", $"{bytes.Length}");
        create.Headers.Add("Upload-Metadata", $"submission {Encoded(id.ToString())},label {Encoded(TestPhotos.Labels[1])}");
        using var created = await campaign.Volunteer.SendAsync(create, Cancelled);
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync(Cancelled));

        // Each piece may meet another host.
        for (var offset = 0; offset < bytes.Length; offset += 4000)
        {
            using var piece = new HttpRequestMessage(HttpMethod.Patch, created.Headers.Location) { Content = new ByteArrayContent(bytes, offset, Math.Min(4000, bytes.Length - offset)) };
            piece.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
            piece.Headers.Add("Tus-Resumable", "1.0.0");
            piece.Headers.Add("Upload-Offset", $"{offset}");
            using var appended = await campaign.Volunteer.SendAsync(piece, Cancelled);
            appended.StatusCode.ShouldBe(HttpStatusCode.NoContent, await appended.Content.ReadAsStringAsync(Cancelled));
        }

        (await campaign.Examined(id)).Status.ShouldBe(SubmissionStatus.InReview);
    }

    private Task<SmallCampaign> Open(string mode, string id) => mode == Embedded
        ? SmallCampaign.Open(id, host.Client, host.OwnerKey)
        : SmallCampaign.Open(id, cluster.Running.Client, cluster.Running.OwnerKey);
}
