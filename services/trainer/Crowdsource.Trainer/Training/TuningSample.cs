using Crowdsource.Domain.Submissions;
using Crowdsource.Learning;

namespace Crowdsource.Trainer.Training;

/// <summary>The photos that a network is tuned on.</summary>
/// <param name="Images">Of the photos and their variants.</param>
/// <param name="Targets">What is known of them; validation photos judge and are not learned from.</param>
/// <param name="Photos">Where each is among all photos.</param>
internal sealed record TuningSample<T>(T Images, PhotoTargets Targets, int[] Photos)
    where T : TrainingImages
{
    /// <summary>The photos to learn from.</summary>
    public int[] Train => [.. Enumerable.Range(0, Images.Photos).Where(photo => !Targets.Judges![photo])];

    /// <param name="images">Of the chosen photos.</param>
    /// <param name="before">All photos.</param>
    /// <param name="photos">Which were chosen.</param>
    public static TuningSample<T> Of(T images, TunedFrom before, int[] photos) => new(
        images, before.Targets.Of(photos) with { Judges = [.. photos.Select(photo => before.Photos[photo].Split == Split.Validation)] }, photos);
}
