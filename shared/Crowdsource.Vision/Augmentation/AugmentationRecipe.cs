using System.Runtime.InteropServices;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Vision.Augmentation;

/// <summary>How variant k of a photo is drawn: like another snapshot of the same object, by a hand that turns, shakes or misses the focus,
/// in other light, further off the centre. Seeded by the clean master's digest and k, so that a variant can be made again bit for bit
/// and is never stored. Change a number here, and raise <see cref="Revision"/>.</summary>
public static class AugmentationRecipe
{
    /// <summary>Phones are held upright, more or less: the one place where the limit of rotation is set.</summary>
    public const double MaximalRotationDegrees = 45;

    /// <summary>k is below this.</summary>
    public const int MaximalVariants = 64;

    /// <summary>Variants that a head learns from every night, beside the photo itself: three sharp ones and a blurred one. Measured on held-out kinds and
    /// clusters of photos, twice as many gain a head nothing upright and a point blurred.</summary>
    public const int NightlyVariants = 4;

    /// <summary>Variants that a tail is tuned on, three of them blurred, for they are the hardest. Measured on held-out kinds of photos, means of three and four tails:
    /// eight with two blurred ones gain it a point upright and three blurred over those of a night with one.</summary>
    public const int TunedVariants = 2 * NightlyVariants;

    private const string Revision = "phone-6";

    /// <summary>Short side of the shrunken picture that variants are drawn from, in pixels: order beats library (shrink first).</summary>
    private const int WorkingShortSide = 320;

    /// <summary>A blurred variant is turned, moved and relit less often: the blur is what it teaches.</summary>
    private const double ChangesBesideBlur = 0.6;

    private const double RotationChance = 1;
    private const double CropChance = 0.3;
    private const double LightChance = 0.5;
    private const double EncodingChance = 0.3;

    /// <summary>The recipe's identity: what made a variant's bytes, down to the library and the kind of processor.</summary>
    public static string Id { get; } = $"{Revision}/libvips-{Codec.LibraryVersion}/{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>The shrunken picture that <see cref="Draw"/> takes; one serves all variants of a photo.</summary>
    public static RgbImage WorkingCopy(RgbImage master)
    {
        var (width, height) = master.SizeOfShortSide(WorkingShortSide);
        return TriangleResampler.Resize(master, width, height);
    }

    /// <summary>The network's input for variant k.</summary>
    public static RgbImage Draw(RgbImage workingCopy, Preprocessing preprocessing, BlobDigest master, int k)
    {
        var random = new SeededRandom($"{Revision}/{master}/{k}");
        var changes = IsBlurred(k) ? ChangesBesideBlur : 1;
        var picture = DrawFrame(ref random, changes).Take(workingCopy, WorkingShortSide, WorkingShortSide);
        if (random.Chance(LightChance * changes))
        {
            picture = DrawLight(ref random).Shine(picture);
        }

        // The strength of a blur is defined at the size that the network sees.
        picture = preprocessing.Apply(picture);
        picture = DrawBlur(ref random, picture, master, k);
        return random.Chance(EncodingChance) ? Codec.Decode(Codec.EncodeJpeg(picture, (int)random.Between(50, 96), fullColour: false)) : picture;
    }

    internal static Frame DrawFrame(ref SeededRandom random, double changes)
    {
        var frame = Frame.Whole;
        if (random.Chance(CropChance * changes))
        {
            // At least 64 % of the area, anywhere.
            var (width, height) = (random.Between(0.8, 1), random.Between(0.8, 1));
            frame = new Frame(random.Between(0, 1 - width), random.Between(0, 1 - height), width, height, 0, Inscribed: false);
        }

        return random.Chance(RotationChance * changes)
            ? frame.Rotated(random.Between(-MaximalRotationDegrees, MaximalRotationDegrees), inscribed: random.Chance(0.5))
            : frame;
    }

    private static bool IsBlurred(int k) => Blurred(k) is not null;

    /// <summary>Which of the blurred variants this is, from 0; null for a sharp one.</summary>
    private static int? Blurred(int k) => (k % 8) switch
    {
        1 => k / 8 * 3,
        5 => (k / 8 * 3) + 1,
        7 => (k / 8 * 3) + 2,
        _ => null,
    };

    private static Light DrawLight(ref SeededRandom random)
    {
        // Half a stop of exposure either way, a tint of a twentieth, a contrast of a tenth: colour is what tells many objects apart.
        var exposure = Math.Pow(2, random.Between(-0.5, 0.5));
        return new Light(exposure * random.Between(0.95, 1.05), exposure, exposure * random.Between(0.95, 1.05), random.Between(0.9, 1.1));
    }

    /// <summary>Blurred in turn by focus and by motion, beginning with either by the photo's digest; drawn by chance, some photos would have none. The
    /// strengths reach to both sides of the measured ones.</summary>
    private static RgbImage DrawBlur(ref SeededRandom random, RgbImage picture, BlobDigest master, int k) =>
        Blurred(k) is not { } which ? picture
        : (which + master.Value[^1]) % 2 == 0 ? Blur.Gaussian(picture, random.Between(1, 2.8))
        : Blur.Motion(picture, random.Between(5, 13), random.Between(0, 180));
}
