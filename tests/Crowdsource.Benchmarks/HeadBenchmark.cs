using System.Diagnostics;
using System.Globalization;
using Crowdsource.Domain.Blobs;
using Crowdsource.Learning;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;
using Crowdsource.Testing;
using Crowdsource.Trainer.Features;

namespace Crowdsource.Benchmarks;

/// <summary>A head for 100,000 photos with 5 variants and 43 labels, from feature shards on disk, in a process of its own: seconds and peak memory.</summary>
internal static class HeadBenchmark
{
    /// <summary>What the process is called with.</summary>
    public const string Child = "heads-child";

    private const int Photos = 100_000, Dimensions = 1280, Labels = 43, PerGroup = 10;
    private const double MostSeconds = 60, MostMegabytes = 2000;

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        using var folder = new TemporaryFolder();
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Crowdsource.Benchmarks.dll"), Child, folder.Path },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = (await child.StandardOutput.ReadToEndAsync()).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        await child.WaitForExitAsync();
        if (said is not [var seconds, var megabytes, var top1])
        {
            throw new InvalidOperationException("The training said nothing.");
        }

        return
        [
            new Measurement($"head of {Labels} labels on {Photos:N0} photos × {CachedActivations.Variants} variants", "s", seconds, "the goal", MostSeconds, MostSeconds / seconds, Goal: 1),
            new Measurement("its peak memory", "MB", megabytes, "the goal", MostMegabytes, MostMegabytes / megabytes, Goal: 1),
            new Measurement("its top-1 out of fold (simulated features)", "%", top1 * 100),
        ];
    }

    /// <summary>Writes the shards, trains, and prints seconds, megabytes and top-1.</summary>
    public static async Task Train(string folder)
    {
        using var catalogue = new TestCatalogue();
        var files = new FeatureFiles(catalogue, new FileBlobStore(folder, DiskReserve.Of(folder, 0)), TimeProvider.System);
        int[] labels = [.. Enumerable.Range(0, Photos).Select(photo => photo / PerGroup % Labels)];
        var features = await Write(files, labels);
        var targets = new PhotoTargets(labels, [.. Enumerable.Range(0, Photos).Select(photo => photo / PerGroup)], Labels);
        var start = Stopwatch.GetTimestamp();
        var head = await new StreamedHeadTrainer(new HeadOptions()).Train(new StoredShards(files, features), targets, progress: null, CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} {process.PeakWorkingSet64 / 1e6:F0} {head.OutOfFoldTop1:F4}"));
    }

    /// <summary>Labels overlap, photos of a group are alike, and so are the variants of a photo. The noise is drawn once and read from many places.</summary>
    private static async Task<ShardedFeatures> Write(FeatureFiles files, int[] labels)
    {
        var random = new Random(1);
        var noise = new float[1 << 20];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(MathF.Tau * random.NextSingle());
        }

        var packer = new ShardPacker(files, Photos, CachedActivations.Variants, Dimensions);
        string[] digests = [.. labels.Select((_, photo) => BlobDigest.Of(BitConverter.GetBytes(photo)).Value)];
        var group = Noise();
        for (var photo = 0; photo < labels.Length; photo++)
        {
            group = photo % PerGroup == 0 ? Noise() : group;
            for (var variant = 0; variant < CachedActivations.Variants; variant++)
            {
                var row = packer.Table.Row(packer.Next, variant);
                var (mean, own) = (labels[photo] * Dimensions, Noise());
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = (Half)Math.Max(0, 0.5f + (0.05f * noise[mean + i]) + (0.35f * noise[group + i]) + (0.35f * noise[own + i]));
                }
            }

            await packer.Add([digests[photo]], CancellationToken.None);
        }

        var shards = await packer.Finish(CancellationToken.None);
        return new ShardedFeatures("simulated", "simulated", [.. digests], shards, Dimensions, Table: null);

        int Noise() => random.Next(Labels * Dimensions, noise.Length - Dimensions);
    }
}
