using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using static TorchSharp.torch;
using Convolution = Crowdsource.Formats.Layers.Convolution;
using Padding = Crowdsource.Formats.Layers.Padding;

namespace Crowdsource.Learning;

/// <summary>
/// A small convolutional network that is trained from scratch where no pretrained weights are at hand. It learns colours and simple shapes;
/// it is no match for a pretrained backbone.
/// </summary>
public static class SmallNetwork
{
    /// <summary>Width and height of its input in pixels: that of every network here, so that the preprocessing is one.</summary>
    public const int InputSize = 224;

    private const string ShrinkName = "shrink";
    private static readonly int[] s_channels = [16, 32, 64, 128];
    private const int Features = 256;

    /// <summary>
    /// The layer list, weights 0 but for the first layer, which averages 2 × 2 pixels and is never trained. Then four convolutions
    /// of stride 2, one of 1 × 1, and the mean: 256 features.
    /// </summary>
    public static Network Layout()
    {
        var mean = new float[Colours * 4];
        Array.Fill(mean, 0.25f);
        List<Layer> layers =
        [
            new Convolution(ShrinkName, Colours, Colours, 2, 2, Colours, default, Activation.None, mean, new float[Colours]),
        ];
        var (channels, size) = (Colours, InputSize / 2);
        foreach (var next in s_channels)
        {
            layers.Add(Blank($"conv{layers.Count}", channels, next, kernel: 3, size, stride: 2));
            (channels, size) = (next, (size + 1) / 2);
        }

        layers.Add(Blank("top", channels, Features, kernel: 1, size, stride: 1));
        layers.Add(new GlobalAveragePool(Network.PoolName));
        return new Network("crowdsource_small_224", new ActivationShape(Colours, InputSize, InputSize), layers);
    }

    /// <summary>Trains on some photos; others, which it never learns from, give the temperature.</summary>
    /// <param name="pictures">All pictures.</param>
    /// <param name="labels">The label of each photo, from 0.</param>
    /// <param name="validation">Whether a photo is kept for validation.</param>
    /// <param name="labelCount">2 or more.</param>
    /// <param name="noneOfThese">The label, if any, of all that no other one is.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or there is nothing to learn from.</exception>
    /// <exception cref="OperationCanceledException">Within one step.</exception>
    public static TrainedNetwork Train(
        ShrunkenPictures pictures, int[] labels, bool[] validation, int labelCount, int? noneOfThese, SmallNetworkOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(options);
        if (labels.Length != pictures.Photos || validation.Length != pictures.Photos)
        {
            throw new ArgumentException("Every photo needs one label, and to be either learned from or not.", nameof(labels));
        }

        int[] learned = [.. Enumerable.Range(0, labels.Length).Where(photo => !validation[photo])];
        int[] kept = [.. Enumerable.Range(0, labels.Length).Where(photo => validation[photo])];
        if (learned.Length == 0)
        {
            throw new ArgumentException("There is no photo to learn from.", nameof(validation));
        }

        using var scope = NewDisposeScope();
        using var module = Module(labelCount, options.Seed);
        Fit(module, pictures, labels, learned, labelCount, options, progress, cancellationToken);
        module.eval();
        var (logits, truth) = Answer(module, pictures, labels, kept, labelCount, cancellationToken);
        var temperature = Temperature.Fit(logits, truth, labelCount);
        var right = Temperature.CountRight(logits, truth, labelCount);
        return new TrainedNetwork(
            Whole(module.Export(), temperature), temperature, right, truth.Length,
            Abstention.Threshold(logits, truth, labelCount, temperature, noneOfThese));
    }

    private const int Colours = 3;

    private static Convolution Blank(string name, int channels, int next, int kernel, int size, int stride) => new(
        name, channels, next, kernel, stride, 1, Padding.Same(size, kernel, stride), Activation.Relu6,
        new float[next * channels * kernel * kernel], new float[next]);

