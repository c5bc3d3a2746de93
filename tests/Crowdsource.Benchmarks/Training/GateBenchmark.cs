using System.Numerics.Tensors;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Testing;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Benchmarks.Training;

/// <summary>
/// How often the promotion gate is right. Half the photos make a champion and a locked anchor set; then the other half arrives, once with its own labels,
/// once with labels shifted by one and once with random ones, in training and in the test set alike. Seeds draw halves, splits and random labels.
/// Heads on the pretrained features stand for the exported files. LIMIT=500 SEEDS=3 is a try.
/// </summary>
internal static class GateBenchmark
{
    private const int TrainedViews = 1 + AugmentationRecipe.NightlyVariants;

    private static readonly RobustnessKind[] s_stresses =
        [RobustnessKind.RotatedReflected, RobustnessKind.RotatedInscribed, RobustnessKind.GaussianBlur, RobustnessKind.MotionBlur, RobustnessKind.OffCentre];

    /// <summary>As many arriving photos as a night asks its champion about.</summary>
    private const int BatchSample = 300;

    public static Task<IReadOnlyList<Measurement>> Run() => Task.Run(Judge);

    private static IReadOnlyList<Measurement> Judge()
    {
        var settings = TrainingSettings.FromEnvironment();
        var (labels, photos) = TrainingTask.List(settings.Photos, settings.MostPhotos);
        var (seen, features) = Features(photos);
        var seeds = Enumerable.Range(settings.Seed, settings.Seeds).ToList();
        var (clean, shifted, random) = (0, 0, 0);
        foreach (var seed in seeds)
        {
            var trial = new GateTrial(seen, features, labels, seed);
            var verdict = trial.Judge(label => label);
            clean += verdict is GateVerdict.Promote ? 1 : 0;
            foreach (var reason in (verdict as GateVerdict.Refuse)?.Reasons ?? [])
            {
                Console.Error.WriteLine($"seed {seed}, clean: {reason.Text}");
            }

            shifted += trial.Judge(label => (label + 1) % labels.Length) is GateVerdict.Refuse ? 1 : 0;
            var dice = new Random(seed);
            random += trial.Judge(label => (label + 1 + dice.Next(labels.Length - 1)) % labels.Length) is GateVerdict.Refuse ? 1 : 0;
        }

        return
        [
            Verdicts("nights with twice the photos that were promoted", clean, 0.9),
            Verdicts("nights with new labels shifted by one that were refused", shifted, 1),
            Verdicts("nights with random new labels that were refused", random, 1),
        ];

        Measurement Verdicts(string what, int right, double goal) => new(what, $"of {seeds.Count}", right, Ratio: (double)right / seeds.Count, Goal: goal);
    }

