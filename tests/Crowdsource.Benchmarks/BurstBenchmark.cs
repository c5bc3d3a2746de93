using System.Globalization;
using System.Text.RegularExpressions;
using Crowdsource.Benchmarks.Peers;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks;

/// <summary>10,000 photos as fast as the cluster takes them, many times what it processes meanwhile: how large each process has ever been, against what it was before.</summary>
internal static partial class BurstBenchmark
{
    private const int Photos = 10_000, Phones = 32, WarmUp = 200;

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        await using var host = await BenchHost.StartCluster(augmenters: 2);
        await host.CreateCampaign();
        var phones = await Task.WhenAll(Enumerable.Range(0, Phones).Select(_ => host.Volunteer()));
        await Send(phones, 0, WarmUp);
        await host.Quiet();
        var before = Peaks(host.ProcessId);
        var start = TimeProvider.System.GetTimestamp();
        await Send(phones, WarmUp, Photos);
        var taken = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        await host.Quiet();
        var done = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var after = Peaks(host.ProcessId);
        Array.ForEach(phones, phone => phone.Dispose());
        return
        [
            new Measurement($"{Photos:N0} photos acknowledged", "s", taken),
            new Measurement("and processed", "s", done),
            .. after.OrderBy(process => process.Key, StringComparer.Ordinal).Where(process => before.ContainsKey(process.Key)).Select(process => new Measurement(
                $"largest memory ever of a process of {process.Key}", "MB", process.Value, $"the same before, after {WarmUp} photos", before[process.Key],
                before[process.Key] / process.Value)),
        ];
    }

    private static Task Send(HttpClient[] phones, int first, int count) => Parallel.ForEachAsync(
        Enumerable.Range(first, count),
        new ParallelOptions { MaxDegreeOfParallelism = Phones },
        async (i, _) => await UploadBenchmark.Send(phones[i % Phones], TestPhotos.Make(TestPhotos.Labels[0], i)));

    /// <summary>Megabytes by program, of all that descends from a process.</summary>
    private static Dictionary<string, double> Peaks(int root)
    {
        var processes = Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).SelectMany(Read).ToList();
        var family = new HashSet<int> { root };
        int known;
        do
        {
            known = family.Count;
            family.UnionWith([.. processes.Where(process => family.Contains(process.Parent)).Select(process => process.Id)]);
        }
        while (family.Count > known);

        return processes.Where(process => family.Contains(process.Id))
            .GroupBy(process => process.Program, StringComparer.Ordinal).ToDictionary(alike => alike.Key, alike => alike.Max(process => process.Megabytes), StringComparer.Ordinal);
    }

    private static IEnumerable<(int Id, int Parent, string Program, double Megabytes)> Read(string folder)
    {
        try
        {
            var status = File.ReadLines(Path.Combine(folder, "status")).Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1].Trim(), StringComparer.Ordinal);
            var program = OurProgram().Match(File.ReadAllText(Path.Combine(folder, "cmdline"))) is { Success: true } ours ? ours.Value : status["Name"];
            return status.TryGetValue("VmHWM", out var peak)
                ? [(Number(Path.GetFileName(folder)), Number(status["PPid"]), program, Number(peak.Split(' ')[0]) / 1e3)]
                : [];
        }
        catch (IOException)
        {
            // It has ended.
            return [];
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Crowdsource\.[A-Za-z.]+(?=\.dll)")]
    private static partial Regex OurProgram();
}
