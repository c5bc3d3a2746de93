namespace Crowdsource.Learning;

/// <summary>
/// Trains the head of <see cref="HeadTrainer"/> on features that do not fit into memory. A sample chooses the settings, whitens, and gives a
/// start; then a few passes over the shards, in half precision, take it to all photos: accelerated stochastic gradient descent on the whitened
/// problem (Nesterov 1983, with the one-cycle schedule of <see cref="OneCycle"/>). The head and those that leave out one fold each learn in the
/// same passes; one more pass asks the latter. Shards are read in an order by chance, and their photos are mixed with those of other shards. The same
/// shards and options give the same bytes on one kind of machine.
/// </summary>
public sealed class StreamedHeadTrainer(HeadOptions options)
{
    private const int SampledPhotos = 4000, LeastOfLabel = 30;
    private const int Passes = 3;

    /// <summary>Photos that are in memory to be mixed: 105 MB with 5 variants of 1,280.</summary>
    private const int MixedPhotos = 8192;

    /// <summary>Shares of the time: reading the sample, solving it, the passes; the rest is for judging.</summary>
    private const double Sampled = 0.05, Solved = 0.3, Fitted = 0.9;

    /// <summary>Trains; half a minute of two cores for 100,000 photos with 5 variants and 43 labels.</summary>
    /// <param name="features">Photos for training and validation.</param>
    /// <param name="targets">What is known of them.</param>
    /// <param name="progress">Told after each step, in thousandths.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="ArgumentException">The parts do not fit together, or the options are out of range.</exception>
    /// <exception cref="OperationCanceledException">Within one step.</exception>
    public async Task<TrainedHead> Train(
        IFeatureShards features, PhotoTargets targets, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        HeadOptions.Validate(options);
        HeadSamples.Validate(targets, features.Photos);
        var (folds, grouped) = GroupedFolds.Assign(targets.Labels, targets.Groups, targets.LabelCount, options);
        var (photos, sample) = await Sample(features, targets, cancellationToken);
        using var solved = new HeadTrainer(options).Solve(
            targets.Of(photos).With(sample), Array.ConvertAll(photos, photo => folds[photo]), new Part(progress, Sampled, Solved), cancellationToken);
        using var problem = new StreamedLogistic(solved, targets, folds, options);
        problem.Measure(sample, photos);
        await Fit(problem, features, new Part(progress, Solved, Fitted), cancellationToken);
        var answers = await Judge(problem, features, targets, folds, new Part(progress, Fitted, 1), cancellationToken);
        var heldOut = new HeldOutHeads(folds, [.. Enumerable.Range(1, options.Folds).Select(problem.Head)]);
        return answers.Judge(problem.Head(0), solved.Head.Settings, solved.Head.Trials, grouped, heldOut);
    }

    /// <summary>Photos of each label in proportion, and enough of rare ones.</summary>
    private async Task<(int[] Photos, FeatureTable Features)> Sample(IFeatureShards features, PhotoTargets targets, CancellationToken cancellationToken)
    {
        var share = Math.Min(1, (double)SampledPhotos / features.Photos);
        var random = new SplitMix((ulong)options.Seed ^ 0x5a3b1e);
        var sampled = Enumerable.Range(0, features.Photos)
            .GroupBy(photo => targets.Labels[photo])
            .OrderBy(label => label.Key)
            .SelectMany(label => random.Shuffle([.. label]).Take(Math.Max(LeastOfLabel, (int)Math.Ceiling(share * label.Count()))))
            .Order()
            .ToArray();
        var places = sampled.Select((photo, place) => (photo, place)).ToDictionary(pair => pair.photo, pair => pair.place);
        var table = new FeatureTable(sampled.Length, features.Variants, features.Dimensions);
        for (var i = 0; i < features.Count; i++)
        {
            var shard = await features.Read(i, cancellationToken);
            for (var photo = 0; photo < shard.Photos.Length; photo++)
            {
                if (places.TryGetValue(shard.Photos[photo], out var place))
                {
                    table.Set(place, shard.Features.Photo(photo));
                }
            }
        }

        return (sampled, table);
    }

