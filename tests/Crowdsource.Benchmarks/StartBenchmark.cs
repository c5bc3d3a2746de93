using System.Diagnostics;
using Crowdsource.Benchmarks.Peers;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks;

/// <summary>From the start of the process on an empty folder until it says that it is ready, and the memory of it and its children then.</summary>
internal static class StartBenchmark
{
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        var (seconds, megabytes) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await using var host = await BenchHost.Start();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            megabytes.Add(new ProcessFamily(host.ProcessId).ResidentMegabytes);
        }

        return
        [
            new Measurement("cold start to ready", "s", Duel.Middle(seconds)),
            new Measurement("idle memory of the host and its children", "MB", Duel.Middle(megabytes)),
            .. await OfCluster(),
        ];
    }

    /// <summary>One more of each host of a running cluster.</summary>
    private static async Task<List<Measurement>> OfCluster()
    {
        await using var cluster = await BenchHost.StartCluster(augmenters: 1);
        using var folder = new TemporaryFolder();
        // It has had its first start long ago.
        await File.WriteAllTextAsync(folder.File("owner.key"), "");
        var measurements = new List<Measurement>();
        foreach (var kind in new[] { "Api", "Augmenter", "Trainer", "Delivery" })
        {
            var program = HostUnderTest.Built($"Crowdsource.{kind}.Host");
            var settings = await SettingsOf(cluster.Part($"{kind.ToLowerInvariant()}-1").ProcessId);
            var (seconds, megabytes) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                var address = HostUnderTest.FreeAddress();
                settings["ASPNETCORE_URLS"] = address.ToString();
                var start = Stopwatch.GetTimestamp();
                await using var host = HostUnderTest.Launch(folder.Path, address, settings, program);
                await host.Ready(CancellationToken.None);
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                megabytes.Add(new ProcessFamily(host.ProcessId).ResidentMegabytes);
                await host.Stop();
            }

            measurements.Add(new Measurement($"{kind.ToLowerInvariant()} host of a cluster: cold start to ready", "s", Duel.Middle(seconds)));
            measurements.Add(new Measurement($"{kind.ToLowerInvariant()} host of a cluster: memory then", "MB", Duel.Middle(megabytes)));
            measurements.Add(new Measurement($"{kind.ToLowerInvariant()} host: files", "MB", Size(Path.GetDirectoryName(program)!) / 1e6));
        }

        return measurements;
    }

    private static async Task<Dictionary<string, string>> SettingsOf(int process) =>
        (await File.ReadAllTextAsync($"/proc/{process}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static long Size(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
