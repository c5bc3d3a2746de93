namespace Crowdsource.Protocol.Nights;

/// <summary>How a model does on stressed test photos, and what the augmentation recipe earns there.</summary>
/// <param name="View"><c>upright</c>, <c>rotated</c>, <c>blurred</c> or <c>off-centre</c>.</param>
/// <param name="Pictures">How many it was asked about: a sample of the test photos, under each stress of the kind.</param>
/// <param name="Top1">Share of right answers, 0 to 1.</param>
/// <param name="WithoutRecipe">The same of the model that the night trained on the photos alone; null when it made none.</param>
/// <param name="RecipeHarms">Whether the model without the recipe is surely better.</param>
public sealed record RobustnessResponse(string View, int Pictures, double Top1, double? WithoutRecipe, bool RecipeHarms);
