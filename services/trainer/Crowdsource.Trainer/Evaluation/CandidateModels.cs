using Crowdsource.Inference;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>What a night made, as files that are loaded.</summary>
/// <param name="Model">What phones would run.</param>
/// <param name="WithoutRecipe">The same trained on the photos alone; null when it was not made.</param>
/// <param name="AbstainBelow">An answer less probable than this is not shown, 0 to 1.</param>
internal sealed record CandidateModels(Classifier Model, Classifier? WithoutRecipe, float AbstainBelow) : IDisposable
{
    public void Dispose()
    {
        Model.Dispose();
        WithoutRecipe?.Dispose();
    }
}
