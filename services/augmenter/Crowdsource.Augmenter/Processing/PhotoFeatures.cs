using Crowdsource.Domain.Imaging;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Augmenter.Processing;

/// <summary>The features of a photo and its variants, computed once when it arrives, so that a night only reads them.</summary>
internal sealed class PhotoFeatures(PretrainedBackboneSource pretrained)
{
    /// <summary>The photo itself, then the variants that nights learn from.</summary>
    public static IReadOnlyList<PhotoView> Views { get; } =
        [PhotoView.Original, .. Enumerable.Range(0, AugmentationRecipe.NightlyVariants).Select(PhotoView.Variant)];

    /// <summary>Null without pretrained weights.</summary>
    /// <param name="inputs">One per entry of <see cref="Views"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<FeatureBlob?> Extract(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken) =>
        await pretrained.Get(cancellationToken) is { Features: var extractor }
            ? new FeatureBlob(extractor.Id, AugmentationRecipe.Id, extractor.Extract(inputs, cancellationToken))
            : null;
}
