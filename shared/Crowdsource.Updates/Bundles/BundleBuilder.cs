using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Updates.Golden;

namespace Crowdsource.Updates.Bundles;

/// <summary>Builds what a phone activates as one. The same ingredients give the same bytes.</summary>
public static class BundleBuilder
{
    /// <param name="ingredients">What goes in.</param>
    /// <param name="predict">The exported model, or one that answers as it does: from its input to its output. The input is NCHW, batch of one,
    /// whatever the layout of the model's own. Called some fifty times.</param>
    /// <exception cref="ArgumentException">The ingredients do not fit each other.</exception>
    public static BuiltBundle Build(BundleIngredients ingredients, Func<float[], float[]> predict)
    {
        ArgumentNullException.ThrowIfNull(ingredients);
        ArgumentNullException.ThrowIfNull(predict);
        if (!ingredients.Preprocessing.IsSupported || ingredients.Labels.Length < 2 || ingredients.Version < 1 || !ArtifactId.IsKnown(ingredients.Artifact)
            || ingredients.Thresholds is not { Temperature: > 0 and < float.PositiveInfinity, AbstainBelow: >= 0 and <= 1 })
        {
            throw new ArgumentException("A bundle needs a version, a known artifact, two labels, sound thresholds and a preprocessing that phones know.", nameof(ingredients));
        }

        var goldens = GoldenSelection.Select(ingredients.Preprocessing, predict);
        if (goldens.Any(golden => golden.Probabilities.Length != ingredients.Labels.Length))
        {
            throw new ArgumentException("The model has another number of outputs than there are labels.", nameof(ingredients));
        }

        // What takes pictures has no other way in.
        var tensors = ingredients.Preprocessing.Layout == Preprocessing.Picture ? [] : goldens;
        List<BundleContent> files =
        [
            new(BundleFormat.ModelFile(ingredients.Artifact), ingredients.Model),
            Json(BundleFormat.LabelsFile, ingredients.Labels, BundleJson.Default.ImmutableArrayBundleLabel),
            Json(
                BundleFormat.PreprocessingFile,
                new PreprocessingDocument(ingredients.Preprocessing, [.. goldens.Select(golden => golden.Vector())]),
                BundleJson.Default.PreprocessingDocument),
            Json(BundleFormat.ThresholdsFile, ingredients.Thresholds, BundleJson.Default.Thresholds),
            Json(BundleFormat.GoldenFile, Examples(tensors, goldens, ingredients.GoldenTolerance), BundleJson.Default.GoldenExamples),
            .. tensors.Select(golden => new BundleContent(golden.TensorFile, golden.TensorBytes())),
            .. goldens.Select(golden => new BundleContent(golden.PictureFile, PngEncoder.Encode(golden.Picture))),
            new(BundleFormat.LicenceFile, Encoding.UTF8.GetBytes(ingredients.Licence)),
            new(BundleFormat.NoticeFile, Encoding.UTF8.GetBytes(ingredients.Notice)),
        ];
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        var manifest = new BundleManifest
        {
            Format = BundleFormat.Version,
            Campaign = ingredients.Campaign.Value,
            Version = ingredients.Version,
            Artifact = ingredients.Artifact,
            Files = [.. files.Select(file => new ManifestFile(file.Path, file.Digest.Value, file.Bytes.Length))],
        };
        return new BuiltBundle(manifest, [Json(BundleFormat.ManifestFile, manifest, BundleJson.Default.BundleManifest), .. files]);
    }

    private static GoldenExamples Examples(
        IReadOnlyList<GoldenSelection.Candidate> tensors, IReadOnlyList<GoldenSelection.Candidate> goldens, float tolerance) => new(
        tolerance,
        [.. tensors.Select(golden => new GoldenExample(
            golden.TensorFile, GoldenSelection.TopOf(golden.TensorProbabilities), golden.TensorProbabilities))],
        [.. goldens.Select(golden => new GoldenExample(golden.PictureFile, golden.Top, golden.Probabilities))]);

    private static BundleContent Json<T>(string path, T document, JsonTypeInfo<T> type) =>
        new(path, JsonSerializer.SerializeToUtf8Bytes(document, type));
}