    /// <summary>What is trained: everything after the first layer, with a head, drawn by the seed.</summary>
    private static NetworkModule Module(int labelCount, int seed)
    {
        var generator = new SplitMix((ulong)seed);
        var drawn = Layout().After(ShrinkName).Append(
            new Linear(Network.HeadName, Features, labelCount, new float[Features * labelCount], new float[labelCount]));
        // He et al. 2015: variance 2 / inputs keeps the scale through rectified layers; the head starts at 0, so every label is alike.
        return new NetworkModule(
            new Network(drawn.Name, drawn.Input, drawn.Layers.Select(layer => layer is Convolution c
                ? c with { Weights = generator.Normal(c.Weights.Length, Math.Sqrt(2.0 * c.OutChannels / c.Weights.Length)) }
                : layer)),
            normalise: _ => true);
    }

    private static void Fit(
        NetworkModule module, ShrunkenPictures pictures, int[] labels, int[] learned, int labelCount, SmallNetworkOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var random = new SplitMix((ulong)options.Seed ^ 0x5eed);
        var batchSize = Math.Min(options.BatchSize, learned.Length);
        // Batch normalisation needs whole batches; what is left over in a pass comes in the next.
        var steps = Math.Max(1, Math.Min(options.Pictures, options.MostEpochs * learned.Length) / batchSize);
        using var weights = tensor(ClassWeights.Balanced(learned.Select(photo => labels[photo]), labelCount));
        var optimizer = optim.AdamW(module.parameters().Where(p => p.requires_grad), options.LearningRate, weight_decay: options.WeightDecay);
        var order = new Queue<int>();
        module.train();
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = new int[batchSize];
            var targets = new long[batchSize];
            for (var i = 0; i < batchSize; i++)
            {
                if (order.Count == 0)
                {
                    order = new Queue<int>(random.Shuffle(learned));
                }

                batch[i] = order.Dequeue();
                targets[i] = labels[batch[i]];
            }

            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = options.LearningRate * OneCycle.At((step + 0.5) / steps);
            }

            // Half of the pictures are the photos themselves, so that augmentation does not displace what phones see most.
            var x = Load(pictures, [.. batch.Select(photo => (photo, random.Next(2) == 0 ? 0 : random.Next(pictures.Variants), random.Next(2) == 1))]);
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(module.forward(x), tensor(targets), weights, label_smoothing: options.LabelSmoothing);
            loss.backward();
            optimizer.step();
            progress?.Report(new TrainingProgress(step + 1, steps, loss.item<float>()));
        }
    }

    private static (float[] Logits, int[] Truth) Answer(
        NetworkModule module, ShrunkenPictures pictures, int[] labels, int[] photos, int labelCount, CancellationToken cancellationToken)
    {
        var logits = new float[photos.Length * labelCount];
        using var still = no_grad();
        const int Batch = 64;
        for (var start = 0; start < photos.Length; start += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = photos.Skip(start).Take(Batch).Select(photo => (photo, 0, false)).ToArray();
            module.forward(Load(pictures, batch)).data<float>().ToArray().CopyTo(logits, start * labelCount);
        }

        return (logits, [.. photos.Select(photo => labels[photo])]);
    }

    /// <summary>Float32, batch × 3 × 112 × 112 in [-1, 1].</summary>
    private static Tensor Load(ShrunkenPictures pictures, (int Photo, int Variant, bool Mirrored)[] batch)
    {
        const int Side = ShrunkenPictures.Side;
        var bytes = new byte[batch.Length * ShrunkenPictures.Length];
        for (var i = 0; i < batch.Length; i++)
        {
            var target = bytes.AsSpan(i * ShrunkenPictures.Length, ShrunkenPictures.Length);
            pictures.Picture(batch[i].Photo, batch[i].Variant).CopyTo(target);
            for (var row = 0; batch[i].Mirrored && row < target.Length; row += Side)
            {
                target.Slice(row, Side).Reverse();
            }
        }

        return (tensor(bytes, [batch.Length, Colours, Side, Side]).to(ScalarType.Float32) - 127.5f) / 127.5f;
    }

    /// <summary>The trained layers behind the first one, with the temperature in the head and a softmax at the end.</summary>
    private static Network Whole(Network trained, double temperature)
    {
        var layout = Layout();
        var head = (Linear)trained.Layers[^1];
        var backbone = layout.Until(ShrinkName).Append(trained.Layers.Take(trained.Layers.Length - 1));
        return new Network(layout.Name, layout.Input, backbone.Layers)
            .WithHead(Temperature.Scale(head.Weights, temperature), Temperature.Scale(head.Bias, temperature));
    }
}
