using Orleans;

namespace Crowdsource.Domain.Evaluation;

/// <summary>How a model does on stressed test photos, and what the augmentation recipe earns there.</summary>
/// <param name="View"><see cref="Upright"/>, <see cref="Rotated"/>, <see cref="Blurred"/> or <see cref="OffCentre"/>.</param>
/// <param name="Pictures">How many it was asked about.</param>
/// <param name="Top1">Share of right answers, 0 to 1.</param>
/// <param name="WithoutRecipe">The same of the model that the night trained on the photos alone; null when it made none.</param>
/// <param name="RecipeHarms">Whether the model without the recipe is better, one-sided at 95 %, by photos on which the two differ.</param>
[GenerateSerializer, Immutable, Alias("robustness-score")]
public sealed record RobustnessScore(string View, int Pictures, double Top1, double? WithoutRecipe, bool RecipeHarms)
{
    public const string Upright = "upright";
    public const string Rotated = "rotated";
    public const string Blurred = "blurred";
    public const string OffCentre = "off-centre";

    /// <param name="view">How the pictures were stressed.</param>
    /// <param name="truth">The label of each picture.</param>
    /// <param name="with">What the model answers that learned from variants.</param>
    /// <param name="without">What the other answers; null when there is none.</param>
    public static RobustnessScore Of(string view, int[] truth, int[] with, int[]? without)
    {
        if (without is null)
        {
            return new RobustnessScore(view, truth.Length, Share(truth.Zip(with).Count(pair => pair.First == pair.Second)), null, RecipeHarms: false);
        }

        var pair = PairedComparison.Of(truth, without, with);
        return new RobustnessScore(view, pair.Photos, Share(pair.ChampionRight), Share(pair.CandidateRight), pair.LowerBound > 0);

        double Share(int right) => truth.Length == 0 ? 0 : (double)right / truth.Length;
    }
}
