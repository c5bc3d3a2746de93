using System.Runtime.InteropServices;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Vision.Augmentation;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Vision;

/// <summary>The work itself, in this process: what the children run, and a phone that decodes its own photos.
/// A server decodes strangers' photos through <see cref="IVision"/> instead.</summary>
public sealed class PhotoPipeline(PhotoThresholds thresholds, Preprocessing preprocessing)
{
    private const int RenderQuality = 90;

    public PhotoPipeline()
        : this(PhotoThresholds.Default, Preprocessing.Default)
    {
    }

    public ExaminationResult Examine(ReadOnlyMemory<byte> upload, IReadOnlyList<PhotoView> views)
    {
        var clean = PhotoCleaner.Clean(ToArray(upload), thresholds, out var refusal);
        if (clean is null)
        {
            return new ExaminationResult.Refused(refusal!);
        }

        var workingCopy = AugmentationRecipe.WorkingCopy(clean.Pixels);
        var quality = PhotoJudge.Measure(workingCopy);
        return PhotoJudge.Verdict(quality, thresholds) is { } code
            ? new ExaminationResult.Refused(code)
            : new ExaminationResult.Examined(
                clean.Master,
                clean.Thumbnail,
                clean.Pixels.Width,
                clean.Pixels.Height,
                quality,
                clean.PixelDigest,
                PerceptualHash.Of(workingCopy),
                clean.Position,
                Inputs(clean.Pixels, workingCopy, clean.MasterDigest, views));
    }

    /// <exception cref="InvalidDataException">The master is damaged.</exception>
    public IReadOnlyList<RgbImage> Prepare(ReadOnlyMemory<byte> master, IReadOnlyList<PhotoView> views)
    {
        var pixels = Codec.Decode(ToArray(master));
        return Inputs(pixels, AugmentationRecipe.WorkingCopy(pixels), BlobDigest.Of(master.Span), views);
    }

    public PreprocessingResult Preprocess(ReadOnlyMemory<byte> photo)
    {
        using var upright = UprightPhoto.Open(ToArray(photo), thresholds, out var refusal);
        return upright is null
            ? new PreprocessingResult.Refused(refusal!)
            : new PreprocessingResult.Prepared(upright.Preprocess(preprocessing));
    }

    /// <exception cref="InvalidDataException">The master is damaged.</exception>
    public byte[] Render(ReadOnlyMemory<byte> master, PhotoView view) =>
        Codec.EncodeJpeg(Prepare(master, [view])[0], RenderQuality, fullColour: true);

    private RgbImage[] Inputs(RgbImage master, RgbImage workingCopy, BlobDigest digest, IReadOnlyList<PhotoView> views)
    {
        var original = new Lazy<RgbImage>(() => preprocessing.Apply(master));
        return [.. views.Select(view => view switch
        {
            { VariantNumber: { } k } => AugmentationRecipe.Draw(workingCopy, preprocessing, digest, k),
            { Size: { } size } => preprocessing.ForInput(size).Apply(master),
            { Stress: { } kind } => Robustness.Apply(original.Value, kind, digest),
            _ => original.Value,
        })];
    }

    private static byte[] ToArray(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Array!.Length == segment.Count
            ? segment.Array
            : bytes.ToArray();
}
