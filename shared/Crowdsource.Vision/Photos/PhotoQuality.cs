namespace Crowdsource.Vision.Photos;

/// <summary>What was measured on a photo, shrunken to a short side of at most 320 pixels.</summary>
/// <param name="Sharpness">Variance of the Laplacian of luma in the sharpest twentieth of the tiles: a sharp object before a plain background is sharp.</param>
/// <param name="Brightness">Mean luma, 0 to 255.</param>
/// <param name="Highlights">The luma that one pixel in fifty exceeds, 0 to 255.</param>
public sealed record PhotoQuality(double Sharpness, double Brightness, double Highlights);
