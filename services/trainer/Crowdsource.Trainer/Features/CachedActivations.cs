using Crowdsource.Domain.Blobs;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Trainer.Features;

/// <summary>Reads the activations that the pipeline computed, and computes those that it could not: photos of a time without weights, or with others.</summary>
internal sealed class CachedActivations(IBlobStore blobs, MasterPictures masters)
{
    private static readonly PhotoView[] s_views =
        [PhotoView.Original, .. Enumerable.Range(0, AugmentationRecipe.NightlyVariants).Select(PhotoView.Variant)];

    /// <summary>The photo itself, and its variants.</summary>
    public static int Variants => s_views.Length;

    /// <summary>What activations of today are made by.</summary>
    public static string Origin(PretrainedBackbone backbone) => ActivationOrigin.Of(backbone.Trunk.Id, AugmentationRecipe.Id);

    /// <summary>Runs <paramref name="use"/> for the activations of each photo, in parallel and in no order.</summary>
    /// <param name="backbone">What computes them.</param>
    /// <param name="photos">Which photos.</param>
    /// <param name="use">Gets the index of a photo and its activations; called from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">A blob is gone or damaged.</exception>
    public Task ForEach(
        PretrainedBackbone backbone, IReadOnlyList<SnapshotPhoto> photos, Action<int, ActivationBlob> use, CancellationToken cancellationToken) =>
        masters.ForEach(photos, async (index, photo, token) => use(index, await Read(backbone, photo, token)), cancellationToken);

    private async Task<ActivationBlob> Read(PretrainedBackbone backbone, SnapshotPhoto photo, CancellationToken cancellationToken)
    {
        var read = photo.Activations is { } stored && photo.ActivationsOf == Origin(backbone)
            ? ActivationBlob.Read(await blobs.ReadAll(new BlobDigest(stored), cancellationToken))
            : new ActivationBlob(
                backbone.Trunk.Id, AugmentationRecipe.Id,
                backbone.Trunk.Extract(await masters.Prepare(photo, s_views, cancellationToken), cancellationToken));
        return read.Variants.Length == Variants && read.Shape == backbone.Trunk.Shape
            ? read
            : throw new InvalidDataException($"Cached activations are {read.Variants.Length} of {read.Shape}, not {Variants} of {backbone.Trunk.Shape}.");
    }
}
