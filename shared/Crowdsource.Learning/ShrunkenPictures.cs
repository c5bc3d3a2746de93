using Crowdsource.Domain.Imaging;

namespace Crowdsource.Learning;

/// <summary>
/// The pictures that a small network learns from, as its first layer hands them on: 224 × 224 averaged over 2 × 2 pixels, one byte per
/// colour. Photos × variants × 3 × 112 × 112; variant 0 is the photo itself.
/// </summary>
public sealed class ShrunkenPictures
{
    /// <summary>Width and height of what is kept, in pixels.</summary>
    internal const int Side = SmallNetwork.InputSize / 2;

    internal const int Length = RgbImage.Channels * Side * Side;

    /// <summary>Pictures are kept in memory for the whole training: 600 MB.</summary>
    private const long MostBytes = 600_000_000;

    private readonly byte[] _bytes;

    /// <exception cref="ArgumentOutOfRangeException">More pictures than <see cref="AffordableVariants"/> allows.</exception>
    public ShrunkenPictures(int photos, int variants)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(photos);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variants);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(variants, AffordableVariants(photos));
        (Photos, Variants) = (photos, variants);
        _bytes = new byte[(long)photos * variants * Length];
    }

    public int Photos { get; }

    public int Variants { get; }

    /// <summary>Variants per photo, the photo itself included, that fit into memory: at least 1.</summary>
    public static int AffordableVariants(int photos) => (int)Math.Clamp(MostBytes / Length / Math.Max(1, photos), 1, 64);

    /// <param name="photo">Index of the photo.</param>
    /// <param name="variant">0 is the photo itself.</param>
    /// <param name="input">The network's input, 224 × 224.</param>
    public void Set(int photo, int variant, RgbImage input)
    {
        if (input is not { Width: SmallNetwork.InputSize, Height: SmallNetwork.InputSize })
        {
            throw new ArgumentException($"A picture of {SmallNetwork.InputSize} pixels squared is expected.", nameof(input));
        }

        var picture = Picture(photo, variant);
        const int Row = RgbImage.Channels * SmallNetwork.InputSize;
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                for (var channel = 0; channel < RgbImage.Channels; channel++)
                {
                    var corner = (2 * y * Row) + (2 * x * RgbImage.Channels) + channel;
                    var sum = input.Pixels[corner] + input.Pixels[corner + RgbImage.Channels]
                        + input.Pixels[corner + Row] + input.Pixels[corner + Row + RgbImage.Channels];
                    picture[(channel * Side * Side) + (y * Side) + x] = (byte)((sum + 2) / 4);
                }
            }
        }
    }

    internal Span<byte> Picture(int photo, int variant)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)photo, (uint)Photos, nameof(photo));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)variant, (uint)Variants, nameof(variant));
        return _bytes.AsSpan(checked(((photo * Variants) + variant) * Length), Length);
    }
}
