using System.Runtime.InteropServices;
using Crowdsource.Formats;
using Crowdsource.Formats.Onnx;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Learning.Tests;

public sealed class HeadTrainerTests
{
    private const int Dimensions = 16;

    [Fact]
    public void A_head_learns_a_separable_set_and_recognises_photos_it_has_not_seen()
    {
        var head = Train(Clusters(photos: 200, seed: 1, noise: 0.3));

        head.OutOfFoldPhotos.ShouldBe(200);
        head.OutOfFoldTop1.ShouldBeGreaterThan(0.98);
        head.WasGrouped.ShouldBeTrue();
        RightAnswers(head, Clusters(photos: 100, seed: 2, noise: 0.3)).ShouldBeGreaterThan(97);
    }

    [Fact]
    public void Only_judges_are_asked_out_of_fold()
    {
        var samples = Clusters(photos: 200, seed: 1, noise: 0.3);
        bool[] judges = [.. samples.Labels.Select((_, photo) => photo % 5 == 0)];

        var head = Train(samples with { Judges = judges });

        head.OutOfFoldPhotos.ShouldBe(40);
        Enumerable.Range(0, 200).Where(photo => judges[photo] && Asked(photo) == samples.Labels[photo]).Count().ShouldBe(head.OutOfFoldRight);
        Should.Throw<ArgumentException>(() => Train(samples with { Judges = judges[1..] }));

        int? Asked(int photo) => head.HeldOut.Answer(photo, Array.ConvertAll(samples.Features.Row(photo, 0).ToArray(), value => (float)value));
    }

    [Fact]
    public void Labels_that_say_nothing_are_not_learned_out_of_fold()
    {
        var samples = Clusters(photos: 200, seed: 1, noise: 0.3);
        var random = new SplitMix(3);

        var head = Train(samples with { Labels = [.. samples.Labels.Select(_ => random.Next(4))] });

        head.OutOfFoldTop1.ShouldBeInRange(0.1, 0.4);
        head.Temperature.ShouldBeGreaterThan(1, "a head that knows nothing must not be sure");
    }

    [Fact]
    public void The_same_data_and_seed_give_the_same_bytes()
    {
        var first = Train(Clusters(photos: 120, seed: 1, noise: 1));
        var again = Train(Clusters(photos: 120, seed: 1, noise: 1));

        MemoryMarshal.AsBytes(again.Weights.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(first.Weights.AsSpan())).ShouldBeTrue();
        again.Bias.ShouldBe(first.Bias);
        (again.Temperature, again.Settings, again.OutOfFoldRight).ShouldBe((first.Temperature, first.Settings, first.OutOfFoldRight));
    }

    [Fact]
    public void A_default_is_left_for_a_gain_beyond_its_noise_and_for_nothing_less()
    {
        var samples = Clusters(photos: 240, seed: 1, noise: 1.5);

        var strict = Train(samples, new HeadOptions { WeightDecays = [100, 0.01, 1e-3], LabelSmoothings = [0, 0.9] });
        var alike = Train(samples, new HeadOptions { WeightDecays = [1e-2, 1.0001e-2] });

        strict.Settings.WeightDecay.ShouldBeLessThan(100);
        strict.Settings.LabelSmoothing.ShouldBe(0);
        strict.Trials.Select(trial => trial.Setting).ShouldBe([.. Enumerable.Repeat("weight-decay", 3), .. Enumerable.Repeat("label-smoothing", 2), .. Enumerable.Repeat("label-balance", 2)]);
        alike.Settings.WeightDecay.ShouldBe(1e-2);
        foreach (var tried in new[] { strict, alike }.SelectMany(head => head.Trials.GroupBy(trial => trial.Setting)))
        {
            var chosen = tried.Single(trial => trial.Chosen);
            tried.ShouldAllBe(trial => trial.Gain <= chosen.Gain || trial.Gain <= 2 * trial.GainError);
            (chosen == tried.First() || chosen.Gain > 2 * chosen.GainError).ShouldBeTrue();
        }
    }

