using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>
/// Tunes a network together with its head: the last layers of a backbone from cached activations, since what comes before them is never changed
/// and hence never computed again; or all of it from pictures. Starts from a head that was trained on the untuned features, or the first steps
/// would spoil them. The same data, options, library, processor and number of threads give the same bytes.
/// </summary>
public sealed class NetworkTuner(TuningOptions options)
{
    /// <summary>Trains; takes minutes of all cores.</summary>
    /// <param name="start">From what is given to logits: layers that end in pooled features, then a head.</param>
    /// <param name="images">What <paramref name="start"/> takes, of every photo to learn from.</param>
    /// <param name="labels">The label of each photo, from 0.</param>
    /// <param name="photos">The photos to learn from, at least one.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The same layers with other weights.</returns>
    /// <exception cref="ArgumentException">The parts do not fit each other, or the options are out of range.</exception>
    /// <exception cref="OperationCanceledException">Within one step.</exception>
    public Network Train(
        Network start, TrainingImages images, int[] labels, int[] photos, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(images);
        TuningOptions.Validate(options);
        if (images.Shape != start.Input || labels.Length != images.Photos || photos.Length == 0)
        {
            throw new ArgumentException($"'{start.Name}' learns from images of {start.Input}, with a label each.", nameof(images));
        }

        var views = options.Views ?? [.. Enumerable.Range(0, images.Variants)];
        if (views.Any(view => view >= images.Variants))
        {
            throw new ArgumentException($"There are {images.Variants} views of each photo, and another is to be learned from.", nameof(images));
        }

        using var heap = TorchHeap.KeepWhatIsFreed();
        // As in the head: a label with n photos counts as √n.
        var weights = ClassWeights.Balanced(photos.Select(photo => labels[photo]), start.Output.Channels);
        var random = new SplitMix((ulong)options.Seed ^ 0x7a11);
        (int Photo, int Variant)[][][] runs = [.. Enumerable.Range(0, options.Runs).Select(_ => Batches(random, photos, views))];
        var counted = new StepCounter(progress, runs.Sum(run => run.Length));
        return Mean(start, [.. runs.Select(run => Run(start, images, labels, weights, run, counted, cancellationToken))]);
    }

    private Network Run(
        Network start, TrainingImages images, int[] labels, float[] labelWeights, (int Photo, int Variant)[][] batches, StepCounter progress, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(start);
        module.train();
        var weights = tensor(labelWeights).sqrt();
        using var optimizer = optim.AdamW(module.parameters(), options.LearningRate, weight_decay: options.WeightDecay);
        for (var step = 0; step < batches.Length; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = options.LearningRate * OneCycle.At((step + 0.5) / batches.Length);
            }

            var targets = tensor(Array.ConvertAll(batches[step], image => (long)labels[image.Photo]));
            optimizer.zero_grad();
            var logits = module.forward(images.Load(batches[step]));
            var loss = nn.functional.cross_entropy(logits, targets, weights, label_smoothing: options.LabelSmoothing);
            loss.backward();
            optimizer.step();
            progress.Step(loss.item<float>());
        }

        return module.Export();
    }

    /// <summary>From the start towards the mean of what the runs made of it.</summary>
    internal Network Mean(Network start, IReadOnlyList<Network> trained)
    {
        var share = (float)options.Interpolation;
        return new Network(start.Name, start.Input, start.Layers.Select((from, place) => from switch
        {
            Convolution c => c with { Weights = Mix(c.Weights, place, Weights), Bias = Mix(c.Bias, place, Bias) },
            Linear l => l with { Weights = Mix(l.Weights, place, Weights), Bias = Mix(l.Bias, place, Bias) },
            _ => from,
        }));

        float[] Mix(float[] from, int place, Func<Layer, float[]> values)
        {
            float[][] runs = [.. trained.Select(network => values(network.Layers[place]))];
            return [.. from.Select((value, i) => float.Lerp(value, runs.Average(run => run[i]), share))];
        }

        static float[] Weights(Layer layer) => layer is Convolution c ? c.Weights : ((Linear)layer).Weights;

        static float[] Bias(Layer layer) => layer is Convolution c ? c.Bias : ((Linear)layer).Bias;
    }

    private (int Photo, int Variant)[][] Batches(SplitMix random, int[] photos, IReadOnlyList<int> views)
    {
        var images = new List<(int Photo, int Variant)>();
        for (var pass = 0; pass < options.Passes; pass++)
        {
            foreach (var photo in random.Shuffle(photos))
            {
                images.Add((photo, views[random.Next(views.Count)]));
            }
        }

        return [.. images.Chunk(options.BatchSize)];
    }

    private sealed class StepCounter(IProgress<TrainingProgress>? progress, int total)
    {
        private int _done;

        public void Step(double loss) => progress?.Report(new TrainingProgress(++_done, total, loss));
    }
}
