using Crowdsource.Domain.Imaging;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Augmenter.Processing;

/// <summary>What the pretrained trunk sees in a photo and its variants, computed once when it arrives, so that no night computes it again.</summary>
internal sealed class PhotoActivations(PretrainedBackboneSource pretrained)
{
    /// <summary>The photo itself, then the variants that nights learn from.</summary>
    public static IReadOnlyList<PhotoView> Views { get; } =
        [PhotoView.Original, .. Enumerable.Range(0, AugmentationRecipe.NightlyVariants).Select(PhotoView.Variant)];

    /// <summary>Null without pretrained weights.</summary>
    /// <param name="inputs">One per entry of <see cref="Views"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ActivationBlob?> Extract(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken) =>
        await pretrained.Get(cancellationToken) is { Trunk: var trunk }
            ? new ActivationBlob(trunk.Id, AugmentationRecipe.Id, trunk.Extract(inputs, cancellationToken))
            : null;
}
