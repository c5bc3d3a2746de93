using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text.Json;
using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Benchmarks.Training;

/// <summary>
/// Our side, a process of its own: what a campaign's first night costs with everything that photos cost when they arrive (judged, cleaned, variants
/// drawn, activations computed), then the head, then a tuned tail. The exam is taken by the exported files.
/// </summary>
internal sealed class OurTraining(string folder) : IDisposable
{
    /// <summary>What the process is called with.</summary>
    public const string Child = "our-training";

    /// <summary>Every fifth group validates; no tail learns from it.</summary>
    private const int ValidationGroups = 5;

    private static readonly int s_cores = Environment.ProcessorCount;

    private readonly TrainingTask _task = TrainingTask.Read(folder);
    private readonly PretrainedBackbone _backbone = new(PretrainedWeights.Load(Path.Combine(folder, TrainingTask.OursFile)));
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Run()
    {
        var (photos, activations) = Arrive();
        var features = Features(_backbone.Tail, activations);
        var samples = Samples(photos, features, judges: null);
        var how = new HeadOptions { Seed = _task.Seed };
        var head = new HeadTrainer(how).Train(samples, progress: null, CancellationToken.None);
        var headSeconds = Seconds();

        // Another night: the features of a few new photos, and a head on all of them, with the settings of the first.
        var again = Stopwatch.GetTimestamp();
        Arrive(_task.Photos.Take((_task.Photos.Count + 99) / 100), [PhotoView.Original, .. Variants(0, _task.Variants)]);
        new HeadTrainer(how.With(head.Settings)).Train(samples, progress: null, CancellationToken.None);
        var againSeconds = Stopwatch.GetElapsedTime(again).TotalSeconds;
        Tell("ours-head", Whole(_backbone.Tail, head), headSeconds, againSeconds);

        var tuning = Stopwatch.GetTimestamp();
        var start = _backbone.Tail.Append(new Linear(Network.HeadName, features.Dimensions, head.Bias.Length, head.Weights, head.Bias));
        int[] learners = [.. Enumerable.Range(0, photos.Count).Where(photo => !IsJudge(photos[photo]))];
        var tail = new NetworkTuner(new TuningOptions { Seed = _task.Seed })
            .Train(start, WithFurther(activations, photos, learners), samples.Labels, learners, progress: null, CancellationToken.None).Backbone();
        var judged = Samples(photos, Features(tail, activations), [.. photos.Select(IsJudge)]);
        var tuned = new HeadTrainer(how).Train(judged, progress: null, CancellationToken.None);
        Tell("ours-tail", Whole(tail, tuned), headSeconds + Stopwatch.GetElapsedTime(tuning).TotalSeconds, againSeconds: null);
    }

    public void Dispose() => _backbone.Dispose();

    private static bool IsJudge(TrainingPhoto photo) => photo.Group % ValidationGroups == 0;

    private (List<TrainingPhoto> Photos, ActivationTable Activations) Arrive()
    {
        var arrived = Arrive(_task.Photos, [PhotoView.Original, .. Variants(0, _task.Variants)]);
        var table = new ActivationTable(arrived.Count, 1 + _task.Variants, _backbone.Trunk.Shape);
        foreach (var (photo, (_, views)) in arrived.Index())
        {
            foreach (var (view, activations) in views.Index())
            {
                table[photo, view] = activations;
            }
        }

        return ([.. arrived.Select(one => one.Photo)], table);
    }

    /// <summary>The same, and the variants that only a tail learns from, of the photos that it learns from.</summary>
    private ActivationTable WithFurther(ActivationTable activations, List<TrainingPhoto> photos, int[] learners)
    {
        var table = new ActivationTable(photos.Count, 1 + AugmentationRecipe.TunedVariants, _backbone.Trunk.Shape);
        var further = Arrive(learners.Select(learner => photos[learner]), Variants(_task.Variants, AugmentationRecipe.TunedVariants));
        foreach (var (learner, (_, views)) in learners.Zip(further))
        {
            for (var view = 0; view < table.Variants; view++)
            {
                table[learner, view] = view < activations.Variants ? activations[learner, view] : views[view - activations.Variants];
            }
        }

        return table;
    }

    private static PhotoView[] Variants(int from, int to) => [.. Enumerable.Range(from, to - from).Select(PhotoView.Variant)];

    /// <summary>As uploads are processed: a photo that is refused is not learned from.</summary>
    private List<(TrainingPhoto Photo, PackedActivations[] Views)> Arrive(IEnumerable<TrainingPhoto> photos, PhotoView[] views)
    {
        var pipeline = new PhotoPipeline();
        return
        [
            .. photos.AsParallel().AsOrdered().WithDegreeOfParallelism(s_cores).SelectMany(photo =>
                pipeline.Examine(File.ReadAllBytes(photo.Path), views) is ExaminationResult.Examined examined
                    ? new[] { (photo, _backbone.Trunk.Extract(examined.Inputs)) }
                    : []),
        ];
    }

    private static FeatureTable Features(Network tail, ActivationTable activations)
    {
        using var extractor = new TailExtractor(tail);
        var table = new FeatureTable(activations.Photos, activations.Variants, extractor.Dimensions);
        Parallel.For(0, table.Photos, new ParallelOptions { MaxDegreeOfParallelism = s_cores }, photo =>
        {
            for (var variant = 0; variant < table.Variants; variant++)
            {
                TensorPrimitives.ConvertToHalf(extractor.Extract(activations[photo, variant]), table.Row(photo, variant));
            }
        });
        return table;
    }

    private HeadSamples Samples(List<TrainingPhoto> photos, FeatureTable features, bool[]? judges) => new(
        features, [.. photos.Select(photo => photo.Label)], [.. photos.Select(photo => photo.Group)], _task.Labels.Count, Judges: judges);

    private byte[] Whole(Network tail, TrainedHead head) =>
        OnnxWriter.Write(_backbone.TrunkNetwork.Append(tail.Layers).WithHead(head.Weights, head.Bias));

    private double Seconds() => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    private void Tell(string model, byte[] artifact, double seconds, double? againSeconds)
    {
        using var process = Process.GetCurrentProcess();
        var result = new TrainingResult(model, seconds, process.PeakWorkingSet64 / 1e6, againSeconds);
        var size = Preprocessing.Default.InputSize;
        using var classifier = new Classifier(artifact, Preprocessing.Default, new InferenceOptions { Threads = s_cores });
        using var exam = File.OpenRead(Path.Combine(folder, TrainingTask.ExamFile));
        using var answers = File.Create(Path.Combine(folder, $"{model}.i32"));
        for (var i = 0; i < _task.ExamTruth.Count * TrainingTask.Views; i++)
        {
            var pixels = new byte[size * size * RgbImage.Channels];
            exam.ReadExactly(pixels);
            var probabilities = classifier.Predict(new RgbImage(size, size, pixels));
            answers.Write(BitConverter.GetBytes(probabilities.IndexOf(probabilities.Max())));
        }

        Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
    }
}
