namespace Crowdsource.Vision.Photos;

/// <summary>What a photo must be to be used; all limits of judging in one place. Lenient on purpose: a curator sees every photo,
/// and a model that never met a bad photo fails on them.</summary>
public sealed record PhotoThresholds
{
    public static PhotoThresholds Default { get; } = new();

    /// <summary>Of the uploaded file.</summary>
    public int MaximalBytes { get; init; } = 25 * 1024 * 1024;

    /// <summary>Of the uploaded picture, width × height, known from its header before a pixel is decoded.</summary>
    public long MaximalPixels { get; init; } = 100_000_000;

    /// <summary>Short side in pixels, of the upload and of its clean master.</summary>
    public int MinimalSide { get; init; } = 64;

    /// <summary><see cref="PhotoQuality.Sharpness"/> below this has no edge anywhere. Of 2,681 real photos the softest has 36 and one
    /// in a hundred less than 200; blurred by a fortieth of their short side they all fall below 12.</summary>
    public double MinimalSharpness { get; init; } = 12;

    /// <summary><see cref="PhotoQuality.Highlights"/> below this shows nothing (0 to 255).</summary>
    public double MinimalHighlights { get; init; } = 28;
}
