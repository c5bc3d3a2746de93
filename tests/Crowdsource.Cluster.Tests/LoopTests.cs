using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Crowdsource.Domain.Nights;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Updates;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Cluster.Tests;

/// <summary>From a volunteer's photo to a model on a phone, each step in another process.</summary>
[Collection("one after the other: they kill what others count on")]
public sealed class LoopTests(RealCluster cluster)
{
    private const int Photos = 16;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Photos_become_a_model_that_phones_get()
    {
        using var campaign = await SmallCampaign.Open(cluster.Running, "loop");
        var photos = new List<Guid>();
        while (photos.Count < Photos)
        {
            photos.Add(await campaign.Send());
        }

        foreach (var photo in photos)
        {
            await campaign.IsExamined(photo);
            (await campaign.Owner.PutAsJsonAsync($"{campaign.Path}/reviews/{photo}", new ReviewRequest(ReviewVerdict.Accept), SmallCampaign.Json, Cancelled))
                .StatusCode.ShouldBe(HttpStatusCode.OK);
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
}