    [Fact]
    public void With_settings_that_are_known_nothing_is_searched_and_the_head_is_the_same()
    {
        var samples = Clusters(photos: 200, seed: 1, noise: 1);
        var searched = Train(samples);

        var known = Train(samples, new HeadOptions().With(searched.Settings));

        searched.Trials.Count.ShouldBe(6);
        known.Trials.ShouldBeEmpty();
        known.Settings.ShouldBe(searched.Settings);
        for (var i = 0; i < known.Weights.Length; i++)
        {
            known.Weights[i].ShouldBe(searched.Weights[i], 0.05);
        }
    }

    [Fact]
    public void A_gain_counts_groups_not_photos()
    {
        // Three photos of one group say no more than one of them.
        var (single, tripled) = (Gain(photosOfGroup: 1), Gain(photosOfGroup: 3));

        single.Gain.ShouldBe(0.2, 1e-3);
        tripled.Gain.ShouldBe(single.Gain, 1e-6);
        tripled.Error.ShouldBe(single.Error, 1e-6);
        single.Error.ShouldBeInRange(0.01, 0.2);

        static (double Gain, double Error) Gain(int photosOfGroup)
        {
            double[] gains = [0.1, 0.3, 0.2, 0.15, 0.25];
            int[] groups = [.. Enumerable.Range(0, gains.Length * photosOfGroup).Select(photo => photo / photosOfGroup)];
            ValidatedHeads Heads(Func<int, double> loss) =>
                new(new HeadOptions().Defaults, [], []) { Losses = groups.Select((group, photo) => (photo, loss(group))).ToDictionary() };
            return Heads(group => 1 - gains[group]).GainOver(Heads(_ => 1), groups);
        }
    }

    [Fact]
    public void Variants_teach_what_the_photos_do_not_show()
    {
        // The photos tell labels apart by feature 0 alone; in the variants it is lost, and feature 1 tells.
        var samples = Blurred(photos: 200, seed: 1);
        var unseen = Blurred(photos: 100, seed: 2);

        var with = new HeadTrainer(new HeadOptions()).Train(samples, null, TestContext.Current.CancellationToken);
        var without = new HeadTrainer(new HeadOptions { UseVariants = false }).Train(samples, null, TestContext.Current.CancellationToken);

        RightAnswers(with, unseen, variant: 1).ShouldBeGreaterThan(95);
        RightAnswers(without, unseen, variant: 1).ShouldBeLessThan(80);
    }

    [Fact]
    public void A_rare_label_is_found_among_a_frequent_one()
    {
        var samples = Clusters(photos: 300, seed: 1, noise: 0.3, labelOf: i => i % 20 == 0 ? 1 : 0);

        RightAnswers(Train(samples), Clusters(photos: 50, seed: 4, noise: 0.3, labelOf: _ => 1)).ShouldBeGreaterThan(45);
    }

    [Fact]
    public void One_contributor_alone_is_validated_photo_by_photo_and_that_is_said()
    {
        var samples = Clusters(photos: 60, seed: 1, noise: 0.3);

        var head = Train(samples with { Groups = new int[60] });

        head.WasGrouped.ShouldBeFalse();
        head.OutOfFoldPhotos.ShouldBe(60);
    }

    [Fact]
    public void A_label_of_one_group_and_a_label_without_photos_do_no_harm()
    {
        var samples = Clusters(photos: 60, seed: 1, noise: 0.3, labelOf: i => i < 3 ? 3 : i % 2);

        var head = Train(samples with { LabelCount = 5, Groups = [.. Enumerable.Range(0, 60).Select(i => i < 3 ? 1000 : i)] });

        head.OutOfFoldPhotos.ShouldBe(57);
        head.Weights.ShouldAllBe(weight => float.IsFinite(weight));
        RightAnswers(head, samples).ShouldBe(60);
    }

    [Fact]
    public void Two_photos_are_enough_not_to_fail()
    {
        var head = Train(Clusters(photos: 2, seed: 1, noise: 0.1));

        head.Weights.ShouldAllBe(weight => float.IsFinite(weight));
        head.Temperature.ShouldBe(1);
    }

