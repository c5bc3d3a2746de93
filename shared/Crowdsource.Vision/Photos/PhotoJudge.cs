using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Submissions;

namespace Crowdsource.Vision.Photos;

/// <summary>Judges whether a photo can be used. The measures are taken where all sizes are comparable, on the shrunken working copy.</summary>
public static class PhotoJudge
{
    private const int TileSide = 20;
    private const double SharpestShare = 0.05;
    private const double HighlightShare = 0.02;

    /// <returns>A code of <see cref="RejectionCode"/>, or null when the photo can be used.</returns>
    public static string? Verdict(PhotoQuality quality, PhotoThresholds thresholds) => quality switch
    {
        { Highlights: var highlights } when highlights < thresholds.MinimalHighlights => RejectionCode.TooDark,
        { Sharpness: var sharpness } when sharpness < thresholds.MinimalSharpness => RejectionCode.TooBlurry,
        _ => null,
    };

    /// <returns>A code of <see cref="RejectionCode"/>, or null when a picture of this size can be used.</returns>
    public static string? Verdict(int width, int height, PhotoThresholds thresholds) =>
        (long)width * height > thresholds.MaximalPixels ? RejectionCode.TooLarge
        : Math.Min(width, height) < thresholds.MinimalSide ? RejectionCode.TooSmall
        : null;

    public static PhotoQuality Measure(RgbImage workingCopy)
    {
        ArgumentNullException.ThrowIfNull(workingCopy);
        var luma = Luma.Of(workingCopy);
        return new PhotoQuality(Sharpness(luma, workingCopy.Width, workingCopy.Height), Mean(luma), Highlights(luma));
    }

    private static double Mean(int[] luma) => luma.Average();

    private static double Sharpness(int[] luma, int width, int height)
    {
        List<double> variances = [];
        for (var top = 1; top + TileSide < height; top += TileSide)
        {
            for (var left = 1; left + TileSide < width; left += TileSide)
            {
                variances.Add(LaplacianVariance(luma, width, left, top));
            }
        }

        variances.Sort();
        return variances.Count == 0 ? 0 : variances.TakeLast(Math.Max(1, (int)(variances.Count * SharpestShare))).Average();
    }

    private static double LaplacianVariance(int[] luma, int width, int left, int top)
    {
        long sum = 0;
        long squares = 0;
        for (var y = top; y < top + TileSide; y++)
        {
            for (var x = left; x < left + TileSide; x++)
            {
                var i = (y * width) + x;
                var laplacian = luma[i - 1] + luma[i + 1] + luma[i - width] + luma[i + width] - (4 * luma[i]);
                sum += laplacian;
                squares += (long)laplacian * laplacian;
            }
        }

        const double Pixels = TileSide * TileSide;
        return (squares / Pixels) - (sum / Pixels * (sum / Pixels));
    }

    private static double Highlights(int[] luma)
    {
        var histogram = new int[256];
        foreach (var value in luma)
        {
            histogram[value]++;
        }

        var above = (int)(luma.Length * HighlightShare);
        var highlight = 255;
        while (highlight > 0 && (above -= histogram[highlight]) >= 0)
        {
            highlight--;
        }

        return highlight;
    }
}
