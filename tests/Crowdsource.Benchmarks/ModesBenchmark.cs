using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Crowdsource.Benchmarks.Peers;
using Crowdsource.Benchmarks.Training;
using Crowdsource.Protocol.Updates;

namespace Crowdsource.Benchmarks;

/// <summary>
/// One host against the cluster on this same machine: what the parts of a cluster cost before there are more machines to put them on; and what one
/// augmenter more costs. Real photos, from PHOTOS.
/// </summary>
internal static class ModesBenchmark
{
    private const string Cluster = "the cluster", OneAugmenter = "with one augmenter";
    private const int Phones = 16;
    private const int UsualPhotos = 200;
    private const int Connections = 32;
    private const int WarmUp = 1000;
    private const int Acknowledged = 640;

    /// <summary>Of the acknowledgements at half load.</summary>
    private static readonly TimeSpan s_listen = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        var settings = TrainingSettings.FromEnvironment();
        var photos = TrainingTask.List(settings.Photos, Math.Min(settings.MostPhotos, UsualPhotos)).Photos.ConvertAll(photo => File.ReadAllBytes(photo.Path));
        Mode embedded, two, one;
        await using (var host = await BenchHost.Start())
        {
            embedded = await Measure(host, photos);
        }

        await using (var host = await BenchHost.StartCluster(augmenters: 1))
        {
            one = await Measure(host, photos);
        }

        await using (var host = await BenchHost.StartCluster(augmenters: 2))
        {
            two = await Measure(host, photos);
            return
            [
                More("acknowledged uploads of 100 KB, one host", "uploads/s", embedded.Uploads, Cluster, two.Uploads),
                More("photos processed, one host", "photos/s", embedded.Processed, Cluster, two.Processed),
                Less("acknowledgement at half load, p50, one host", "ms", embedded.Half.Middle, Cluster, two.Half.Middle),
                Less("acknowledgement at half load, p99, one host", "ms", embedded.Half.Tail, Cluster, two.Half.Tail),
                Less("CPU of a processed photo, one host", "s", embedded.Cpu, Cluster, two.Cpu),
                Less("CPU of a processed photo, two augmenters", "s", two.Cpu, OneAugmenter, one.Cpu) with { Goal = 0.9 },
                .. await Delivery(host),
            ];
        }
    }

    private static Measurement More(string what, string unit, double ours, string peer, double theirs) => new(what, unit, ours, peer, theirs, ours / theirs);

    private static Measurement Less(string what, string unit, double ours, string peer, double theirs) => new(what, unit, ours, peer, theirs, theirs / ours);

    private static async Task<Mode> Measure(BenchHost host, List<byte[]> photos)
    {
        await host.CreateCampaign();
        var phones = await Task.WhenAll(Enumerable.Range(0, Phones).Select(_ => host.Volunteer()));
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        await Send(phones, WarmUp, noise[..1000]);
        await host.Quiet();

        var start = Stopwatch.GetTimestamp();
        await Send(phones, Acknowledged, noise);
        var uploads = Acknowledged / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await host.Quiet();
        var half = await AtRate(phones, uploads / 2, noise);
        await host.Quiet();

        // Nobody learned anything from noise: the code that photos need is compiled by the first of them.
        await Send(phones, photos.Take(photos.Count / 10).ToList());
        await host.Quiet();
        var family = new ProcessFamily(host.ProcessId);
        var cpu = family.CpuSeconds;
        start = Stopwatch.GetTimestamp();
        await Send(phones, photos.Skip(photos.Count / 10).ToList());
        await host.Quiet();
        var count = photos.Count - (photos.Count / 10);
        var mode = new Mode(uploads, half, count / Stopwatch.GetElapsedTime(start).TotalSeconds, (family.CpuSeconds - cpu) / count);
        Array.ForEach(phones, phone => phone.Dispose());
        return mode;
    }

    /// <summary>One host that delivers, without what stands before it.</summary>
    private static async Task<Measurement[]> Delivery(BenchHost host)
    {
        await UpdateBenchmark.Release(host);
        var channel = $"/updates/v0/campaigns/{BenchHost.Campaign}/channels/stable";
        var (address, process) = host.Part("delivery-1");
        using var http = new HttpClient { BaseAddress = address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await http.GetFromJsonAsync<ChannelDocument>(channel, BenchHost.Json))!.Release is null)
        {
            await timer.WaitForNextTickAsync();
        }

        await using var nginx = await Nginx.Start();
        await UpdateBenchmark.Copy(http, channel, nginx, "channel.json");
        var score = await Duel.Fight(
            rounds: 3,
            () => Wrk.RequestsPerSecond(new Uri(address, channel), Connections),
            () => Wrk.RequestsPerSecond(new Uri(nginx.Address, "/channel.json"), Connections));
        return
        [
            Measurement.Of("update checks of one delivery host of the cluster", "answers/s", "nginx, same bytes", score, goal: 0.9),
            new Measurement("its memory after them", "MB", Process.GetProcessById(process).WorkingSet64 / 1e6),
        ];
    }

    private static async Task Send(HttpClient[] phones, int count, byte[] bytes) =>
        await Parallel.ForEachAsync(Enumerable.Range(0, count), Parallelism, async (i, _) => await UploadBenchmark.Send(phones[i % Phones], UploadBenchmark.Unique(bytes)));

    private static async Task Send(HttpClient[] phones, List<byte[]> photos) =>
        await Parallel.ForEachAsync(photos.Index(), Parallelism, async (photo, _) => await UploadBenchmark.Send(phones[photo.Index % Phones], photo.Item));

    private static ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = Phones };

    /// <summary>Uploads that come at their times whether or not those before are answered.</summary>
    private static async Task<(double Middle, double Tail)> AtRate(HttpClient[] phones, double perSecond, byte[] bytes)
    {
        var (start, took, sent) = (Stopwatch.GetTimestamp(), new ConcurrentBag<double>(), new List<Task>());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Stopwatch.GetElapsedTime(start) is var now && now < s_listen)
        {
            while (sent.Count < now.TotalSeconds * perSecond)
            {
                sent.Add(One(sent.Count, TimeSpan.FromSeconds(sent.Count / perSecond)));
            }

            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(sent);
        var sorted = took.Order().ToList();
        return (sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);

        async Task One(int number, TimeSpan due)
        {
            await UploadBenchmark.Send(phones[number % Phones], UploadBenchmark.Unique(bytes));
            took.Add((Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds);
        }
    }

    /// <param name="Uploads">Acknowledged per second.</param>
    /// <param name="Half">Milliseconds until an upload is acknowledged at half that rate: the median, and the 99th percentile.</param>
    /// <param name="Processed">Photos per second, from the first upload to the last photo's end.</param>
    /// <param name="Cpu">Seconds of one core per photo: of all our processes and servers, from the upload to the end.</param>
    private sealed record Mode(double Uploads, (double Middle, double Tail) Half, double Processed, double Cpu);
}
