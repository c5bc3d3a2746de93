namespace Crowdsource.Domain.Evaluation;

/// <summary>The photos that arrived since the last night, of labels that the champion knows, as the champion sees them.</summary>
/// <param name="Photos">Photos counted.</param>
/// <param name="Agreeing">Photos to which the champion gives the label that was claimed for them.</param>
/// <param name="KnownLabels">Labels that the champion knows.</param>
public sealed record ArrivingBatch(int Photos, int Agreeing, int KnownLabels)
{
    public static ArrivingBatch Empty { get; } = new(0, 0, 1);

    /// <summary>In [0, 1]; 0 without photos.</summary>
    public double Agreement => Photos == 0 ? 0 : (double)Agreeing / Photos;
}
