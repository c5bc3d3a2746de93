using Crowdsource.Formats;
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
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(start);
        module.train();
        var batches = Batches(photos, views);
        // As in the head: a label with n photos counts as √n.
        var weights = tensor(ClassWeights.Balanced(photos.Select(photo => labels[photo]), start.Output.Channels)).sqrt();
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
            progress?.Report(new TrainingProgress(step + 1, batches.Length, loss.item<float>()));
        }

        return module.Export();
    }

    private (int Photo, int Variant)[][] Batches(int[] photos, IReadOnlyList<int> views)
    {
        var random = new SplitMix((ulong)options.Seed ^ 0x7a11);
        return
        [
            .. Enumerable.Range(0, options.Passes)
                .SelectMany(_ => random.Shuffle(photos))
                .Select(photo => (photo, views[random.Next(views.Count)]))
                .Chunk(options.BatchSize),
        ];
    }
}