    private static (List<TrainingPhoto> Photos, FeatureTable Features) Features(IReadOnlyList<TrainingPhoto> photos)
    {
        using var backbone = new PretrainedBackbone(PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)));
        using var tail = new TailExtractor(backbone.Tail);
        var pipeline = new PhotoPipeline();
        PhotoView[] views =
            [PhotoView.Original, .. Enumerable.Range(0, AugmentationRecipe.NightlyVariants).Select(PhotoView.Variant), .. s_stresses.Select(PhotoView.Robustness)];
        var seen = photos.AsParallel().AsOrdered().WithDegreeOfParallelism(Environment.ProcessorCount).SelectMany(photo =>
            pipeline.Examine(File.ReadAllBytes(photo.Path), views) is ExaminationResult.Examined examined
                ? new[] { (Photo: photo, Views: backbone.Trunk.Extract(examined.Inputs).Select(tail.Extract).ToArray()) }
                : []).ToList();
        var table = new FeatureTable(seen.Count, views.Length, tail.Dimensions);
        foreach (var (index, (_, extracted)) in seen.Index())
        {
            foreach (var (view, values) in extracted.Index())
            {
                TensorPrimitives.ConvertToHalf(values, table.Row(index, view));
            }
        }

        return ([.. seen.Select(one => one.Photo)], table);
    }

    /// <summary>One drawing of halves and splits.</summary>
    private sealed class GateTrial
    {
        private readonly List<TrainingPhoto> _photos;
        private readonly FeatureTable _features;
        private readonly IReadOnlyList<string> _labels;
        private readonly int _seed;
        private readonly List<int> _old = [], _anchor = [], _new = [], _test = [];
        private readonly TrainedHead _champion;

        public GateTrial(List<TrainingPhoto> photos, FeatureTable features, IReadOnlyList<string> labels, int seed)
        {
            (_photos, _features, _labels, _seed) = (photos, features, labels, seed);
            var random = new Random(seed);
            foreach (var label in Enumerable.Range(0, photos.Count).GroupBy(photo => photos[photo].Label).OrderBy(label => label.Key))
            {
                var groups = label.GroupBy(photo => photos[photo].Group).Select(group => group.ToArray()).ToArray();
                random.Shuffle(groups);
                var assigned = new Dictionary<Split, int>();
                foreach (var (place, group) in groups.Index())
                {
                    var split = SplitRules.Assign(assigned);
                    assigned[split] = assigned.GetValueOrDefault(split) + group.Length;
                    var isOld = place < (groups.Length + 1) / 2;
                    (split == Split.Test ? isOld ? _anchor : _test : isOld ? _old : _new).AddRange(group);
                }
            }

            _champion = Head(_old, photo => photos[photo].Label);
        }

        /// <summary>The verdict on the night with the new photos under these labels.</summary>
        public GateVerdict Judge(Func<int, int> label)
        {
            var given = _photos.Select((photo, index) => (index, Label: photo.Label)).ToDictionary(pair => pair.index, pair => pair.Label);
            foreach (var photo in _new.Concat(_test))
            {
                given[photo] = label(_photos[photo].Label);
            }

            var candidate = Head([.. _old, .. _new], photo => given[photo]);
            int[] batch = [.. _new];
            new Random(_seed).Shuffle(batch);
            batch = [.. batch.Take(BatchSample)];
            return PromotionGate.Decide(
                _labels, Compared(_test, given, candidate), Compared(_anchor, given, candidate),
                new ArrivingBatch(batch.Length, batch.Count(photo => Answer(_champion, photo) == given[photo]), _labels.Count));
        }

        private TrainedHead Head(List<int> photos, Func<int, int> label)
        {
            var table = new FeatureTable(photos.Count, TrainedViews, _features.Dimensions);
            foreach (var (place, photo) in photos.Index())
            {
                table.Set(place, _features.Photo(photo)[..(TrainedViews * _features.Dimensions)]);
            }

            return new HeadTrainer(new HeadOptions { Seed = _seed }).Train(
                new HeadSamples(
                    table, [.. photos.Select(label)], [.. photos.Select(photo => _photos[photo].Group)], _labels.Count),
                progress: null, CancellationToken.None);
        }

        private ComparedSet Compared(List<int> photos, Dictionary<int, int> given, TrainedHead candidate) => new(
            [.. photos.Select(photo => given[photo])],
            [.. photos.Select(photo => Answer(candidate, photo))],
            [.. photos.Select(photo => Answer(_champion, photo))])
        {
            Views = [.. photos.Select(photo => new ViewShares(Right(candidate, photo, given[photo]), Right(_champion, photo, given[photo])))],
        };

        private double Right(TrainedHead head, int photo, int label) =>
            s_stresses.Index().Select(stress => Answer(head, photo, TrainedViews + stress.Index)).Prepend(Answer(head, photo)).Average(answer => answer == label ? 1.0 : 0);

        private int Answer(TrainedHead head, int photo, int view = 0)
        {
            var features = new float[_features.Dimensions];
            TensorPrimitives.ConvertToSingle(_features.Row(photo, view), features);
            var logits = Enumerable.Range(0, head.Bias.Length)
                .Select(output => head.Bias[output] + TensorPrimitives.Dot<float>(head.Weights.AsSpan(output * features.Length, features.Length), features)).ToArray();
            return Array.IndexOf(logits, logits.Max());
        }
    }
}
