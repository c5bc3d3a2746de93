using System.Diagnostics;
using System.Globalization;
using Crowdsource.Benchmarks.Peers;

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
            megabytes.Add(ResidentBytes(host.ProcessId) / 1e6);
        }

        return
        [
            new Measurement("cold start to ready", "s", Duel.Middle(seconds)),
            new Measurement("idle memory of the host and its children", "MB", Duel.Middle(megabytes)),
        ];
    }

    /// <summary>Of all processes of a group; pages that several share are counted once each.</summary>
    private static long ResidentBytes(int group) => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Sum(folder =>
        {
            try
            {
                // The name stands in parentheses and may hold spaces; the fields after it: state, parent, group, …
                var fields = File.ReadAllText(Path.Combine(folder, "stat"));
                return int.Parse(fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[2], CultureInfo.InvariantCulture) == group
                    ? long.Parse(File.ReadAllText(Path.Combine(folder, "statm")).Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize
                    : 0;
            }
            catch (IOException)
            {
                return 0;
            }
        });
}
