namespace Crowdsource.Learning;

/// <summary>A photo whose label is probably wrong.</summary>
/// <param name="Photo">Its index among the samples.</param>
/// <param name="Likelier">The label that a head gives it which did not learn from its group.</param>
/// <param name="Confidence">The probability of that label, 0 to 1.</param>
/// <param name="SelfConfidence">The probability of the label that the photo has, 0 to 1.</param>
public sealed record Suspect(int Photo, int Likelier, float Confidence, float SelfConfidence)
{
    /// <summary>How much likelier the other label is, up to 1: the most suspicious first.</summary>
    public float Margin => Confidence - SelfConfidence;
}
