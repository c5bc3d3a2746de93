using System.Collections.Immutable;

namespace Crowdsource.Client.Models;

/// <summary>A model's answer to one photo.</summary>
/// <param name="Labels">All labels, the most likely first.</param>
/// <param name="Abstains">Whether nothing is to be shown as recognised: the model is too unsure, or sees none of what it knows.</param>
public sealed record Classification(ImmutableArray<LabelProbability> Labels, bool Abstains)
{
    /// <summary>The most likely label.</summary>
    public LabelProbability Top => Labels[0];
}
