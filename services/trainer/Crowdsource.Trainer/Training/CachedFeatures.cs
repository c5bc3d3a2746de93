using System.Numerics.Tensors;
using Crowdsource.Domain.Blobs;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Trainer.Training;

/// <summary>Reads the features that the pipeline computed, and computes those that it could not: photos of a time without weights, or with others.</summary>
internal sealed class CachedFeatures(IBlobStore blobs, MasterPictures masters)
{
    private static readonly PhotoView[] s_views =
        [PhotoView.Original, .. Enumerable.Range(0, AugmentationRecipe.NightlyVariants).Select(PhotoView.Variant)];

    /// <summary>Of each photo in order: the photo itself, then its variants.</summary>
    /// <param name="backbone">What computes them.</param>
    /// <param name="photos">Which photos, at least one.</param>
    /// <param name="read">Called once per photo, from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<FeatureTable> Read(
        PretrainedBackbone backbone, IReadOnlyList<SnapshotPhoto> photos, Action read, CancellationToken cancellationToken)
    {
        var origin = FeatureOrigin.Of(backbone.Features.Id, AugmentationRecipe.Id);
        var table = new FeatureTable(photos.Count, s_views.Length, backbone.Features.Dimensions);
        await masters.ForEach(
            photos,
            async (index, photo, token) =>
            {
                var features = photo.Features is { } stored && photo.FeaturesOf == origin
                    ? FeatureBlob.Read(await blobs.ReadAll(new BlobDigest(stored), token))
                    : await Compute(backbone, photo, token);
                Fill(table, index, features);
                read();
            },
            cancellationToken);
        return table;
    }

    private static void Fill(FeatureTable table, int photo, FeatureBlob features)
    {
        if (features.VariantCount != table.Variants || features.Dimensions != table.Dimensions)
        {
            throw new InvalidDataException(
                $"Cached features have {features.VariantCount} × {features.Dimensions} numbers, not {table.Variants} × {table.Dimensions}.");
        }

        var row = new float[table.Dimensions];
        for (var variant = 0; variant < table.Variants; variant++)
        {
            features.CopyVariant(variant, row);
            TensorPrimitives.ConvertToHalf(row, table.Row(photo, variant));
        }
    }

    private async Task<FeatureBlob> Compute(PretrainedBackbone backbone, SnapshotPhoto photo, CancellationToken cancellationToken)
    {
        var inputs = await masters.Prepare(photo, s_views, cancellationToken);
        return new FeatureBlob(backbone.Features.Id, AugmentationRecipe.Id, backbone.Features.Extract(inputs, cancellationToken));
    }
}
