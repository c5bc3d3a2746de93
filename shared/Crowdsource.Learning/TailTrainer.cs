using Crowdsource.Formats;
using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>
/// Tunes the last layers of a backbone together with a head, from cached activations: what comes before is never changed, so it is never
/// computed again. Starts from a head that was trained on the untuned features, or the first steps would spoil them.
/// </summary>
public sealed class TailTrainer(TailOptions options)
{
    /// <summary>Trains; takes minutes of all cores.</summary>
    /// <param name="start">From the activations to logits: a tail that ends in pooled features, then a head.</param>
    /// <param name="activations">What <paramref name="start"/> takes, of every photo.</param>
    /// <param name="labels">The label of each photo, from 0.</param>
    /// <param name="photos">The photos to learn from.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The same layers with other weights.</returns>
    public Network Train(
        Network start, ActivationTable activations, int[] labels, int[] photos, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(activations);
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(start);
        module.train();
        var random = new SplitMix((ulong)options.Seed ^ 0x7a11);
        var views = Math.Min(options.ViewsPerEpoch, activations.Variants);
        var batches = Enumerable.Range(0, options.Epochs).SelectMany(_ => Batches(photos, activations.Variants, views, random)).ToArray();
        using var weights = tensor(ClassWeights.Balanced(photos.Select(photo => labels[photo]), start.Output.Channels)).sqrt();
        using var optimizer = optim.AdamW(module.parameters(), options.LearningRate, weight_decay: options.WeightDecay);
        for (var step = 0; step < batches.Length; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = options.LearningRate * OneCycle((step + 0.5) / batches.Length);
            }

            var batch = batches[step];
            var targets = tensor(Array.ConvertAll(batch, image => (long)labels[image.Photo]));
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(module.forward(activations.Load(batch)), targets, weights, label_smoothing: options.LabelSmoothing);
            loss.backward();
            optimizer.step();
            progress?.Report(new TrainingProgress(step + 1, batches.Length, loss.item<float>()));
        }

        return module.Export();
    }

    private (int Photo, int Variant)[][] Batches(int[] photos, int variants, int views, SplitMix random)
    {
        var images = new List<(int, int)>(photos.Length * views);
        for (var view = 0; view < views; view++)
        {
            foreach (var photo in random.Shuffle(photos))
            {
                images.Add((photo, random.Next(variants)));
            }
        }

        return [.. images.Chunk(options.BatchSize)];
    }

    /// <summary>Linear warm-up over the first tenth, then a cosine to 0 (Smith, Topin 2017); progress and result in [0, 1].</summary>
    private static double OneCycle(double progress) =>
        progress < 0.1 ? progress / 0.1 : (1 + Math.Cos(Math.PI * (progress - 0.1) / 0.9)) / 2;
}
