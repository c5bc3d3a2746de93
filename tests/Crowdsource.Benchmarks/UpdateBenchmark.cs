using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Benchmarks.Peers;
using Crowdsource.Domain.Models;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Updates;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks;

/// <summary>Phones that ask for news and download models, against nginx with the same bytes and ETags.</summary>
internal static class UpdateBenchmark
{
    private const int Photos = 40;
    private const int Connections = 32;
    private const int Downloads = 4;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        await using var host = await BenchHost.Start();
        await using var nginx = await Nginx.Start();
        await host.CreateCampaign();
        await Release(host);
        using var http = host.Client(null);
        var channel = $"/updates/v0/campaigns/{BenchHost.Campaign}/channels/stable";
        var (document, etag) = await Copy(http, channel, nginx, "channel.json");
        var release = (await http.GetFromJsonAsync<ChannelDocument>(channel, BenchHost.Json))!.Release!;
        var bundle = release.Artifacts.Single(offered => offered.Artifact == ArtifactId.OnnxFp32).Bundle!;
        using var manifest = JsonDocument.Parse(await http.GetByteArrayAsync($"/updates/v0/files/{bundle.Digest}"));
        var model = manifest.RootElement.GetProperty("files").EnumerateArray().MaxBy(file => file.GetProperty("bytes").GetInt64());
        var file = $"/updates/v0/files/{model.GetProperty("sha256")}";
        await Copy(http, file, nginx, "model");
        using var theirs = new HttpClient { BaseAddress = nginx.Address };
        using var head = await theirs.GetAsync("/channel.json");
        var theirTag = head.Headers.ETag!.ToString();
        var megabytes = model.GetProperty("bytes").GetInt64() / 1e6;
        return
        [
            Measurement.Of($"update checks, 200 with {document} bytes", "answers/s", "nginx, same bytes", await Duel.Fight(
                Rounds,
                () => Wrk.RequestsPerSecond(new Uri(host.Address, channel), Connections),
                () => Wrk.RequestsPerSecond(new Uri(nginx.Address, "/channel.json"), Connections)), goal: 0.8),
            Measurement.Of("update checks, 304", "answers/s", "nginx, same bytes", await Duel.Fight(
                Rounds,
                () => Wrk.RequestsPerSecond(new Uri(host.Address, channel), Connections, ("If-None-Match", etag)),
                () => Wrk.RequestsPerSecond(new Uri(nginx.Address, "/channel.json"), Connections, ("If-None-Match", theirTag))), goal: 0.8),
            Measurement.Of($"downloads of {megabytes:0.0} MB", "MB/s", "nginx, same bytes", await Duel.Fight(
                Rounds,
                async () => megabytes * await Wrk.RequestsPerSecond(new Uri(host.Address, file), Downloads),
                async () => megabytes * await Wrk.RequestsPerSecond(new Uri(nginx.Address, "/model"), Downloads)), goal: 0.8),
        ];
    }

    /// <summary>A promoted night on small photos, released on the stable channel.</summary>
    public static async Task Release(BenchHost host)
    {
        var ids = new List<Guid>();
        using (var volunteer = await host.Volunteer())
        {
            for (var photo = 0; photo < Photos; photo++)
            {
                var label = TestPhotos.Labels[photo % 2];
                ids.Add(Guid.CreateVersion7());
                using var body = new ByteArrayContent(TestPhotos.Make(label, photo + 1));
                body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
                var takenAt = Uri.EscapeDataString(DateTimeOffset.UnixEpoch.AddDays(20_000).AddHours(photo).ToString("O"));
                (await volunteer.PutAsync($"/api/v1/campaigns/{BenchHost.Campaign}/submissions/{ids[^1]}?label={label}&capturedAt={takenAt}", body)).EnsureSuccessStatusCode();
            }
        }

        await host.Quiet();
        using var owner = host.Owner();
        var campaign = $"/api/v1/campaigns/{BenchHost.Campaign}";
        var accepted = new BulkReviewRequest([.. ids.Select(id => new BulkReviewItem(id, ReviewVerdict.Accept))]);
        (await owner.PostAsJsonAsync($"{campaign}/reviews/bulk", accepted, BenchHost.Json)).EnsureSuccessStatusCode();
        (await owner.PostAsJsonAsync($"{campaign}/nights", new StartNightRequest(1), BenchHost.Json)).EnsureSuccessStatusCode();
        await host.Quiet();
    }

    /// <summary>Gives nginx what we answer.</summary>
    public static async Task<(int Bytes, string Tag)> Copy(HttpClient http, string path, Nginx nginx, string name)
    {
        using var answer = await http.GetAsync(path);
        var bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        await File.WriteAllBytesAsync(Path.Combine(nginx.Root, name), bytes);
        return (bytes.Length, answer.Headers.ETag!.ToString());
    }
}
