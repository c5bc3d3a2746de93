using Crowdsource.Domain.Imaging;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Learning;

/// <summary>Pictures that a whole network is tuned on, one byte per colour. 2,600 photos with 3 variants of 160 pixels squared take 600 MB.</summary>
public sealed class PictureTable : TrainingImages
{
    private const long MostBytes = 600_000_000;

    private readonly Preprocessing _preprocessing;
    private readonly byte[][] _pictures;

    /// <param name="photos">Photos.</param>
    /// <param name="variants">Per photo, itself among them.</param>
    /// <param name="preprocessing">Makes the network's input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public PictureTable(int photos, int variants, Preprocessing preprocessing)
        : base(photos, variants, new ActivationShape(RgbImage.Channels, preprocessing.InputSize, preprocessing.InputSize)) =>
        (_preprocessing, _pictures) = (preprocessing, new byte[photos * variants][]);

    /// <summary>Pictures of a size that fit into memory.</summary>
    public static int Affordable(int inputSize) => (int)(MostBytes / (RgbImage.Channels * inputSize * inputSize));

    /// <summary>Sets one variant of one photo; safe for parallel callers.</summary>
    public void Set(int photo, int variant, RgbImage picture) => _pictures[Index(photo, variant)] = _preprocessing.Apply(picture).Pixels;

    private protected override void Fill(int index, Span<float> values)
    {
        var side = _preprocessing.InputSize;
        var picture = RgbImage.Blank(side, side);
        _pictures[index].CopyTo(picture.Pixels.AsSpan());
        _preprocessing.ToTensor(picture, values);
    }
}
