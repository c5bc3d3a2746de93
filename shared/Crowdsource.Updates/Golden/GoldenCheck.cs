using System.Buffers.Binary;
using Crowdsource.Domain.Imaging;
using Crowdsource.Updates.Bundles;

namespace Crowdsource.Updates.Golden;

/// <summary>Whether a model answers here as it did where it was made.</summary>
public static class GoldenCheck
{
    /// <summary>Runs every golden example and preprocessing vector of a bundle.</summary>
    /// <param name="bundle">What is to be activated.</param>
    /// <param name="predict">From the network's input, in the layout of its preprocessing, to its output, before <see cref="Thresholds"/>.</param>
    /// <param name="decode">From the bytes of a PNG file to its pixels, as the app decodes photos.</param>
    /// <param name="cancellationToken">Cancels between examples.</param>
    /// <exception cref="InvalidBundleException">With <see cref="InvalidBundleException.GoldenFailed"/>: an answer is wrong or too far off.</exception>
    public static void Run(
        Bundle bundle, Func<float[], float[]> predict, Func<ReadOnlyMemory<byte>, RgbImage> decode, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(predict);
        ArgumentNullException.ThrowIfNull(decode);
        var rule = bundle.Preprocessing.Rule;
        foreach (var example in bundle.Golden.Tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Compare(example, bundle.Golden.Tolerance, predict(ReadTensor(bundle, example.File, rule.TensorLength)));
        }

        var vectors = bundle.Preprocessing.Vectors.ToLookup(vector => vector.Picture, StringComparer.Ordinal);
        foreach (var example in bundle.Golden.Pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var input = rule.Apply(Decode(bundle, example.File, decode));
            foreach (var vector in vectors[example.File])
            {
                Compare(vector, input);
            }

            var tensor = new float[rule.TensorLength];
            rule.ToTensor(input, tensor);
            Compare(example, bundle.Golden.Tolerance, predict(tensor));
        }
    }

    private static float[] ReadTensor(Bundle bundle, string file, int length)
    {
        var bytes = bundle.ReadFile(file);
        if (bytes.Length != length * sizeof(ushort))
        {
            throw new InvalidBundleException(InvalidBundleException.GoldenFailed, $"{file} is not a tensor of {length} numbers.");
        }

        var tensor = new float[length];
        for (var i = 0; i < length; i++)
        {
            tensor[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(i * sizeof(ushort)));
        }

        return tensor;
    }

    private static RgbImage Decode(Bundle bundle, string file, Func<ReadOnlyMemory<byte>, RgbImage> decode)
    {
        try
        {
            return decode(bundle.ReadFile(file));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new InvalidBundleException(InvalidBundleException.GoldenFailed, $"{file} cannot be decoded here: {error.Message}", error);
        }
    }

    private static void Compare(PreprocessingVector vector, RgbImage input)
    {
        foreach (var pixel in vector.Pixels)
        {
            if (pixel is not [var x, var y, ..] || pixel.Length != 2 + RgbImage.Channels || x < 0 || y < 0 || x >= input.Width || y >= input.Height)
            {
                throw new InvalidBundleException(InvalidBundleException.Malformed, $"A preprocessing vector of {vector.Picture} has no such pixel.");
            }

            for (var channel = 0; channel < RgbImage.Channels; channel++)
            {
                var here = input.Row(y)[(x * RgbImage.Channels) + channel];
                if (Math.Abs(here - pixel[2 + channel]) > vector.Tolerance)
                {
                    throw new InvalidBundleException(
                        InvalidBundleException.GoldenFailed,
                        $"Preprocessing {vector.Picture}: {here} instead of {pixel[2 + channel]} at ({x}, {y}).");
                }
            }
        }
    }

    private static void Compare(GoldenExample example, float tolerance, float[] answer)
    {
        if (answer.Length != example.Probabilities.Length)
        {
            throw new InvalidBundleException(
                InvalidBundleException.GoldenFailed, $"{example.File}: {answer.Length} probabilities instead of {example.Probabilities.Length}.");
        }

        var worst = answer.Zip(example.Probabilities, (here, there) => float.IsFinite(here) ? Math.Abs(here - there) : float.PositiveInfinity).Max();
        var top = GoldenSelection.TopOf(answer);
        if (top != example.Top || worst > tolerance)
        {
            throw new InvalidBundleException(
                InvalidBundleException.GoldenFailed,
                $"{example.File}: answer {top} instead of {example.Top}, a probability is off by {worst:0.0000} (at most {tolerance:0.0000}).");
        }
    }
}
