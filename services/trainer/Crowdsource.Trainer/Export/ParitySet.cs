using System.Collections.Immutable;
using Crowdsource.Domain.Submissions;
using Crowdsource.Inference;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Export;

/// <summary>
/// The pictures that artifacts are compared on, and what each compressed backbone makes of them: computed once, so that a night with a new head
/// only applies the head.
/// </summary>
internal sealed class ParitySet(ParityStore store, MasterPictures masters, IOptions<TrainerOptions> options)
{
    /// <summary>Views of one photo per request: they come in one answer.</summary>
    private const int ViewsAtOnce = 16;

    /// <summary>
    /// Test photos first; then what the last night had; then photos and variants that no training saw; then the others, but never what
    /// calibrated the ranges.
    /// </summary>
    public static ImmutableArray<ParityView> Choose(Snapshot snapshot, ParityManifest manifest, int count)
    {
        var calibrated = manifest.CalibrationViews.Select(view => view.Photo).ToHashSet(StringComparer.Ordinal);
        string[] unseen = [.. Of(Split.Test), .. Of(Split.Anchor)];
        string[] seen = [.. Of(Split.Validation), .. Of(Split.Train).Where(photo => !calibrated.Contains(photo))];
        var nightly = Enumerable.Range(0, AugmentationRecipe.NightlyVariants).Select(PhotoView.Variant).ToArray();
        var more = Enumerable.Range(AugmentationRecipe.NightlyVariants, AugmentationRecipe.MaximalVariants - AugmentationRecipe.NightlyVariants)
            .Select(PhotoView.Variant);
        var views = Views(Of(Split.Test), [PhotoView.Original])
            .Concat(manifest.Views.Where(view => !calibrated.Contains(view.Photo)))
            .Concat(Views(unseen, [PhotoView.Original, .. nightly]))
            .Concat(Views(seen, [PhotoView.Original, .. nightly]))
            .Concat(Views([.. unseen, .. seen], more));
        return [.. views.Distinct().Take(count)];

        string[] Of(Split split) => [.. snapshot.Of(split).Select(photo => photo.Photo).Distinct()];

        static IEnumerable<ParityView> Views(string[] photos, IEnumerable<PhotoView> views) =>
            views.SelectMany(view => photos.Select(photo => new ParityView(photo, view.Key)));
    }

    /// <summary>The features of the night's pictures by each stand-in's backbone, and the manifest that lists them.</summary>
    /// <param name="snapshot">Whose photos they are.</param>
    /// <param name="standIns">One per backbone.</param>
    /// <param name="manifest">What is known already.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(ParityManifest Manifest, IReadOnlyDictionary<string, Half[][]> Features)> Measure(
        Snapshot snapshot, IReadOnlyList<StandIn> standIns, ParityManifest manifest, Action<double> progress, CancellationToken cancellationToken)
    {
        var views = Choose(snapshot, manifest, options.Value.ParityPhotos);
        var places = manifest.Views.Select((view, i) => (view, i)).ToDictionary(pair => pair.view, pair => pair.i);
        var rows = new Dictionary<string, Half[]?[]>(StringComparer.Ordinal);
        foreach (var backbone in standIns.Select(standIn => standIn.Backbone))
        {
            var known = await store.Read(manifest.Features.GetValueOrDefault(backbone), manifest.Views.Length, cancellationToken);
            rows[backbone] = [.. views.Select(view => places.TryGetValue(view, out var place) ? known[place] : null)];
        }

        await Compute(snapshot, standIns, views, rows, progress, cancellationToken);
        var features = rows.ToDictionary(pair => pair.Key, pair => pair.Value.Select(row => row!).ToArray(), StringComparer.Ordinal);
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (backbone, values) in features)
        {
            files[backbone] = await store.Write(values, cancellationToken);
        }

        return (manifest with { Views = views, Features = files.ToImmutable() }, features);
    }

    private async Task Compute(
        Snapshot snapshot,
        IReadOnlyList<StandIn> standIns,
        ImmutableArray<ParityView> views,
        Dictionary<string, Half[]?[]> rows,
        Action<double> progress,
        CancellationToken cancellationToken)
    {
        var photos = snapshot.Photos.DistinctBy(photo => photo.Photo).ToDictionary(photo => photo.Photo, StringComparer.Ordinal);
        var work = Enumerable.Range(0, views.Length)
            .Where(i => standIns.Any(standIn => rows[standIn.Backbone][i] is null))
            .GroupBy(i => views[i].Photo)
            .SelectMany(group => group.Chunk(ViewsAtOnce).Select(places => (Photo: photos[group.Key], Places: places)))
            .ToList();
        if (work.Count == 0)
        {
            return;
        }

        var extractors = standIns.ToDictionary(
            standIn => standIn.Backbone, standIn => new FeatureExtractor(standIn.BackboneFile(), standIn.Preprocessing), StringComparer.Ordinal);
        try
        {
            var done = 0;
            int[] otherSizes = [.. standIns.Select(standIn => standIn.InputSize).Distinct().Where(size => size != Domain.Imaging.Preprocessing.Default.InputSize)];
            await masters.ForEach(
                [.. work.Select(item => item.Photo)],
                async (index, photo, token) =>
                {
                    var places = work[index].Places;
                    List<PhotoView> wanted = [.. places.Select(place => PhotoView.Parse(views[place].View))];
                    var original = wanted.IndexOf(PhotoView.Original);
                    wanted.AddRange(original < 0 ? [] : otherSizes.Select(PhotoView.OriginalAt));
                    var pictures = await masters.Prepare(photo, wanted, token);
                    foreach (var standIn in standIns)
                    {
                        for (var i = 0; i < places.Length; i++)
                        {
                            // A phone makes a smaller input from the photo; of a variant, which is drawn at 224, it is made here.
                            var sized = i == original ? wanted.IndexOf(PhotoView.OriginalAt(standIn.InputSize)) : -1;
                            rows[standIn.Backbone][places[i]] ??= Array.ConvertAll(
                                extractors[standIn.Backbone].Extract(pictures[sized < 0 ? i : sized]), value => (Half)value);
                        }
                    }

                    progress((double)Interlocked.Increment(ref done) / work.Count);
                },
                cancellationToken);
        }
        finally
        {
            foreach (var extractor in extractors.Values)
            {
                extractor.Dispose();
            }
        }
    }
}
