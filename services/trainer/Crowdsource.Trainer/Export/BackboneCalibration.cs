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
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Export;

/// <summary>The int8 ranges of a network: those of its backbone are measured once, on train photos, and kept, so that a new head changes few bytes.</summary>
internal sealed class BackboneCalibration(FeatureFiles kept, ParityStore store, MasterPictures masters, IOptions<TrainerOptions> options)
{
    /// <summary>The ranges of all layers by input size, and the manifest with what was measured.</summary>
    public async Task<(IReadOnlyDictionary<int, ActivationRanges> Ranges, ParityManifest Manifest)> Ranges(
        Network network, IEnumerable<int> inputSizes, Snapshot snapshot, ParityManifest manifest, CancellationToken cancellationToken)
    {
        var backbone = network.Backbone();
        var head = (Linear)network.Layers[network.IndexOf(Network.HeadName)];
        var sized = inputSizes.Distinct().Select(size => At(backbone, size)).OfType<Network>().ToList();
        if (manifest.Calibrated != backbone.ComputeDigest() || !await AreKept(manifest, sized, cancellationToken))
        {
            manifest = await Measure(backbone, sized, snapshot, manifest, cancellationToken);
        }

        var ranges = new Dictionary<int, ActivationRanges>();
        foreach (var (size, calibration) in manifest.Calibrations)
        {
            var known = ActivationRanges.Parse(await kept.ReadAll(new BlobDigest(calibration.Ranges), cancellationToken));
            var features = (await store.Read(calibration.Features, manifest.CalibrationViews.Length, cancellationToken)).OfType<Half[]>();
            ranges[size] = known.With(head.Name, Calibrator.LogitRange(head, features.Select(row => Array.ConvertAll(row, value => (float)value))));
        }

        return (ranges, manifest);
    }

    /// <summary>Half of them augmented: ranges have to hold for turned and relit photos too.</summary>
    public static ImmutableArray<ParityView> Choose(Snapshot snapshot, int count) =>
    [
        .. snapshot.Of(Split.Train).Take(count)
            .Select((photo, i) => new ParityView(
                photo.Photo, (i % 2 == 0 ? PhotoView.Original : PhotoView.Variant(i / 2 % AugmentationRecipe.NightlyVariants)).Key)),
    ];

    // A network from scratch may not take every size.
    private static Network? At(Network backbone, int size)
    {
        try
        {
            return size == backbone.Input.Width ? backbone : backbone.ForInput(size);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<bool> AreKept(ParityManifest manifest, List<Network> sized, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var backbone in sized)
        {
            if (!manifest.Calibrations.TryGetValue(backbone.Input.Width, out var calibration))
            {
                return false;
            }

            files.AddRange([calibration.Ranges, calibration.Features]);
        }

        foreach (var file in files)
        {
            if (!await kept.Exists(new BlobDigest(file), cancellationToken))
            {
                return false;
            }
        }

        return manifest.CalibrationViews.Length > 0;
    }

    private async Task<ParityManifest> Measure(
        Network backbone, List<Network> sized, Snapshot snapshot, ParityManifest manifest, CancellationToken cancellationToken)
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
        var calibrations = ImmutableSortedDictionary.CreateBuilder<int, SizeCalibration>();
        foreach (var network in sized)
        {
            calibrations[network.Input.Width] = await Measure(network, pictures, cancellationToken);
        }

        return manifest with { Calibrated = backbone.ComputeDigest(), CalibrationViews = views, Calibrations = calibrations.ToImmutable() };
    }

    private async Task<SizeCalibration> Measure(Network backbone, RgbImage[] pictures, CancellationToken cancellationToken)
    {
        var preprocessing = Preprocessing.Default.ForInput(backbone.Input.Width);
        var rows = new Half[pictures.Length][];
        using var extractor = new FeatureExtractor(OnnxWriter.Write(backbone), preprocessing);
        using var calibrator = new Calibrator(backbone, preprocessing);
        for (var i = 0; i < rows.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            calibrator.Add(pictures[i]);
            rows[i] = Array.ConvertAll(extractor.Extract(pictures[i]), value => (Half)value);
        }

        return new SizeCalibration(
            (await kept.Put(calibrator.ToRanges().ToJson(), cancellationToken)).Value, await store.Write(rows, cancellationToken));
    }
}
