namespace Crowdsource.Learning;

/// <summary>A linear classifier on features, whose softmax gives calibrated probabilities.</summary>
/// <param name="Weights">Labels × dimensions, row-major; the temperature is already in them.</param>
/// <param name="Bias">One per label; the temperature is already in it.</param>
/// <param name="Temperature">What the logits were divided by.</param>
/// <param name="Settings">Those that validation chose.</param>
/// <param name="Trials">What it tried, in order; empty where there was nothing to choose.</param>
/// <param name="OutOfFoldRight">Photos recognised by a head that had not learned from their group.</param>
/// <param name="OutOfFoldPhotos">Photos so judged. An estimate within these contributors and sessions: photos from elsewhere do worse.</param>
/// <param name="WasGrouped">False when there were too few groups to keep them whole, so that photos were validated one by one.</param>
/// <param name="HeldOut">Such heads.</param>
/// <param name="AbstainBelow">An answer less probable than this is better not shown, 0 to 1; see <see cref="Abstention"/>.</param>
/// <param name="Suspects">Photos whose label is probably wrong, the most suspicious first, judges or not.</param>
public sealed record TrainedHead(
    float[] Weights, float[] Bias, double Temperature, HeadSettings Settings, IReadOnlyList<SettingTrial> Trials,
    int OutOfFoldRight, int OutOfFoldPhotos, bool WasGrouped, HeldOutHeads HeldOut, float AbstainBelow, IReadOnlyList<Suspect> Suspects)
{
    /// <summary>In [0, 1]; 0 when no photo could be validated.</summary>
    public double OutOfFoldTop1 => OutOfFoldPhotos == 0 ? 0 : (double)OutOfFoldRight / OutOfFoldPhotos;
}
