using Crowdsource.Benchmarks.Peers;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks;

/// <summary>10,000 photos as fast as the cluster takes them, many times what it processes meanwhile: how large a process of each program ever is, against what it was before.</summary>
internal static class BurstBenchmark
{
    private const int Photos = 10_000, Phones = 32, WarmUp = 200;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        await using var host = await BenchHost.StartCluster(augmenters: 2);
        await host.CreateCampaign();
        var phones = await Task.WhenAll(Enumerable.Range(0, Phones).Select(_ => host.Volunteer()));
        await Send(phones, 0, WarmUp);
        await host.Quiet();
        var family = new ProcessFamily(host.ProcessId);
        var before = family.PeakMegabytes();

        using var over = new CancellationTokenSource();
        var watching = Watch(family, over.Token);
        var start = TimeProvider.System.GetTimestamp();
        await Send(phones, WarmUp, Photos);
        var taken = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        await host.Quiet();
        var done = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        await over.CancelAsync();
        var peaks = await watching;
        Array.ForEach(phones, phone => phone.Dispose());
        return
        [
            new Measurement($"{Photos:N0} photos acknowledged", "s", taken),
            new Measurement("and processed", "s", done),
            new Measurement("hosts and servers that ended meanwhile", "", host.Restarts),
            .. peaks.OrderBy(process => process.Key, StringComparer.Ordinal).Where(process => before.ContainsKey(process.Key)).Select(process => new Measurement(
                $"largest memory ever of a process of {process.Key}", "MB", process.Value, $"the same before, after {WarmUp} photos", before[process.Key],
                before[process.Key] / process.Value)),
        ];
    }

    private static Task Send(HttpClient[] phones, int first, int count) => Parallel.ForEachAsync(
        Enumerable.Range(first, count),
        new ParallelOptions { MaxDegreeOfParallelism = Phones },
        async (i, _) => await UploadBenchmark.Send(phones[i % Phones], TestPhotos.Make(TestPhotos.Labels[0], i)));

    /// <summary>Looks again and again, since children come and go, until it is over.</summary>
    private static async Task<Dictionary<string, double>> Watch(ProcessFamily family, CancellationToken over)
    {
        var peaks = new Dictionary<string, double>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(s_look);
        while (!over.IsCancellationRequested)
        {
            foreach (var (program, megabytes) in family.PeakMegabytes())
            {
                peaks[program] = Math.Max(megabytes, peaks.GetValueOrDefault(program));
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return peaks;
    }
}
