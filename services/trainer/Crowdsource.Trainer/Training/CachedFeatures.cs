using System.Numerics.Tensors;
using Crowdsource.Domain.Blobs;
using Crowdsource.Inference;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Learning;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Training;

/// <summary>Reads the features that the pipeline computed, and computes those that it could not: photos of a time without weights, or with others.</summary>
internal sealed class CachedFeatures(IBlobStore blobs, IVision vision, IOptions<TrainerOptions> options)
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
        await Parallel.ForEachAsync(
            Enumerable.Range(0, photos.Count),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                var photo = photos[index];
                var features = photo.Features is { } stored && photo.FeaturesOf == origin
                    ? FeatureBlob.Read(await blobs.ReadAll(new BlobDigest(stored), token))
                    : await Compute(backbone, photo, token);
                Fill(table, index, features);
                read();
            });
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
        var master = await blobs.ReadAll(new BlobDigest(photo.Photo), cancellationToken);
        var inputs = await vision.Prepare(master, s_views, cancellationToken);
        return new FeatureBlob(backbone.Features.Id, AugmentationRecipe.Id, backbone.Features.Extract(inputs, cancellationToken));
    }
}
