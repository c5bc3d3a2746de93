using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;

namespace Crowdsource.Domain.Missions;

/// <summary>A request for photos of a label, or of two that the last model takes for each other.</summary>
/// <param name="Label">The label.</param>
/// <param name="Accepted">Accepted photos so far.</param>
/// <param name="Recall">Share of its test photos that the last model recognised; null when it is not known.</param>
/// <param name="TestPhotos">How many that is measured on.</param>
/// <param name="Shortfall">Share of the target that is missing, 0 to 1.</param>
/// <param name="Weakness">How much of the label the last model surely misses, or of a pair surely takes for the other, 0 to 1.</param>
public sealed record Mission(Label Label, int Accepted, double? Recall, int TestPhotos, double Shortfall, double Weakness)
{
    /// <summary>The label that the last model takes this one for, of which photos are needed as well; null when it is about this label alone.</summary>
    public Label? Other { get; init; }

    /// <summary>How often; null when it is about one label alone.</summary>
    public ConfusedPair? Confusion { get; init; }

    /// <summary>0 to 1.</summary>
    public double Need => Math.Max(Shortfall, Weakness);

    public bool IsForWeakness => Weakness > Shortfall;
}