    private async Task Fit(StreamedLogistic problem, IFeatureShards features, Part progress, CancellationToken cancellationToken)
    {
        using var heap = TorchHeap.KeepWhatIsFreed();
        var random = new SplitMix((ulong)options.Seed ^ 0x57ea3);
        var variants = options.UseVariants ? features.Variants : 1;
        var (done, total) = (0L, (long)Passes * features.Photos * variants);
        for (var pass = 0; pass < Passes; pass++)
        {
            var mixed = new List<FeatureShard>();
            var order = random.Shuffle([.. Enumerable.Range(0, features.Count)]);
            foreach (var index in order)
            {
                mixed.Add(await features.Read(index, cancellationToken));
                if (mixed.Sum(shard => shard.Photos.Length) < MixedPhotos && index != order[^1])
                {
                    continue;
                }

                foreach (var rows in Mix(mixed, variants, random).Chunk(StreamedLogistic.RowsPerStep))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var loss = problem.Step(mixed, rows, OneCycle.At((done + (rows.Length / 2.0)) / total));
                    done += rows.Length;
                    progress.Report(done, total, loss);
                }

                mixed.Clear();
            }
        }
    }

    private static IEnumerable<ShardRow> Mix(List<FeatureShard> shards, int variants, SplitMix random)
    {
        var starts = new int[shards.Count + 1];
        for (var i = 0; i < shards.Count; i++)
        {
            starts[i + 1] = starts[i] + (shards[i].Photos.Length * variants);
        }

        return random.Shuffle([.. Enumerable.Range(0, starts[^1])]).Select(row =>
        {
            var shard = Array.FindLastIndex(starts, start => start <= row);
            return new ShardRow(shard, (row - starts[shard]) / variants, (row - starts[shard]) % variants);
        });
    }

    private async Task<OutOfFold> Judge(
        StreamedLogistic problem, IFeatureShards features, PhotoTargets targets, int[] folds, Part progress, CancellationToken cancellationToken)
    {
        var answers = new OutOfFold(targets.LabelCount, targets.NoneOfThese);
        var learned = Enumerable.Range(0, options.Folds)
            .Select(fold => targets.Labels.Where((_, photo) => folds[photo] != fold).ToHashSet()).ToArray();
        for (var i = 0; i < features.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var shard = await features.Read(i, cancellationToken);
            for (var fold = 0; fold < options.Folds; fold++)
            {
                int[] held = [.. Enumerable.Range(0, shard.Photos.Length).Where(place =>
                    folds[shard.Photos[place]] == fold && learned[fold].Contains(targets.Labels[shard.Photos[place]]))];
                bool[] judges = Array.ConvertAll(held, place => targets.Judges?[shard.Photos[place]] != false);
                for (var variant = 0; variant < (options.UseVariants ? features.Variants : 1) && learned[fold].Count > 1; variant++)
                {
                    int[] photos = Array.ConvertAll(held, place => shard.Photos[place]);
                    answers.Add(
                        photos, problem.Ask(1 + fold, shard.Features, held, variant), Array.ConvertAll(photos, photo => targets.Labels[photo]),
                        judges, isPhoto: variant == 0);
                }
            }

            progress.Report(i + 1, features.Count, 0);
        }

        return answers;
    }

    private sealed class Part(IProgress<TrainingProgress>? progress, double from, double to) : IProgress<TrainingProgress>
    {
        private const int Thousand = 1000;

        public void Report(TrainingProgress value) => Report(value.Done, value.Total, value.Loss);

        public void Report(long done, long total, double loss) => progress?.Report(
            new TrainingProgress((int)(Thousand * (from + ((to - from) * done / Math.Max(1, total)))), Thousand, loss));
    }
}
