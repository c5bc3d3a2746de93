using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats;

/// <summary>
/// A classifier or a part of one as an immutable list of layers: what the format writers write and what the trainer's module is made of.
/// Weights are shared, never copied: who changes an array changes every network that holds it, so nobody does.
/// </summary>
public sealed class Network
{
    /// <summary>The names of the last layers of a classifier.</summary>
    public const string PoolName = "pool", HeadName = "head", SoftmaxName = "softmax";

    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    /// <summary>Checks that the layers fit each other.</summary>
    /// <param name="name">What files say the network is, such as <c>mobilenet_v2_1.0_224</c>.</param>
    /// <param name="input">The shape of one input image, 3 × size × size for a whole network.</param>
    /// <param name="layers">The layers, first to last.</param>
    /// <exception cref="ArgumentException">A layer does not fit those before it, a name occurs twice, or a weight is not finite.</exception>
    public Network(string name, ActivationShape input, IEnumerable<Layer> layers)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Input = input;
        Layers = [.. layers];
        if (Layers.IsEmpty || input is not { Channels: > 0, Height: > 0, Width: > 0 })
        {
            throw new ArgumentException("A network has an input and at least one layer.", nameof(layers));
        }

        var shapes = ImmutableArray.CreateBuilder<ActivationShape>(Layers.Length);
        foreach (var layer in Layers)
        {
            shapes.Add(layer.Validate(
                shapes.Count == 0 ? input : shapes[^1],
                earlier => _indices.TryGetValue(earlier, out var index) ? shapes[index] : null));
            if (!_indices.TryAdd(layer.Name, shapes.Count - 1))
            {
                throw new ArgumentException($"Two layers are called '{layer.Name}'.", nameof(layers));
            }
        }

