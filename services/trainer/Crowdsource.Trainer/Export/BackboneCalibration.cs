using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.Quantization;
using Crowdsource.Inference;
using Crowdsource.Inference.Calibration;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Export;

/// <summary>The int8 ranges of a network: those of its backbone are measured once, on train photos, and kept, so that a new head changes few bytes.</summary>
internal sealed class BackboneCalibration(IBlobStore blobs, ParityStore store, MasterPictures masters, IOptions<TrainerOptions> options)
{
    /// <summary>The ranges of all layers, and the manifest with what was measured.</summary>
    public async Task<(ActivationRanges Ranges, ParityManifest Manifest)> Ranges(
        Network network, Snapshot snapshot, ParityManifest manifest, CancellationToken cancellationToken)
    {
        var backbone = network.Backbone();
        var head = (Linear)network.Layers[network.IndexOf(Network.HeadName)];
        if (manifest.Calibrated != backbone.ComputeDigest() || await Kept(manifest, cancellationToken) is not { } known)
        {
            (manifest, known) = await Measure(backbone, snapshot, manifest, cancellationToken);
        }

        var features = (await store.Read(manifest.CalibrationFeatures, manifest.CalibrationViews.Length, cancellationToken)).OfType<Half[]>();
        return (known.With(head.Name, Calibrator.LogitRange(head, features.Select(row => Array.ConvertAll(row, value => (float)value)))), manifest);
    }

    /// <summary>Half of them augmented: ranges have to hold for turned and relit photos too.</summary>
    public static ImmutableArray<ParityView> Choose(Snapshot snapshot, int count) =>
    [
        .. snapshot.Of(Split.Train).Take(count)
            .Select((photo, i) => new ParityView(
                photo.Photo, (i % 2 == 0 ? PhotoView.Original : PhotoView.Variant(i / 2 % AugmentationRecipe.NightlyVariants)).Key)),
    ];

    private async Task<ActivationRanges?> Kept(ParityManifest manifest, CancellationToken cancellationToken) =>
        manifest is { Ranges: { } file, CalibrationViews.Length: > 0 } && await blobs.Length(new BlobDigest(file), cancellationToken) is not null
            && manifest.CalibrationFeatures is { } features && await blobs.Length(new BlobDigest(features), cancellationToken) is not null
            ? ActivationRanges.Parse(await blobs.ReadAll(new BlobDigest(file), cancellationToken))
            : null;

    private async Task<(ParityManifest Manifest, ActivationRanges Ranges)> Measure(
        Network backbone, Snapshot snapshot, ParityManifest manifest, CancellationToken cancellationToken)
    {
        // Digests are as good as random, so the first are a sample; a share of a small campaign stays for parity.
        var train = snapshot.Of(Split.Train).Count();
        var views = Choose(snapshot, Math.Clamp(train / 4, 1, options.Value.CalibrationPhotos));
        var photos = snapshot.Photos.DistinctBy(photo => photo.Photo).ToDictionary(photo => photo.Photo, StringComparer.Ordinal);
        var pictures = new RgbImage[views.Length];
        await masters.ForEach(
            [.. views.Select(view => photos[view.Photo])],
            async (index, photo, token) => pictures[index] = (await masters.Prepare(photo, [PhotoView.Parse(views[index].View)], token))[0],
            cancellationToken);
        var rows = new Half[views.Length][];
        using var extractor = new FeatureExtractor(OnnxWriter.Write(backbone), Preprocessing.Default);
        using var calibrator = new Calibrator(backbone, Preprocessing.Default);
        for (var i = 0; i < views.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            calibrator.Add(pictures[i]);
            rows[i] = Array.ConvertAll(extractor.Extract(pictures[i]), value => (Half)value);
        }

        var ranges = calibrator.ToRanges();
        return (
            manifest with
            {
                Calibrated = backbone.ComputeDigest(),
                Ranges = (await blobs.Put(ranges.ToJson(), cancellationToken)).Digest.Value,
                CalibrationViews = views,
                CalibrationFeatures = await store.Write(rows, cancellationToken),
            },
            ranges);
    }
}
