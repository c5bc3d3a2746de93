using System.Diagnostics;
using System.Text.Json;

namespace Crowdsource.Benchmarks.Training;

/// <summary>A process that works on a <see cref="TrainingTask"/> and prints lines of JSON.</summary>
internal static class Contestant
{
    /// <summary>Our side.</summary>
    public static Task<IReadOnlyList<T>> Ours<T>(string folder) =>
        Run<T>(new ProcessStartInfo(
            Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "Crowdsource.Benchmarks.dll"), OurTraining.Child, folder]));

    /// <summary>The script: Debian's interpreter, which sees Debian's torch, with all cores and a heap that keeps what torch frees in every step.</summary>
    public static Task<IReadOnlyList<T>> Script<T>(string folder, string mode) =>
        Run<T>(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "train_photos.py"), folder, mode])
        {
            Environment =
            {
                ["OMP_NUM_THREADS"] = $"{Environment.ProcessorCount}",
                ["MALLOC_MMAP_MAX_"] = "0",
                ["MALLOC_TRIM_THRESHOLD_"] = "8589934592",
            },
        });

    private static async Task<IReadOnlyList<T>> Run<T>(ProcessStartInfo start)
    {
        (start.UseShellExecute, start.RedirectStandardOutput) = (false, true);
        using var process = Process.Start(start)!;
        var results = new List<T>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            results.Add(JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!);
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? results
            : throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)} failed: are the tools of infra/install-bench-tools.sh there?");
    }
}