        Shapes = shapes.MoveToImmutable();
    }

    /// <summary>What files say the network is.</summary>
    public string Name { get; }

    /// <summary>The shape of one input image.</summary>
    public ActivationShape Input { get; }

    /// <summary>The layers, first to last.</summary>
    public ImmutableArray<Layer> Layers { get; }

    /// <summary>The output shape of each layer, in their order.</summary>
    public ImmutableArray<ActivationShape> Shapes { get; }

    /// <summary>The shape of the last layer's output.</summary>
    public ActivationShape Output => Shapes[^1];

    /// <summary>The number of weights and biases.</summary>
    public long ParameterCount => Layers.Sum(layer => layer switch
    {
        Convolution c => (long)c.Weights.Length + c.Bias.Length,
        Linear l => (long)l.Weights.Length + l.Bias.Length,
        _ => 0,
    });

    /// <summary>Multiplications, each with its addition, for one image: those of convolutions and linear layers, as papers count them.</summary>
    public long MultiplyAdds => Layers.Zip(Shapes).Sum(step => step.First switch
    {
        Convolution c => (long)c.Weights.Length * step.Second.Height * step.Second.Width,
        Linear l => l.Weights.Length,
        _ => 0,
    });

    /// <summary>The part up to the pooled features, without a head.</summary>
    /// <exception cref="InvalidOperationException">The network has no pooling.</exception>
    public Network Backbone()
    {
        var pool = Layers.FirstOrDefault(layer => layer is GlobalAveragePool)
            ?? throw new InvalidOperationException($"'{Name}' has no pooled features.");
        return Until(pool.Name);
    }

    /// <summary>The layers up to and including the named one.</summary>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public Network Until(string layer) => new(Name, Input, Layers.Take(IndexOf(layer) + 1));

    /// <summary>The layers after the named one, taking its output as their input: the tail that is tuned on cached activations.</summary>
    /// <exception cref="ArgumentException">There is no such layer, or a residual reaches across the cut.</exception>
    public Network After(string layer) => new(Name, Shapes[IndexOf(layer)], Layers.Skip(IndexOf(layer) + 1));

    /// <summary>This network followed by more layers.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public Network Append(params IEnumerable<Layer> more) => new(Name, Input, Layers.Concat(more));

    /// <summary>
    /// The backbone with a softmax classifier on its features. The head's weights are rounded to half precision (stored as float), so
    /// that two heads differ in few bytes of a file: what is evaluated must therefore be this network.
    /// </summary>
    /// <param name="weights">Labels × features, row-major.</param>
    /// <param name="bias">One per label.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a weight is beyond half precision (±65504).</exception>
    public Network WithHead(float[] weights, float[] bias)
    {
        var backbone = Backbone();
        return backbone.Append(
            new Linear(HeadName, backbone.Output.Channels, bias.Length, HalfPrecision.Round(weights), HalfPrecision.Round(bias)),
            new Softmax(SoftmaxName));
    }

    /// <summary>The same weights for square images of another size; convolutions are padded anew as TensorFlow does (<see cref="Padding.Same(int, int, int)"/>).</summary>
    /// <param name="size">Width and height in pixels, at least 32.</param>
    /// <exception cref="InvalidOperationException">The network takes no square images, or a convolution is padded otherwise.</exception>
    public Network ForInput(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 32);
        var layers = new List<Layer>();
        var (before, now) = (Input.Width, size);
        for (var i = 0; i < Layers.Length; i++)
        {
            if (Layers[i] is Convolution c)
            {
                if (Input.Height != Input.Width || c.Padding != Padding.Same(before, c.Kernel, c.Stride))
                {
                    throw new InvalidOperationException($"'{Name}' cannot take another size: '{c.Name}' is not padded as TensorFlow does.");
                }

                layers.Add(c with { Padding = Padding.Same(now, c.Kernel, c.Stride) });
                now = (now + c.Stride - 1) / c.Stride;
            }
            else
            {
                layers.Add(Layers[i]);
            }

            before = Shapes[i].Width;
        }

        var suffix = $"_{Input.Width}";
        return new Network(
            Name.EndsWith(suffix, StringComparison.Ordinal) ? $"{Name[..^suffix.Length]}_{size}" : Name, new ActivationShape(Input.Channels, size, size), layers);
    }

    /// <summary>
    /// The network with all weights and biases rounded to half precision (stored as float): what fp16 files hold. In a convolution the error of each
    /// weight is carried over to the next, so that those of a channel cancel out, as its inputs are mostly positive; and what a rounded bias adds to
    /// a linear output is taken off the biases of the layers that read it. On views of groceries that leaves a tenth of the divergence of plain rounding.
    /// </summary>
    /// <exception cref="ArgumentException">A weight is beyond half precision (±65504).</exception>
    public Network RoundedToHalf() => new(Name, Input, HalfPrecision.Round(Layers));

    /// <summary>The index of the named layer in <see cref="Layers"/> and <see cref="Shapes"/>.</summary>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public int IndexOf(string layer) =>
        _indices.TryGetValue(layer, out var index) ? index : throw new ArgumentException($"'{Name}' has no layer '{layer}'.", nameof(layer));

    /// <summary>
    /// The identity of the structure and weights: SHA-256 in lower-case hexadecimal. Equal for equal networks, whatever file they
    /// came from.
    /// </summary>
    public string ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Input}\n"));
        foreach (var layer in Layers)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Describe(layer)}\n"));
            var (weights, bias) = layer switch
            {
                Convolution c => (c.Weights, c.Bias),
                Linear l => (l.Weights, l.Bias),
                _ => ([], []),
            };
            hash.AppendData(MemoryMarshal.AsBytes(weights.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(bias.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Describe(Layer layer) => layer switch
    {
        Convolution c => $"conv {c.Name} {c.InChannels} {c.OutChannels} {c.Kernel} {c.Stride} {c.Groups} {c.Padding} {c.Activation}",
        Add a => $"add {a.Name} {a.With}",
        Linear l => $"linear {l.Name} {l.Inputs} {l.Outputs}",
        _ => $"{layer.GetType().Name} {layer.Name}",
    };
}
