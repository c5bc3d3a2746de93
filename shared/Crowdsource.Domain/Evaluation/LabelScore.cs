namespace Crowdsource.Domain.Evaluation;

/// <summary>How many of a label's photos were recognised.</summary>
/// <param name="Label">Index of the label.</param>
/// <param name="Right">Photos of the label that were given this label.</param>
/// <param name="Photos">Photos of the label.</param>
public sealed record LabelScore(int Label, int Right, int Photos)
{
    /// <summary>In [0, 1]; null when the label has no photo.</summary>
    public double? Recall => Photos == 0 ? null : (double)Right / Photos;
}
