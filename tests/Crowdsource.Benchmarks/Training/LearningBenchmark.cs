using System.Diagnostics;
using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks.Training;

/// <summary>
/// What a night learns and costs, against a PyTorch script that does what a good practitioner does with the same photos and the same pretrained
/// weights; both take the same exam on photos from elsewhere. LIMIT=200 EPOCHS=1 is a minute's try, the whole takes the better part of an hour.
/// </summary>
internal static class LearningBenchmark
{
    private const string Script = "PyTorch script";
    private const int Images = 96;

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        var settings = TrainingSettings.FromEnvironment();
        var weights = Path.Combine(SharedFiles.Folder ?? ".", "weights", PretrainedWeights.FileName);
        using var folder = new TemporaryFolder();
        var task = TrainingTask.Write(folder.Path, settings.Photos, settings.Holdout, weights, settings);
        var speed = await Speed(folder.Path);
        var ours = (await Contestant.Ours<TrainingResult>(folder.Path)).ToDictionary(result => result.Model, StringComparer.Ordinal);
        var frozen = (await Contestant.Script<TrainingResult>(folder.Path, "frozen"))[0];
        var full = (await Contestant.Script<TrainingResult>(folder.Path, "finetune"))[0];
        var scores = ours.Values.Append(frozen).Append(full).ToDictionary(result => result.Model, result => ExamScore.Of(folder.Path, result.Model, task), StringComparer.Ordinal);
        var (head, tail) = (ours["ours-head"], ours["ours-tail"]);
        return
        [
            Measurement.Of($"features of images of 224 px, {Environment.ProcessorCount} cores", "images/s", Script, speed, goal: 1.5),
            .. Compare("features and head", head, "frozen features and head", frozen, scores, goal: 2),
            .. Compare("features, head and tuned tail", tail, $"full fine-tuning, {settings.Epochs} epochs", full, scores, goal: 4),
            TimeTo("frozen features and head", frozen, [head, tail], scores),
            TimeTo("full fine-tuning", full, [head, tail], scores),
            new Measurement(
                "another head night, 1 % new photos, against the first with its tail", "s", head.AgainSeconds!.Value, "3 % of the first night", tail.Seconds * 0.03,
                tail.Seconds * 0.03 / head.AgainSeconds.Value, Goal: 1),
        ];
    }

    private static IEnumerable<Measurement> Compare(
        string what, TrainingResult ours, string peer, TrainingResult theirs, Dictionary<string, ExamScore> scores, double goal)
    {
        var (our, their) = (scores[ours.Model], scores[theirs.Model]);
        yield return Line("time", "s", ours.Seconds, theirs.Seconds, theirs.Seconds / ours.Seconds, goal);
        yield return Line("upright", "% right", our.Upright * 100, their.Upright * 100, our.Upright / their.Upright, 1);
        yield return Line("rotated", "% right", our.Rotated * 100, their.Rotated * 100, our.Rotated / their.Rotated, null);
        yield return Line("blurred", "% right", our.Blurred * 100, their.Blurred * 100, our.Blurred / their.Blurred, null);
        yield return Line("peak memory", "MB", ours.PeakMegabytes, theirs.PeakMegabytes, theirs.PeakMegabytes / ours.PeakMegabytes, null);

        Measurement Line(string measured, string unit, double ours, double theirs, double ratio, double? goal) =>
            new($"{what}: {measured}", unit, ours, $"{Script}: {peer}", theirs, ratio, Goal: goal);
    }

    /// <summary>When the first of our models was there that answers upright photos as well as the script's.</summary>
    private static Measurement TimeTo(string peer, TrainingResult theirs, TrainingResult[] ours, Dictionary<string, ExamScore> scores)
    {
        var wanted = scores[theirs.Model].Upright;
        var there = ours.FirstOrDefault(result => scores[result.Model].Upright >= wanted);
        return there is null
            ? new($"time to the {wanted:P1} upright of the peer: not reached", "s", ours[^1].Seconds, $"{Script}: {peer}", theirs.Seconds)
            : new($"time to the {wanted:P1} upright of the peer, by {there.Model}", "s", there.Seconds, $"{Script}: {peer}", theirs.Seconds, theirs.Seconds / there.Seconds);
    }

    private static async Task<Score> Speed(string folder)
    {
        using var backbone = new PretrainedBackbone(PretrainedWeights.Load(Path.Combine(folder, TrainingTask.OursFile)));
        using var tail = new TailExtractor(backbone.Tail);
        var random = new Random(1);
        RgbImage[] images = [.. Enumerable.Range(0, Images).Select(_ => Noise(random))];
        return await Duel.Fight(
            rounds: 3,
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                Parallel.ForEach(
                    images, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, image => tail.Extract(backbone.Trunk.Extract(image)));
                return Task.FromResult(Images / Stopwatch.GetElapsedTime(start).TotalSeconds);
            },
            async () => (await Contestant.Script<double>(folder, "speed"))[0]);
    }

    private static RgbImage Noise(Random random)
    {
        var image = RgbImage.Blank(Preprocessing.Default.InputSize, Preprocessing.Default.InputSize);
        random.NextBytes(image.Pixels);
        return image;
    }
}