    [Fact]
    public void Cancellation_ends_the_training_and_progress_never_goes_back()
    {
        using var cancellation = new CancellationTokenSource();
        var seen = new List<TrainingProgress>();
        var samples = Clusters(photos: 120, seed: 1, noise: 1);
        var progress = new Recorder(step =>
        {
            seen.Add(step);
            if (seen.Count == 20)
            {
                cancellation.Cancel();
            }
        });

        Should.Throw<OperationCanceledException>(() => new HeadTrainer(new HeadOptions()).Train(samples, progress, cancellation.Token));

        seen.Count.ShouldBeInRange(20, 21);
        seen.Select(step => step.Done).ShouldBeInOrder();
        seen.ShouldAllBe(step => step.Done <= step.Total);
    }

    [Fact]
    public void Groups_are_kept_whole_and_every_fold_gets_photos() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 30]).Array[30, 200].Sample(photos =>
        {
            int[] labels = [.. photos.Select(photo => photo.Item1)];
            int[] groups = [.. photos.Select(photo => photo.Item2)];
            var folds = GroupedFolds.Assign(labels, groups, 5, 3, seed: 1);
            return folds.All(fold => fold is >= 0 and < 3)
                && groups.Zip(folds).Distinct().Count() == groups.Distinct().Count()
                && (groups.Distinct().Count() < 3 || folds.Distinct().Count() == 3);
        });

    [Fact]
    public void A_head_night_changes_few_bytes_of_the_file()
    {
        var backbone = MobileNetV2.Layout(0.35, 96, features: Dimensions);
        var (before, after) = (Train(Clusters(200, 1, 0.3)), Train(Clusters(200, 2, 0.3)));

        var files = new[] { before, after }.Select(head => OnnxWriter.Write(backbone.WithHead(head.Weights, head.Bias))).ToArray();

        files[0].Length.ShouldBe(files[1].Length);
        var changed = files[0].Zip(files[1]).Count(pair => pair.First != pair.Second);
        // Of a half stored as a float, at most three bytes differ.
        changed.ShouldBeInRange(1, 3 * 4 * (Dimensions + 1));
    }

    private static TrainedHead Train(HeadSamples samples, HeadOptions? options = null) =>
        new HeadTrainer(options ?? new HeadOptions()).Train(samples, progress: null, TestContext.Current.CancellationToken);

    private static int RightAnswers(TrainedHead head, HeadSamples samples, int variant = 0) =>
        Enumerable.Range(0, samples.Labels.Length).Count(photo =>
        {
            var features = samples.Features.Row(photo, variant).ToArray();
            var logits = head.Bias.Select((bias, label) =>
                bias + features.Select((value, i) => head.Weights[(label * samples.Features.Dimensions) + i] * (float)value).Sum()).ToArray();
            return Array.IndexOf(logits, logits.Max()) == samples.Labels[photo];
        });

    /// <summary>Labels 0 to 3 at corners 3 apart, with noise; groups of four photos.</summary>
    private static HeadSamples Clusters(int photos, ulong seed, double noise, Func<int, int>? labelOf = null)
    {
        var random = new SplitMix(seed);
        var features = new FeatureTable(photos, 1, Dimensions);
        int[] labels = [.. Enumerable.Range(0, photos).Select(labelOf ?? (i => i % 4))];
        for (var photo = 0; photo < photos; photo++)
        {
            var values = random.Normal(Dimensions, noise);
            values[labels[photo]] += 3;
            Fill(features.Row(photo, 0), values);
        }

        return new HeadSamples(features, labels, [.. Enumerable.Range(0, photos).Select(photo => photo / 4)], 4);
    }

    private static HeadSamples Blurred(int photos, ulong seed)
    {
        var random = new SplitMix(seed);
        var features = new FeatureTable(photos, 2, 3);
        int[] labels = [.. Enumerable.Range(0, photos).Select(photo => photo % 2)];
        for (var photo = 0; photo < photos; photo++)
        {
            var sign = labels[photo] == 0 ? -1 : 1;
            var noise = random.Normal(4, 0.3);
            Fill(features.Row(photo, 0), [(3 * sign) + noise[0], (0.5f * sign) + (2 * noise[1]), 1]);
            Fill(features.Row(photo, 1), [5 + noise[2], (2 * sign) + noise[3], 1]);
        }

        return new HeadSamples(features, labels, [.. Enumerable.Range(0, photos).Select(photo => photo / 4)], 2);
    }

    private static void Fill(Span<Half> row, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            row[i] = (Half)values[i];
        }
    }

    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }
}
