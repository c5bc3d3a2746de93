using System.Globalization;
using System.Runtime.InteropServices;
using Crowdsource.Chaos;
using Crowdsource.Chaos.Cluster;
using Crowdsource.Chaos.Load;
using Crowdsource.Testing;

// PHOTOS: a folder per label; without it (and without the photos beside the repository) made ones. LIMIT: how many. ONLY: words of the faults' names. OUT: where the tables go.
const int UsualPhotos = 2000;
const int DiskMegabytes = 1500;
var usual = Path.Combine(SharedFiles.Folder ?? "", "photos", "grocery");
var folder = Text("PHOTOS") ?? (Directory.Exists(usual) ? usual : null);
var limit = Text("LIMIT") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : UsualPhotos;
var output = Text("OUT") ?? Path.Combine("artifacts", "chaos");
using var ended = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
var began = TimeProvider.System.GetUtcNow();

try
{
    await using var cluster = await RunningCluster.Start(
        new Dictionary<string, string>
        {
            // What changes from night to night, in the formats that are read most; comparing them on thousands of pictures takes minutes.
            ["Crowdsource__Trainer__Artifacts__0"] = "onnx/fp32",
            ["Crowdsource__Trainer__Artifacts__1"] = "onnx/int8",
            ["Crowdsource__Trainer__Artifacts__2"] = "tflite/fp32",
            ["Crowdsource__Trainer__ParityPhotos"] = "100",
        },
        SmallDisk.Mount(DiskMegabytes),
        ended.Token);
    Console.WriteLine($"The cluster is there: {cluster.Address}");
    var plan = ChaosPlan.Whole(folder is null ? PhotoSource.Synthetic(limit) : PhotoSource.Folder(folder, limit)) with
    {
        Only = (Text("ONLY") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };
    var report = await new ChaosRun(cluster, plan, line => Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {line}")).Run(ended.Token);
    Directory.CreateDirectory(output);
    var file = Path.Combine(output, $"{began:yyyyMMdd-HHmmss}.md");
    await File.WriteAllTextAsync(file, $"{report}\n");
    Console.WriteLine($"{file}\n\n{report}");
    return report.Held ? 0 : 1;
}
catch (OperationCanceledException) when (ended.IsCancellationRequested)
{
    return 1;
}

// The cluster and its disk end with us.
void End(PosixSignalContext context)
{
    context.Cancel = true;
    ended.Cancel();
}

static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
