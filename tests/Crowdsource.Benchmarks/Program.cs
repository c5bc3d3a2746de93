using System.Text.Json;
using Crowdsource.Benchmarks;
using Crowdsource.Benchmarks.Training;
using Spectre.Console;

if (args is [HeadBenchmark.Child, var shards])
{
    await HeadBenchmark.Train(shards);
    return 0;
}

if (args is [OurTraining.Child, var task])
{
    using var training = new OurTraining(task);
    training.Run();
    return 0;
}

// Names on the command line choose; none means all. Results go to the folder in OUT.
var folder = Environment.GetEnvironmentVariable("OUT") is { Length: > 0 } wanted ? wanted : Path.Combine("artifacts", "bench");
(string Name, Func<Task<IReadOnlyList<Measurement>>> Run)[] benchmarks =
[
    ("commits", CommitBenchmark.Run),
    ("variants", VariantBenchmark.Run),
    ("processing", ProcessingBenchmark.Run),
    ("artifacts", ArtifactBenchmark.Run),
    ("uploads", UploadBenchmark.Run),
    ("updates", UpdateBenchmark.Run),
    ("queue", QueueBenchmark.Run),
    ("heads", HeadBenchmark.Run),
    ("gate", GateBenchmark.Run),
    ("start", StartBenchmark.Run),
    ("modes", ModesBenchmark.Run),
    ("burst", BurstBenchmark.Run),
    ("learning", LearningBenchmark.Run),
];
var unknown = args.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync($"There is no benchmark {string.Join(", ", unknown)}. There are: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.");
    return 2;
}

Directory.CreateDirectory(folder);
var table = new Table().AddColumns("what", "unit", "ours", "peer", "peer's", "ratio", "from – to", "goal");
foreach (var (name, run) in benchmarks.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Name)))
{
    AnsiConsole.MarkupLineInterpolated($"[grey]{name} …[/]");
    var measurements = await run();
    await using (var file = File.Create(Path.Combine(folder, $"{name}.json")))
    {
        await JsonSerializer.SerializeAsync(file, measurements, JsonSerializerOptions.Web);
    }

    foreach (var line in measurements)
    {
        table.AddRow(
            new Text(line.What), new Text(line.Unit), new Text($"{line.Ours:#,0.##}"), new Text(line.Peer ?? "–"), new Text($"{line.Theirs:#,0.##}"),
            new Text($"{line.Ratio:0.00}"), new Text(line.Low is null ? "" : $"{line.Low:0.00} – {line.High:0.00}"),
            new Text(line.Goal is null ? "" : $"{line.Goal:0.0#} {(line.Ratio >= line.Goal ? "met" : "missed")}"));
    }
}

AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 170);
AnsiConsole.Write(table);
return 0;
