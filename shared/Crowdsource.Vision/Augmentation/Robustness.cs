using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Augmentation;

/// <summary>The one definition of robustness, for tests, model cards and phones: applied to the 224 × 224 input of a photo, with a seed that
/// depends on the photo alone, so that every model sees the very same stressed pictures.
/// "Rotated" is the mean over the two rotations, "blurred" the mean over the two blurs.</summary>
public static class Robustness
{
    public const string Version = "robustness-1";

    /// <summary>Pixels at 224.</summary>
    public const double GaussianSigma = 2;

    /// <summary>Pixels at 224.</summary>
    public const double MotionLength = 9;

    /// <summary>How far the camera points past the object, in any direction, as a share of the picture's side: what was at the centre comes
    /// to lie in the outer fifth.</summary>
    public const double OffCentreShift = 0.3;

    public static IReadOnlyList<RobustnessKind> Kinds { get; } = Enum.GetValues<RobustnessKind>();

    /// <param name="input">The preprocessed photo, 224 × 224.</param>
    /// <param name="kind">Which stress.</param>
    /// <param name="photo">Digest of the photo's bytes (of the clean master on the server): the seed.</param>
    public static RgbImage Apply(RgbImage input, RobustnessKind kind, BlobDigest photo)
    {
        var random = new SeededRandom($"{Version}/{kind}/{photo}");
        return kind switch
        {
            RobustnessKind.RotatedReflected => Rotate(input, ref random, inscribed: false),
            RobustnessKind.RotatedInscribed => Rotate(input, ref random, inscribed: true),
            RobustnessKind.GaussianBlur => Blur.Gaussian(input, GaussianSigma),
            RobustnessKind.MotionBlur => Blur.Motion(input, MotionLength, random.Between(0, 180)),
            RobustnessKind.OffCentre => Shift(input, ref random),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static RgbImage Shift(RgbImage input, ref SeededRandom random)
    {
        var (sin, cos) = Math.SinCos(random.Between(0, 2 * Math.PI));
        return new Frame(OffCentreShift * cos, OffCentreShift * sin, 1, 1, 0, Inscribed: false).Take(input, input.Width, input.Height);
    }

    private static RgbImage Rotate(RgbImage input, ref SeededRandom random, bool inscribed)
    {
        var degrees = random.Between(-AugmentationRecipe.MaximalRotationDegrees, AugmentationRecipe.MaximalRotationDegrees);
        return Frame.Whole.Rotated(degrees, inscribed).Take(input, input.Width, input.Height);
    }
}
