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

    /// <summary><see cref="PhotoQuality.Sharpness"/> below this means no edge anywhere. Measured on 2,981 real photos: the softest has 17, one
    /// in five hundred less than 57, half of them more than 1,000; blurred with a sigma of a fortieth of their side, none has more than 5.1.</summary>
    public double MinimalSharpness { get; init; } = 8;

    /// <summary><see cref="PhotoQuality.Highlights"/> below this shows nothing (0 to 255); the darkest of those photos has 110.</summary>
    public double MinimalHighlights { get; init; } = 28;
}
